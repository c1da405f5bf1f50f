using System.Text.RegularExpressions;
using Dapper;
using FleetTickets.DatabaseTests.Feed;
using FleetTickets.DatabaseTests.TakeOver;
using FleetTickets.Schema;
using FleetTickets.Schema.Migrations;
using FleetTickets.TestServers;
using Npgsql;

namespace FleetTickets.DatabaseTests.Schema;

/// <summary>
/// A role that may only create in public plants functions and operators that fit mixed types better than PostgreSQL's own. Nothing of ours
/// calls one of them: not what migrates, nor what loads, nor what is read, whoever reads.
/// </summary>
public sealed partial class PlantedNamesTests(PostgresFixture postgres)
{
    private static readonly string[] _read =
    [
        "reporting.fn_tickets_for_map(false)", "reporting.fn_inc_dashboard()", "reporting.fn_crq_dashboard(null, null, 'this_week')",
        "reporting.fn_inc_dashboard('West', 'Assigned', 'custom', '2026-06-01', '2026-06-30')",
        "reporting.fn_ticket_trends('inc', '2026-06-01', '2026-06-30')", "reporting.fn_team_attribution('inc', '2026-06-01', '2026-06-30')",
        "reporting.fn_nearest_open(36.8, -1.28)", "reporting.tickets_mvt(0, 0, 0)", "reporting.tickets_mvt(14, 9865, 8250)", "reporting.map_geojson(false)",
        "reporting.map_geojson(p_changed_since => '2026-06-01')", "reporting.map_version()", "reporting.inc_dashboard_geojson()", "reporting.crq_dashboard_geojson()",
        "reporting.fn_points()", "reporting.points_geojson()", "tickets.clean_location('NW FDT12 Old Name 3A')",
        "tickets.plain_decimal('1.5')", "tickets.mttr_minutes('1234567.5')", "tickets.eat_ts('2026-06-15T10:00:00.5+03:30')", "tickets.visible_id(' a ')",
        "tickets.locate('{\"latitude\": \"-1.5\", \"longitude\": \"36.5\"}')",
    ];

    private static readonly string[] _selected =
    [
        "tickets.inc_open_sla", "tickets.crq_open_sla", "reporting.tickets", "reporting.map_tickets", "reporting.map_open_tickets", "tickets.closure_events", "tickets.inc_daily_snapshot", "tickets.sla_policy",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoneIsCalledByMigratingLoadingAndReading()
    {
        var database = await postgres.Server.CreateDatabaseAsync(cancellation: Cancellation);
        await using var feed = TestFeed.Over(database, "inc");
        await feed.ExecuteAsync("create extension postgis");
        await PlantAsync(database);

        await MigrateAsync(database);
        await LoadAsync(feed);
        await ReadAsync(database);
        // Again over rows, as after an upgrade.
        await feed.ExecuteAsync("delete from tickets.schema_migrations where filename > '45'");
        await MigrateAsync(database);
        await ReadAsync(database);

        await NothingBuildsOnThemAsync(database);
        Assert.False(await WereCalledAsync(database));
        // Otherwise the test could not fail.
        await Assert.ThrowsAsync<PostgresException>(() => feed.ExecuteAsync("select 1.5 >= 1"));
        Assert.True(await WereCalledAsync(database));
    }

    [Fact]
    public async Task NoneIsCalledByATakeOver()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10");
        await PlantAsync(other.Database);

        await other.Migrator.PlanAsync(Cancellation);
        await other.Migrator.ApplyAsync(Cancellation);
        await ReadAsync(other.Database, except: "reporting.fn_");

        await NothingBuildsOnThemAsync(other.Database);
        Assert.False(await WereCalledAsync(other.Database));
    }

    [Fact]
    public async Task EveryFunctionSaysWhereItLooksNamesUp()
    {
        await using var database = await postgres.Server.CreateDatabaseAsync(postgres.MigratedTemplate, cancellation: Cancellation);
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);

