using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>The move comes after the commit, and a file that was not moved is not loaded again.</summary>
public sealed class ArchiveTests(PostgresFixture postgres)
{
    private const string Time = "2026-06-15T07-00-00";

    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AnAppliedFileIsMovedAndTheLedgerSaysWhere(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Time, Csv.Ticket("A"));

        await feed.DrainAsync();

        Assert.Empty(feed.NamesIn(feed.Dataset.ChangesFolder));
        Assert.Equal([$"{Time}.csv"], feed.NamesIn(feed.Dataset.ProcessedFolder));
        Assert.Equal($"{feed.Dataset.ProcessedFolder}{Time}.csv", Assert.Single(await feed.LedgerAsync()).ArchivedAs);
    }

    [Fact]
    public async Task AFailedMoveIsNoFailureOfTheRun()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A"));

        var report = await feed.DrainAsync(bucket: WithoutMoves(feed));

        Assert.False(report.NeedsAttention);
        Assert.Equal([$"{Time}.csv"], feed.NamesIn(feed.Dataset.ChangesFolder));
        Assert.Null(Assert.Single(await feed.LedgerAsync()).ArchivedAs);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task TheNextRunMovesWhatWasLeftBehindAndDoesNotLoadItAgain(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Time, Csv.Ticket("A"));
        await feed.DrainAsync(bucket: WithoutMoves(feed));
        var before = await feed.VersionsAsync();

        var report = await feed.DrainAsync();

        Assert.Equal((1, 0), (report.FilesFound, report.FilesApplied));
        Assert.Equal(before, await feed.VersionsAsync());
        Assert.Equal([$"{Time}.csv"], feed.NamesIn(feed.Dataset.ProcessedFolder));
        Assert.NotNull(Assert.Single(await feed.LedgerAsync()).ArchivedAs);
    }

    [Fact]
    public async Task AMoveThatTheLedgerCannotNoteIsAWarningAndTheNextRunNotesIt()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        foreach (var hour in Enumerable.Range(0, 20))
            feed.Put($"2026-06-15T{hour:00}-00-00", Csv.Ticket("A"));
        await feed.ExecuteAsync(
            """
            create function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
            create trigger refuse before update on tickets.import_files
            for each row when (new.key like '%T00-00-00.csv' and new.archived_at is not null) execute function refuse()
            """);

        Assert.Equal(20, (await feed.DrainAsync()).FilesApplied);

        Assert.Empty(feed.NamesIn(feed.Dataset.ChangesFolder));
        await feed.ExecuteAsync("drop trigger refuse on tickets.import_files");
        await feed.DrainAsync();
        Assert.Equal(0, await feed.ScalarAsync<int>("select count(*) from tickets.import_files where archived_at is null"));
    }

    [Fact]
    public async Task AnObjectThatVanishesAfterTheListingIsLeftToTheNextRun()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A", "vanished"));
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("B"));
        using var vanishing = new FaultyBucket(feed.Bucket)
        {
            BeforeOpen = source =>
            {
                if (source.Key == feed.Key(Time))
                    feed.Delete(source.Key);
            },
        };

        var report = await feed.DrainAsync(bucket: vanishing);

        Assert.Equal((1, 0), (report.FilesApplied, report.FilesFailed));
        Assert.Equal(feed.Key("2026-06-15T08-00-00"), Assert.Single(await feed.LedgerAsync()).Key);

        feed.Put(Time, Csv.Ticket("A", "back"));
        await feed.DrainAsync();
        Assert.Equal("back", (await feed.StatusesAsync())["A"]);
    }

    [Fact]
    public async Task ABucketThatFailsStopsTheRunAfterTheFilesThatWereCommitted()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A"));
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("B"));
        using var failing = new FaultyBucket(feed.Bucket)
        {
            BeforeOpen = source => Throw(source.Key == feed.Key("2026-06-15T08-00-00")),
        };

        await Assert.ThrowsAsync<BucketException>(() => feed.DrainAsync(bucket: failing));

        Assert.Equal(["A"], (await feed.StatusesAsync()).Keys);
        Assert.Equal(feed.Key(Time), await feed.WatermarkAsync());
        Assert.Equal([$"{Time}.csv"], feed.NamesIn(feed.Dataset.ProcessedFolder));
        Assert.Equal("failed", await feed.ScalarAsync<string>("select outcome from tickets.import_runs"));
    }

    private static FaultyBucket WithoutMoves(TestFeed feed) => new(feed.Bucket) { BeforeMove = _ => Throw(true) };

    private static void Throw(bool now)
    {
        if (now)
            throw new BucketException("the store refuses");
    }
}
