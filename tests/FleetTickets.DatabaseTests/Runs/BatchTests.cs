using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Runs;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>Many waiting files in one transaction leave what they would have left one by one.</summary>
public sealed class BatchTests(PostgresFixture postgres)
{
    private static readonly BatchRule Together = new(FewestFiles: 2, MostBytes: long.MaxValue);

    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task TheNewestFileThatNamesATicketWins(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A", "1"), Csv.Ticket("B", "1"), Csv.Ticket("C", "1"));
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("B", "2"), Csv.Ticket("A", "2"), Csv.Ticket("A", "3"));
        feed.Put("2026-06-15T09-00-00", Csv.Ticket("B", "3"), Csv.Ticket("D", "3"));

        await feed.DrainAsync(batches: Together);

        Assert.Equal(new() { ["A"] = "3", ["B"] = "3", ["C"] = "1", ["D"] = "3" }, await feed.StatusesAsync());
        Assert.Equal(feed.Key("2026-06-15T09-00-00"), await feed.WatermarkAsync());
        Assert.Equal(
            [(3, 0, 0, 2, 1, 0, 0), (3, 0, 0, 2, 1, 0, 0), (2, 0, 0, 0, 2, 0, 0)],
            (await feed.LedgerAsync()).Select(row => row.Rows));
        Assert.Single((await feed.VersionsAsync()).Select(row => row.Version.Split(' ')[0]).Distinct());
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task EachRecordIsCountedWithItsFile(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T06-00-00", Csv.Ticket("A", "1"), Csv.Ticket("B", "1"));
        await feed.DrainAsync();
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A", "2"), Csv.Ticket("N", "2"), Csv.BadRecord);
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("B", "1"), Csv.Ticket("M", "2"), Csv.Ticket("alarm", "2", ("is_alarm", "true")));

        var report = await feed.DrainAsync(batches: Together);

        Assert.Equal([(3, 0, 1, 0, 1, 1, 0), (3, 1, 0, 0, 1, 0, 1)], (await feed.LedgerAsync()).Skip(1).Select(row => row.Rows));
        Assert.Equal(new RowCounts(Read: 6, Dropped: 1, Rejected: 1, Superseded: 0, Inserted: 2, Updated: 1, Unchanged: 1), report.Rows);
        Assert.Equal(
            [(feed.Key("2026-06-15T07-00-00"), 4L)],
            await feed.QueryAsync<(string, long)>("select key, line from tickets.import_rejects"));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AnUnreadableFileIsSetAsideAndTheOthersAreLoaded(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A", "1"));
        feed.PutContent("2026-06-15T08-00-00.csv", "<html>no feed</html>\n"u8.ToArray());
        feed.Put("2026-06-15T09-00-00", Csv.Ticket("B", "3"));
        var outcomes = new Outcomes();

        var report = await feed.DrainAsync(batches: Together, progress: outcomes);

        Assert.Equal([FileStatus.Applied, FileStatus.Failed, FileStatus.Applied], outcomes.Select(outcome => outcome.Status));
        Assert.Equal((2, 1), (report.FilesApplied, report.FilesFailed));
        Assert.Equal(new() { ["A"] = "1", ["B"] = "3" }, await feed.StatusesAsync());
        Assert.Equal(["2026-06-15T08-00-00.csv"], feed.NamesIn(feed.Dataset.FailedFolder));
        Assert.Empty(feed.NamesIn(feed.Dataset.ChangesFolder));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task WhatAnUnusableFileNamesKeepsNothingOut(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A", "1"), Csv.Ticket("B", "1"), Csv.BadRecord);
        feed.PutContent("2026-06-15T08-00-00.csv", [.. Csv.File(Csv.Ticket("A", "2"), Csv.BadRecord), .. "B,\"cut sho"u8]);
        feed.Put("2026-06-15T09-00-00", Csv.Ticket("B", "3"));
        feed.PutContent("2026-06-15T10-00-00.csv", []);

        var report = await feed.DrainAsync(batches: Together);

        Assert.Equal(new() { ["A"] = "1", ["B"] = "3" }, await feed.StatusesAsync());
        Assert.Equal((2, 2, 2L), (report.FilesApplied, report.FilesFailed, report.Rows.Rejected));
        Assert.Equal(feed.Key("2026-06-15T09-00-00"), await feed.WatermarkAsync());
        Assert.Equal(["applied", "failed", "applied", "failed"], (await feed.LedgerAsync()).Select(row => row.Status));
        Assert.Equal(1, await feed.ScalarAsync<int>("select count(distinct applied_at) from tickets.import_files"));
        Assert.Equal(
            [feed.Key("2026-06-15T07-00-00"), feed.Key("2026-06-15T08-00-00")],
            await feed.QueryAsync<string>("select key from tickets.import_rejects order by key"));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AFileThatVanishesAfterTheListingIsLeftOut(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A", "1"));
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("A", "2"));
        var gone = new BucketObject(feed.Key("2026-06-15T09-00-00"), "tag", 10);

        var report = await feed.DrainAsync(batches: Together, bucket: new FaultyBucket(feed.Bucket) { AlsoListed = [gone] });

        Assert.Equal(2, report.FilesApplied);
        Assert.Equal(new() { ["A"] = "2" }, await feed.StatusesAsync());
        Assert.Equal(feed.Key("2026-06-15T08-00-00"), await feed.WatermarkAsync());
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task LateFilesAmongThemLoseToNewerOnesThatWereLoadedBefore(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T07-30-00", Csv.Ticket("A", "2"));
        await feed.DrainAsync();
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A", "1"), Csv.Ticket("B", "1"));
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("B", "3"), Csv.Ticket("C", "3"));

        var report = await feed.DrainAsync(batches: Together);

        Assert.Equal(1, report.FilesLate);
        Assert.Equal(new() { ["A"] = "2", ["B"] = "3", ["C"] = "3" }, await feed.StatusesAsync());
        Assert.Equal(
            [(2, 0, 0, 2, 0, 0, 0), (1, 0, 0, 0, 1, 0, 0), (2, 0, 0, 0, 2, 0, 0)],
            (await feed.LedgerAsync()).Select(row => row.Rows));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ALateFileKnowsWhatEachOfThemNamed(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A", "1"), Csv.Ticket("B", "1"));
        feed.Put("2026-06-15T09-00-00", Csv.Ticket("A", "1"));
        await feed.DrainAsync(batches: Together);
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("A", "late"), Csv.Ticket("B", "late"));

        await feed.DrainAsync();

        Assert.Equal(new() { ["A"] = "1", ["B"] = "late" }, await feed.StatusesAsync());
    }
}
