using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Operating.Status;
using FleetTickets.Engine.Runs;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>What goes wrong without a run that fails: it shows in the status, and in the next run.</summary>
public sealed class SilentFailureTests(PostgresFixture postgres)
{
    private const string Seven = "2026-06-20T07-00-00";
    private const string Eight = "2026-06-20T08-00-00";
    private const string Nine = "2026-06-20T09-00-00";

    private static readonly string[] OfAnOldBucket = ["2026-06-01T07-00-00", "2026-06-01T08-00-00"];

    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task FilesThatWaitForASchedulerThatNeverStarted(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Seven, Csv.Ticket("A"));

        Assert.Equal(["never_ran"], await AlarmsAsync(feed));

        await feed.DrainAsync();
        Assert.Empty(await AlarmsAsync(feed));
    }

    [Fact]
    public async Task RunsThatAreKilledOneAfterTheOtherAreAnAlarmAndTheNextRunSaysSoOnce()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Seven, Csv.Ticket("A"));
        await BeginAsync(feed, "killed", "2026-06-20 08:00+03");
        await BeginAsync(feed, "stopped", "2026-06-20 09:00+03");
        await BeginAsync(feed, "running", "2026-06-20 10:30+03");

        Assert.Equal(["not_progressing", "runs_cut_short", "abandoned_run"], await AlarmsAsync(feed));
        Assert.Null((await feed.StatusAsync()).LastSuccessAt);

        Assert.Equal([FindingKind.RunsCutShort], Kinds(await feed.DrainAsync()));
        Assert.Empty(Kinds(await feed.DrainAsync()));
        Assert.Empty(await AlarmsAsync(feed));
        Assert.NotNull((await feed.StatusAsync()).LastSuccessAt);
    }

    [Fact]
    public async Task ARunAtWorkIsNotAbandoned()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        await BeginAsync(feed, "running", "2026-06-20 11:59+03");
        await using var held = await RunLock.TakeAsync(feed.Database, feed.Dataset, TestContext.Current.CancellationToken);

        Assert.Null((await feed.StatusAsync()).AbandonedRun);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task WhatARestoredDatabaseDoesNotKnowIsSaidUntilItIsPutBack(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Seven, Csv.Ticket("A", "old"));
        await feed.DrainAsync();
        feed.Put(Eight, Csv.Ticket("A", "new"), Csv.Ticket("B"));
        await feed.DrainAsync();
        var tickets = await feed.StatusesAsync();
        await RestoreAsync(feed, until: Seven);
        Assert.Equal(["unapplied_files"], await AlarmsAsync(feed));

        // A newer file comes first; it must not hide what is missing.
        feed.Put(Nine, Csv.Ticket("C"));
        var report = await feed.DrainAsync();
        var again = await feed.DrainAsync();

        Assert.All([report, again], run => Assert.Equal([FindingKind.UnappliedFile], Kinds(run)));
        Assert.All([report, again], run => Assert.True(run.NeedsAttention));
        Assert.Equal(["unapplied_files"], await AlarmsAsync(feed));

        Assert.Single(await feed.RetryUnappliedAsync());
        await feed.DrainAsync();

        Assert.Equal([.. tickets.Keys, "C"], (await feed.StatusesAsync()).Keys);
        Assert.Equal("new", (await feed.StatusesAsync())["A"]);
        Assert.Empty(await AlarmsAsync(feed));
        Assert.Empty(Kinds(await feed.DrainAsync()));
        Assert.Null(await feed.ScalarAsync<string?>("select metadata->>'archive_checked_from' from tickets.import_meta"));
        Assert.Empty((await feed.VerifyAsync()).Differences);
    }

    [Fact]
    public async Task WhatAnotherProgramHasArchivedIsNotPutBack()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.PutAt($"{feed.Dataset.ProcessedFolder}{Seven}.csv", Csv.File(Csv.Ticket("A")));
        feed.PutAt($"{feed.Dataset.ProcessedFolder}{Nine}.csv", Csv.File(Csv.Ticket("B")));
        await feed.ExecuteAsync(
            $"insert into tickets.import_meta (dataset, metadata) values ('inc', jsonb_build_object('source_max_key', '{feed.Key(Eight)}'))");

        Assert.Equal([$"{feed.Dataset.ProcessedFolder}{Nine}.csv"], (await feed.RetryUnappliedAsync(dryRun: true)).Select(file => file.File.Upload.Key));
    }

    [Fact]
    public async Task ABucketWithNothingOfOursIsAnAlarmAndAFinding()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");

        Assert.Equal(["bucket_unknown"], await AlarmsAsync(feed));
        Assert.Equal([FindingKind.BucketUnknown], Kinds(await feed.DrainAsync()));

        feed.Put(Seven, Csv.Ticket("A"));
        await feed.DrainAsync();
        Assert.Empty(await AlarmsAsync(feed));
        Assert.Empty(Kinds(await feed.DrainAsync()));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AReseedThatWasForgottenIsAskedForAndStillTakesEveryFile(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Seven, Csv.Ticket("A", "old"), Csv.Ticket("B", "old"));
        await feed.DrainAsync();
        feed.Put(OfAnOldBucket[0], Csv.Ticket("A", "1"), Csv.Ticket("B", "1"));
        feed.Put(OfAnOldBucket[1], Csv.Ticket("A", "2"));
        var forgotten = await feed.DrainAsync();
        Assert.Equal([FindingKind.AllFilesLate], Kinds(forgotten));
        Assert.True(forgotten.NeedsAttention);
        // The next one comes alone, and the one after it is as new as the old bucket's.
        feed.Put("2026-06-01T09-00-00", Csv.Ticket("B", "3"));
        await feed.DrainAsync();

        var reseed = await feed.DrainAsync(reseed: true);

        Assert.Equal(3, reseed.FilesApplied);
        Assert.Equal(new() { ["A"] = "2", ["B"] = "3" }, await feed.StatusesAsync());
        Assert.Equal(feed.Key("2026-06-01T09-00-00"), await feed.WatermarkAsync());
        Assert.Empty(feed.NamesIn(feed.Dataset.ChangesFolder));
    }

    [Fact]
    public async Task ARehearsedReseedMovesNothingBack()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Seven, Csv.Ticket("A", "old"));
        await feed.DrainAsync();
        foreach (var time in OfAnOldBucket)
            feed.Put(time, Csv.Ticket("A", "1"));
        await feed.DrainAsync();

        await feed.DrainAsync(reseed: true, dryRun: true);

        Assert.Empty(feed.NamesIn(feed.Dataset.ChangesFolder));
    }

    [Fact]
    public async Task LateFilesThatHaveSomethingToSayAreNoReplacedBucket()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Seven, Csv.Ticket("A", "old"));
        await feed.DrainAsync();
        foreach (var time in OfAnOldBucket)
            feed.Put(time, Csv.Ticket("A", "1"), Csv.Ticket(time, "1"));

        Assert.Empty(Kinds(await feed.DrainAsync()));
    }

    private static IEnumerable<string> Kinds(RunReport report) =>
        Findings.Of(report).Select(finding => finding.Kind).Where(kind => kind is not FindingKind.FeedStalled);

    private static async Task<IEnumerable<string>> AlarmsAsync(TestFeed feed) =>
        (await feed.StatusAsync(StatusThresholds.Default)).Alarms.Select(alarm => alarm.Code);

    private static Task BeginAsync(TestFeed feed, string outcome, string at) => feed.ExecuteAsync(
        $"insert into tickets.import_runs (dataset, mode, outcome, started_at) values ('{feed.Dataset.Name}', 'from-bucket', '{outcome}', '{at}')");

    /// <summary>As a dump from right after a file leaves the database.</summary>
    private static Task RestoreAsync(TestFeed feed, string until) => feed.ExecuteAsync(
        $"""
        delete from tickets.import_files where key > '{feed.Key(until)}';
        delete from {feed.Dataset.Table} where ticket_id <> 'A';
        update {feed.Dataset.Table} set raw = raw || jsonb_build_object('status', 'old', 'normalized_status', 'old');
        update tickets.import_meta set metadata = jsonb_build_object('source_max_key', '{feed.Key(until)}') where dataset = '{feed.Dataset.Name}'
        """);
}