        // A body that is bound when it is made looks nothing up later. selected_tickets is expanded into functions that pin; the others spell every
        // name out.
        Assert.Equal(["crq_dashboard_geojson", "eat_ts", "inc_dashboard_geojson", "map_geojson", "map_version", "mttr_minutes", "plain_decimal", "selected_tickets"], await connection.QueryAsync<string>(
            """
            select proname::text
            from pg_proc
            where pronamespace in ('tickets'::regnamespace, 'reporting'::regnamespace) and prosqlbody is null
              and not coalesce('search_path=pg_catalog, pg_temp' = any (proconfig), false)
            order by 1
            """));
    }

    private static async Task MigrateAsync(TestDatabase database) => await new Migrator(database.DataSource, Migration.All).ApplyAsync(Cancellation);

    /// <summary>As a role with no other right than to create in public.</summary>
    private static async Task PlantAsync(TestDatabase database)
    {
        var names = Directory.EnumerateFiles(Path.Combine(Repository.Root, "migrations"), "*.sql")
            .Concat(Directory.EnumerateFiles(Repository.Sources, "*.cs", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.Sources, "*.sql", SearchOption.AllDirectories))
            .SelectMany(file => Called().Matches(File.ReadAllText(file)).Select(called => called.Groups["name"].Value))
            .Distinct();
        var plant = (await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Schema", "planted.sql"), Cancellation))
            .Replace("$names$", $"'{{{string.Join(',', names)}}}'::name[]", StringComparison.Ordinal);
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync("grant create on schema public to fleettickets_read; set role fleettickets_read");
        await connection.ExecuteAsync(plant, commandTimeout: 120);
        await connection.ExecuteAsync("reset role");
    }

    private static async Task LoadAsync(TestFeed feed)
    {
        await feed.ExecuteAsync(
            """
            insert into tickets.geo_clusters (cluster, latitude, longitude) values ('West', -1, 36);
            insert into tickets.geo_locations (location_key, cluster, location_name, latitude, longitude) values ('old name', 'West', 'Old Name', -1.1, 36.1)
            """);
        feed.Put("2026-06-15T07-00-00",
            Csv.Ticket("A", others: [("cluster", "West"), ("location_name", "NW FDT12 Old Name"), ("created_at_service", "2026-06-15 06:00:00"), ("mttr", "1.5")]),
            Csv.Ticket("B", others: [("latitude", "-1.2"), ("longitude", "36.8"), ("first_seen_at", "2026-06-15T06:00:00.5Z")]),
            Csv.Ticket("C", "Closed", ("is_actionable", "false"), ("closed_at", "2026-06-15 06:30:00"), ("mttr", "1234567.5"), ("sla_status", "Breached")),
            Csv.BadRecord);
        feed.PutContent("2026-06-15T08-00-00.csv", []);
        await feed.DrainAsync(maxRejectPercent: 50);
        feed.Put("2026-06-15T09-00-00", Csv.Ticket("A", "Pending"));
        await feed.DrainAsync();
        await feed.SkipAsync(keys: "2026-06-15T08-00-00.csv");
        await feed.RetryAsync(keys: "2026-06-15T08-00-00.csv");
        Assert.Empty((await feed.VerifyAsync()).Differences);
        await feed.StatusAsync();
        await feed.ExecuteAsync(
            """
            insert into tickets.name_rules (kind, words, replacement) values ('alias', 'OLD NAME', 'NEW NAME');
            select tickets.rekey_locations(), tickets.resolve_ticket_geoms(), tickets.resolve_ticket_geoms('-infinity');
            select tickets.capture_history(), tickets.capture_history_for('crq')
            """);
        Assert.Equal(3, await feed.ScalarAsync<long>("select count(*) from tickets.inc"));
    }

    /// <param name="except">How the names begin that are of another program here.</param>
    private static async Task ReadAsync(TestDatabase database, string? except = null)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        foreach (var role in new[] { "none", "fleettickets_read" })
        {
            await connection.ExecuteAsync($"set role {role}");
            foreach (var call in _read.Where(call => except is null || !call.StartsWith(except, StringComparison.Ordinal)))
                await connection.ExecuteAsync($"select {call}");
            foreach (var relation in _selected)
                await connection.ExecuteAsync($"select * from {relation}");
        }
        await connection.ExecuteAsync("reset role");
    }

    /// <summary>A view, an expression of a column or a body that is bound when it is made would call it later.</summary>
    private static async Task NothingBuildsOnThemAsync(TestDatabase database)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        Assert.Empty(await connection.QueryAsync<string>(
            """
            set search_path = pg_catalog;
            with planted (class, object) as materialized (
              select 'pg_proc'::regclass, oid from pg_proc where prosrc like '%planted_calls%'
              union all
              select 'pg_operator'::regclass, o.oid from pg_operator o join pg_proc p on p.oid = o.oprcode where p.prosrc like '%planted_calls%'
            )
            select pg_describe_object(d.classid, d.objid, d.objsubid)
            from pg_depend d
            join planted on d.refclassid = planted.class and d.refobjid = planted.object
            where d.classid <> 'pg_operator'::regclass
            """));
    }

    private static async Task<bool> WereCalledAsync(TestDatabase database)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        return await connection.ExecuteScalarAsync<bool>("select is_called from public.planted_calls");
    }

    [GeneratedRegex(@"\b(?<name>[a-z][a-z0-9_]*)\(")]
    private static partial Regex Called();
}
