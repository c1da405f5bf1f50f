using Dapper;
using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>A run ends with the history: closures that it brought, and today's snapshot.</summary>
public sealed class HistoryRunTests(PostgresFixture postgres)
{
    private const string Broken = "create or replace function tickets.capture_history_for(p_dataset text) returns void language plpgsql as $$ begin raise 'broken'; end $$";

    private static readonly (string, string)[] Closed = [("is_actionable", "false"), ("closed_at", "2026-06-15 06:00:00")];

    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AClosureThatARunBringsIsLogged(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A"));
        await feed.DrainAsync();
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("A", "Closed", Closed));

        await feed.DrainAsync();

        Assert.Equal([("A", false)], await EventsAsync(feed));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ARunWithNothingNewWritesTodaysSnapshot(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);

        await feed.DrainAsync();

        Assert.Equal(0, await feed.ScalarAsync<int>($"select open_total from tickets.{dataset}_daily_snapshot where snapshot_date = tickets.eat_day(now())"));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ALocalLoadIsCapturedToo(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);

        await feed.LoadLocalAsync("2026-06-15T07-00-00.csv", [Csv.Ticket("A", "Closed", Closed)]);

        Assert.Equal([("A", true)], await EventsAsync(feed));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ADryRunCapturesNothing(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A", "Closed", Closed));

        await feed.DrainAsync(dryRun: true);

        Assert.Equal(0, await feed.ScalarAsync<long>($"select count(*) from tickets.{dataset}_daily_snapshot"));
        Assert.Empty(await EventsAsync(feed));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AHistoryThatCannotBeWrittenUndoesNoLoad(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        await feed.ExecuteAsync(Broken);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A", "Closed", Closed));

        var report = await feed.DrainAsync();

        Assert.Equal(["A"], (await feed.StatusesAsync()).Keys);
        Assert.Equal(new RunEnd(Outcome.Attention, "the database refused: broken (SQLSTATE P0001)"), RunEnd.From(report));
        Assert.Equal(
            ("attention", "the database refused: broken (SQLSTATE P0001)"),
            await feed.ScalarAsync<(string, string)>("select outcome, error from tickets.import_runs"));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AWriterThatIsInFlightDuringACaptureIsSeenByTheNext(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        await using var writer = await feed.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await writer.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await writer.ExecuteAsync(
            $$"""insert into {{feed.Dataset.Table}} (ticket_id, raw) values ('A', '{"is_actionable": "false", "closed_at": "2026-06-15 06:00:00"}')""");
        await feed.DrainAsync();

        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await feed.DrainAsync();

        Assert.Equal([("A", false)], await EventsAsync(feed));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AnotherWriterNeedsNoColumnBesideRawToBeCaptured(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A"));
        await feed.DrainAsync();
        await feed.ExecuteAsync(
            $$"""update {{feed.Dataset.Table}} set raw = raw || '{"is_actionable": "false", "closed_at": "2026-06-15 06:00:00"}'""");

        await feed.DrainAsync();

        Assert.Equal([("A", false)], await EventsAsync(feed));
    }

    private static Task<List<(string, bool)>> EventsAsync(TestFeed feed) =>
        feed.QueryAsync<(string, bool)>("select ticket_id, backfilled from tickets.closure_events where dataset = @Name", feed.Dataset);
}
