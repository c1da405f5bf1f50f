using Dapper;
using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Schema;
using Npgsql;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>With no more rights than fleettickets_ingest has, everything that a loader does works, and what it never does is refused.</summary>
public sealed class LeastPrivilegeTests(PostgresFixture postgres)
{
    private const string Role = "fleettickets_ingest";

    private static readonly (string, string)[] InTheWest = [("cluster", "West")];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Datasets => TestFeed.Datasets;

    public static TheoryData<string> Refused =>
    [
        "delete from tickets.inc",
        "delete from tickets.crq",
        "truncate tickets.inc",
        "drop table tickets.inc",
        "alter table tickets.crq add column extra text",
        "drop view tickets.inc_open_sla",
        "drop function tickets.resolve_ticket_geoms()",
        "create or replace function tickets.boolean_of(value text) returns boolean language sql return true",
        "alter table tickets.inc disable trigger all",
        "create table tickets.extra ()",
        "create table reporting.extra ()",
        "create table public.extra ()",
        "create schema extra",
        "drop schema reporting cascade",
        "create role extra",
        "delete from tickets.import_files",
        "delete from tickets.geo_locations",
        "update tickets.closure_events set backfilled = true",
        "update tickets.sla_policy set hours = 1",
        "insert into tickets.schema_migrations (filename) values ('99_extra.sql')",
        "select from neighbour.secrets",
    ];

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task NewLateAndUnreadableFilesAndRejectsAreDrained(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset, Role);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A", "x"), Csv.BadRecord);
        feed.Put("2026-06-15T09-00-00", Csv.Ticket("A", "z"));
        feed.PutContent("2026-06-15T10-00-00.csv", []);
        var first = await feed.DrainAsync();
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("A", "y"), Csv.Ticket("B", "y"));

        var second = await feed.DrainAsync();

        Assert.Equal((2, 1, 1L), (first.FilesApplied, first.FilesFailed, first.Rows.Rejected));
        Assert.Equal((1, 1), (second.FilesApplied, second.FilesLate));
        Assert.Equal(new() { ["A"] = "z", ["B"] = "y" }, await feed.StatusesAsync());
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AFailedFileIsReplacedByAMendedOne(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset, Role);
        // More bad records than a file may have: it is set aside, and they are kept.
        feed.Put("2026-06-15T07-00-00", [.. Enumerable.Repeat(Csv.BadRecord, 100), Csv.Ticket("A")]);
        var failed = await feed.DrainAsync();
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A"));

        var mended = await feed.DrainAsync();

        Assert.Equal((1, 1), (failed.FilesFailed, mended.FilesApplied));
        Assert.Equal(["A"], (await feed.StatusesAsync()).Keys);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task TicketsFollowTheGazetteerAndClosuresAreCaptured(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset, Role);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A", others: InTheWest));
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("B", "Closed", [("is_actionable", "false"), ("closed_at", "2026-06-15 06:00:00")]));
        var first = await feed.DrainAsync();
        await feed.ExecuteAsync("insert into tickets.geo_clusters (cluster, latitude, longitude) values ('West', 1, 11)");

        var second = await feed.DrainAsync();

        Assert.Equal((null, null), (first.HistoryFailure, second.HistoryFailure));
        Assert.Equal(1, second.GeomsMoved);
        Assert.Equal("B", await feed.ScalarAsync<string>("select ticket_id from tickets.closure_events"));
        Assert.Equal(1, await feed.ScalarAsync<int>($"select open_total from tickets.{dataset}_daily_snapshot"));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ADryRunALocalLoadAndAReseedWork(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset, Role);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A"));

        var rehearsed = await feed.DrainAsync(dryRun: true);
        var reseeded = await feed.DrainAsync(reseed: true);
        var local = await feed.LoadLocalAsync("export.csv", [Csv.Ticket("B")]);

        Assert.Equal((1, 1), (rehearsed.FilesApplied, reseeded.FilesApplied));
        Assert.Equal((1L, (string?)null), (local.Rows.Inserted, local.HistoryFailure));
        Assert.Equal(["A", "B"], (await feed.StatusesAsync()).Keys);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task TheStatusAndTheSchemaCheckAreRead(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset, Role);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A"), Csv.BadRecord);
        await feed.DrainAsync();
        await using var connection = await feed.RunsOn.OpenConnectionAsync(Cancellation);

        var status = await feed.StatusAsync();

        Assert.Equal((1L, 1L), (status.Tickets?.Total, status.RejectsLast7Days));
        Assert.Empty((await SchemaCheck.ReadAsync(connection, Cancellation)).Missing);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task FilesAreSkippedPutBackAndVerified(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset, Role);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A"));
        feed.PutContent("2026-06-15T08-00-00.csv", []);
        await feed.DrainAsync();

        await feed.SkipAsync(keys: "2026-06-15T08-00-00.csv");
        await feed.RetryAsync(keys: "2026-06-15T08-00-00.csv");
        await feed.SkipAsync(keys: "2026-06-15T08-00-00.csv");

        Assert.Empty((await feed.VerifyAsync()).Differences);
        Assert.Equal(2, (await feed.FilesAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task NothingElseIsAllowed(string statement)
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc", Role);
        await feed.ExecuteAsync("create schema neighbour; create table neighbour.secrets ()");
        await using var connection = await feed.RunsOn.OpenConnectionAsync(Cancellation);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(statement));

        Assert.Equal((statement, PostgresErrorCodes.InsufficientPrivilege), (statement, refused.SqlState));
    }
}
