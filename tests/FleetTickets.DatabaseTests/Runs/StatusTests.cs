using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Operating.Status;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>What the status says of files that need somebody.</summary>
public sealed class StatusTests(PostgresFixture postgres)
{
    private const string Time = "2026-06-15T07-00-00";

    [Fact]
    public async Task AFailedFileIsReportedUntilAMendedOneIsApplied()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.PutContent($"{Time}.csv", []);
        await feed.DrainAsync();
        Assert.Equal(1, (await ReadAsync(feed)).FailedFiles);
        feed.Put(Time, Csv.Ticket("A"));
        await feed.DrainAsync();

        Assert.Equal(0, (await ReadAsync(feed)).FailedFiles);
    }

    [Fact]
    public async Task AFailedUploadAfterAGoodOneIsReported()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A"));
        await feed.DrainAsync();
        feed.PutContent($"{Time}.csv", []);
        await feed.DrainAsync();

        Assert.Equal(1, (await ReadAsync(feed)).FailedFiles);
    }

    [Fact]
    public async Task WaitingAndLateFilesAreCountedAndNothingIsTouched()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A"));
        await feed.DrainAsync();
        feed.Put("2026-06-15T06-00-00", Csv.Ticket("B"));
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("C"));

        var status = await ReadAsync(feed);

        Assert.Equal((2, 1), (status.Waiting.Files, status.Waiting.Late));
        Assert.Equal(feed.Key(Time), status.Watermark);
        Assert.Equal(["A"], (await feed.StatusesAsync()).Keys);
    }

    [Fact]
    public async Task ALockIsReportedWithWhoHasItSinceWhen()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        await using var held = await RunLock.TakeAsync(feed.Database, feed.Dataset, TestContext.Current.CancellationToken);

        var holder = (await ReadAsync(feed)).HeldBy;

        Assert.True(holder is { Process: > 0, Since: not null });
    }

    [Fact]
    public async Task TodaysCallsOfTheGeocoderAreReported()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        await feed.ExecuteAsync(
            """
            insert into tickets.geocode_budget (provider, day, used, cap)
            select 'locationiq', (now() at time zone 'UTC')::date - days, 120, 4500 from generate_series(0, 1) days
            """);

        var budget = Assert.Single((await ReadAsync(feed)).GeocoderBudgets!);

        Assert.Equal(("locationiq", 120, 4500), (budget.Provider, budget.Used, budget.Cap));
    }

    [Fact]
    public async Task LateFilesRejectsAndUnreadableTimestampsAreCounted()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A", others: [("closed_at", "never"), ("scheduled_at", "2026-06-15")]), Csv.BadRecord);
        await feed.DrainAsync();
        feed.Put("2026-06-15T06-00-00", Csv.Ticket("B"));
        await feed.DrainAsync();

        var status = await ReadAsync(feed);

        Assert.Equal((1L, 1L, 0.5), (status.LateFiles, status.RejectsLast7Days, status.UnreadableTimestamps));
        Assert.NotNull(status.HoursSinceLastDrain);
    }

    [Fact]
    public async Task AnOlderSchemaIsToldAndAnsweredFromAsFarAsItGoes()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A"));
        await feed.DrainAsync();
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("B"));
        await feed.ExecuteAsync("drop table tickets.import_files, tickets.import_runs, tickets.import_rejects, tickets.geocode_budget cascade");

        var status = await feed.StatusAsync(null, "21_bookkeeping.sql");

        Assert.Contains("pending_migrations", status.Alarms.Select(alarm => alarm.Code));
        Assert.Equal((feed.Key(Time), 1, 1L), (status.Watermark, status.Waiting.Files, status.Tickets?.Total));
        Assert.True(status is { FailedFiles: null, RejectsLast7Days: null, LastRuns: null, GeocoderBudgets: null });
    }

    [Fact]
    public async Task BeforeTheFirstMigrationTheBucketIsAnsweredFrom()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A"));
        await feed.ExecuteAsync("drop schema tickets cascade");

        var status = await feed.StatusAsync(null, "01_tickets_schema.sql");

        Assert.Equal((null, 1, null), (status.Watermark, status.Waiting.Files, status.Tickets));
        Assert.True(status.NeedsAttention);
    }

    private static Task<StatusReport> ReadAsync(TestFeed feed) => feed.StatusAsync();
}
