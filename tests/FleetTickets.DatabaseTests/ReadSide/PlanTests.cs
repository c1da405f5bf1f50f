using System.Text.Json.Nodes;
using Dapper;
using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.DatabaseTests.ReadSide;

/// <summary>At the size of the live database the read side looks at what it asks for, by index, and not at the tables.</summary>
public sealed class PlanTests(FullSizeDatabase database) : IClassFixture<FullSizeDatabase>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly string[] Windows = ["today", "yesterday", "7d", "30d", "this_week", "this_month"];

    public static TheoryData<string> Types => new(TicketDatasets.All.Select(dataset => dataset.Name));

    public static TheoryData<string> Calls => new(
    [
        "select reporting.fn_tickets_for_map()",
        "select reporting.fn_nearest_open(36.8, -1.28)",
        "select reporting.tickets_mvt(0, 0, 0)",
        "select reporting.tickets_mvt(14, 9894, 8214, '{\"open_only\": \"false\"}')",
        "select reporting.map_geojson()",
        "select reporting.map_geojson(false, p_west => 36, p_south => -1, p_east => 36.1, p_north => -0.9)",
        "select reporting.map_geojson(false, p_changed_since => now() + interval '1 hour')",
        "select reporting.map_version()",
        "select reporting.fn_points()",
        "select count(*) from tickets.inc where st_dwithin(geog, tickets.point(36, -1)::geography, 1000)",
        .. TicketDatasets.All.SelectMany(dataset => CallsOf(dataset.Name)),
    ]);

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task NoTableOfTicketsIsReadFromEndToEnd(string call)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        // The first capture reads everything; it is the later ones that are asked about.
        await connection.ExecuteAsync("select tickets.capture_history_for('inc'), tickets.capture_history_for('crq')");

        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        // What a parallel worker scans is not counted here.
        await connection.ExecuteAsync("set local max_parallel_workers_per_gather = 0");
        var before = await ScansAsync(connection);
        await connection.ExecuteAsync(call);

        Assert.Equal(before, await ScansAsync(connection));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task TheNearestComeOutOfTheIndexInOrder(string type)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);

        var plan = JsonNode.Parse((await connection.ExecuteScalarAsync<string>(
            $"""
            explain (analyze, buffers, format json)
            SELECT ticket_id, cluster, hours_open, round(ST_Distance(geog, ST_SetSRID(ST_MakePoint(36.8,-1.28),4326)::geography))::int AS metres
              FROM tickets.{type}_open_sla ORDER BY geog <-> ST_SetSRID(ST_MakePoint(36.8,-1.28),4326)::geography LIMIT 10
            """))!)![0]!["Plan"]!["Plans"]![0]!;

        Assert.Equal(("Index Scan", $"{type}_geog_idx"), ((string?)plan["Node Type"], (string?)plan["Index Name"]));
        Assert.StartsWith("(geog <-> ", (string?)plan["Order By"], StringComparison.Ordinal);
    }

    private static IEnumerable<string> CallsOf(string type) =>
    [
        .. Windows.Select(window => $"select reporting.fn_{type}_dashboard(p_window => '{window}')"),
        $"select reporting.fn_ticket_trends('{type}', current_date - 29, current_date)",
        $"select reporting.fn_team_attribution('{type}', current_date - 29, current_date)",
        $"select sla_state, count(*) from tickets.{type}_open_sla group by 1",
        $"select tickets.capture_history_for('{type}')",
    ];

    /// <summary>Scans of whole ticket tables that this transaction has begun; a function's inner plans show in no EXPLAIN.</summary>
    private static Task<long> ScansAsync(NpgsqlConnection connection) =>
        connection.ExecuteScalarAsync<long>(
            "select pg_stat_get_xact_numscans('tickets.inc'::regclass) + pg_stat_get_xact_numscans('tickets.crq'::regclass)");
}
