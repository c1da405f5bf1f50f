using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>The bucket was replaced, and its files are older than what is stored.</summary>
public sealed class ReseedTests(PostgresFixture postgres)
{
    private static readonly string[] Times = ["2026-06-15T07-00-00", "2026-06-15T08-00-00", "2026-06-15T09-00-00"];

    private static readonly SortedDictionary<string, string> Reseeded = new() { ["A"] = "3", ["B"] = "2", ["C"] = "1", ["Z"] = "old" };

    public static TheoryData<string> Datasets => TestFeed.Datasets;

    /// <summary>Which file the run is killed at, and whether the next run is asked to reseed as well.</summary>
    public static TheoryData<int, bool> Kills => new() { { 0, false }, { 0, true }, { 1, false }, { 1, true }, { 2, false }, { 2, true } };

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task EveryFileIsTakenInOrderAlthoughTheWatermarkWasNewer(string dataset)
    {
        await using var feed = await CutOverAsync(dataset);

        var report = await feed.DrainAsync(reseed: true);

        Assert.Equal((3, 0), (report.FilesApplied, report.FilesLate));
        Assert.Equal(Reseeded, await feed.StatusesAsync());
        Assert.Equal(feed.Key(Times[^1]), await feed.WatermarkAsync());
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task WithoutReseedTheyAreMergedAsLateFiles(string dataset)
    {
        await using var feed = await CutOverAsync(dataset);

        var report = await feed.DrainAsync();

        Assert.Equal((3, 3), (report.FilesApplied, report.FilesLate));
        Assert.Equal(new() { ["A"] = "old", ["B"] = "2", ["C"] = "1", ["Z"] = "old" }, await feed.StatusesAsync());
        Assert.Equal(feed.Key("2026-06-19T12-00-00"), await feed.WatermarkAsync());
    }

    [Theory]
    [MemberData(nameof(Kills))]
    public async Task KilledBeforeAFileAnyLaterRunFinishesIt(int file, bool reseedAgain)
    {
        await using var feed = await CutOverAsync("inc");
        using var killing = new FaultyBucket(feed.Bucket) { BeforeOpen = source => ThrowAt(feed.Key(Times[file]), source.Key) };
        await Assert.ThrowsAsync<BucketException>(() => feed.DrainAsync(reseed: true, bucket: killing));

        var report = await feed.DrainAsync(reseed: reseedAgain);

        Assert.Equal(0, report.FilesLate);
        Assert.Equal(Reseeded, await feed.StatusesAsync());
        Assert.Equal(feed.Key(Times[^1]), await feed.WatermarkAsync());
    }

    [Theory]
    [MemberData(nameof(Kills))]
    public async Task KilledAfterTheCommitOfAFileAnyLaterRunFinishesIt(int file, bool reseedAgain)
    {
        await using var feed = await CutOverAsync("inc");
        var killing = new Outcomes { AfterEach = outcome => ThrowAt(feed.Key(Times[file]), outcome.File.Key) };
        await Assert.ThrowsAsync<BucketException>(() => feed.DrainAsync(reseed: true, progress: killing));

        await feed.DrainAsync(reseed: reseedAgain);

        Assert.Equal(Reseeded, await feed.StatusesAsync());
        Assert.Empty(feed.NamesIn(feed.Dataset.ChangesFolder));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AFileThatTheKilledRunAppliedAndDidNotMoveIsNotTakenAgainOverNewerOnes(bool reseedAgain)
    {
        await using var feed = await CutOverAsync("inc");
        using var killing = new FaultyBucket(feed.Bucket)
        {
            BeforeMove = source => ThrowAt(feed.Key(Times[0]), source.Key),
            BeforeOpen = source => ThrowAt(feed.Key(Times[2]), source.Key),
        };
        await Assert.ThrowsAsync<BucketException>(() => feed.DrainAsync(reseed: true, bucket: killing));

        await feed.DrainAsync(reseed: reseedAgain);

        Assert.Equal(Reseeded, await feed.StatusesAsync());
    }

    [Fact]
    public async Task AFinishedReseedCanBeFollowedByAnother()
    {
        await using var feed = await CutOverAsync("inc");
        await feed.DrainAsync(reseed: true);
        feed.Put("2026-06-14T07-00-00", Csv.Ticket("A", "another bucket"));

        await feed.DrainAsync(reseed: true);

        Assert.Equal("another bucket", (await feed.StatusesAsync())["A"]);
        Assert.Equal(feed.Key("2026-06-14T07-00-00"), await feed.WatermarkAsync());
    }

    [Fact]
    public async Task MetadataOfOthersStays()
    {
        await using var feed = await CutOverAsync("inc");
        await feed.ExecuteAsync("update tickets.import_meta set metadata = metadata || '{\"theirs\": {\"a\": 1}}'");

        await feed.DrainAsync(reseed: true);

        Assert.Equal("{\"a\": 1}", await feed.ScalarAsync<string>("select metadata->>'theirs' from tickets.import_meta"));
    }

    /// <summary>A dataset whose watermark is newer than every file of the bucket that it has now.</summary>
    private async Task<TestFeed> CutOverAsync(string dataset)
    {
        var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-19T12-00-00", Csv.Ticket("A", "old"), Csv.Ticket("Z", "old"));
        await feed.DrainAsync();
        feed.Put(Times[0], Csv.Ticket("A", "1"), Csv.Ticket("B", "1"), Csv.Ticket("C", "1"));
        feed.Put(Times[1], Csv.Ticket("A", "2"), Csv.Ticket("B", "2"));
        feed.Put(Times[2], Csv.Ticket("A", "3"));
        return feed;
    }

    private static void ThrowAt(string fatal, string key)
    {
        if (key == fatal)
            throw new BucketException("the run ends here");
    }
}
