using Dapper;

namespace FleetTickets.DatabaseTests.ReadSide;

/// <summary>What desktop maps and tile servers need of a view or function.</summary>
public sealed class ReaderClientTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private const string Tickets =
        """
        insert into tickets.geo_clusters (cluster, latitude, longitude) values ('West', -1.5, 36.5);
        insert into tickets.inc (ticket_id, raw)
        select 'T' || n, '{"is_actionable": "true", "cluster": "West", "location_name": "KAREN", "first_seen_at": "2026-06-15 10:00:00"}' from generate_series(1, 3) n;
        insert into tickets.crq (ticket_id, raw) select ticket_id, raw from tickets.inc
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheFirstColumnOfEveryViewTellsItsRowsApart()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await connection.ExecuteAsync($"{Tickets}; set local role fleettickets_read");
        var views = (await connection.QueryAsync<(string View, string Key)>(
            """
            select format('%s.%I', relnamespace::regnamespace, relname), quote_ident(attname)
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attnum = 1
            where relkind = 'v' and relnamespace in ('tickets'::regnamespace, 'reporting'::regnamespace) and has_table_privilege(c.oid, 'select')
            """)).ToList();

        Assert.Contains(views, view => view.View == "reporting.tickets");
        foreach (var (view, key) in views)
        {
            Assert.Equal(
                (view, 0L),
                (view, await connection.ExecuteScalarAsync<long>($"select count(*) - count(distinct {key}) from {view}")));
        }
    }

    [Theory]
    [InlineData("reporting.map_tickets", 6)]
    [InlineData("reporting.map_open_tickets", 6)]
    public async Task AViewForMapsHasOneGeometry(string view, int rows)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await connection.ExecuteAsync(Tickets);

        Assert.Equal(
            ["geom geometry(Point,4326)"],
            await connection.QueryAsync<string>(
                "select attname || ' ' || format_type(atttypid, atttypmod) from pg_attribute where attrelid = @view::regclass and format_type(atttypid, null) in ('geometry', 'geography')",
                new { view }));
        Assert.Equal(rows, await connection.ExecuteScalarAsync<int>($"select count(*) from {view} where sla_state is not null"));
    }

    [Fact]
    public async Task TicketsOnOneSpotAreOnePoint()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await connection.ExecuteAsync(Tickets);

        Assert.Equal(
            ("West", 6, 6, 3, 3),
            await connection.QuerySingleAsync<(string, int, int, int, int)>("select cluster, tickets, open, inc, crq from reporting.fn_points()"));
        Assert.Equal(1, await connection.ExecuteScalarAsync<int>("select json_array_length(reporting.points_geojson() -> 'features')"));
        Assert.Equal(1, await connection.ExecuteScalarAsync<int>("select count(*) from reporting.fn_points(p_by => 'cluster')"));
    }

    /// <summary>Drivers deliver bigint and numeric as text to JavaScript.</summary>
    [Fact]
    public async Task EveryNumberOfAReadFunctionIsOneInJavaScript()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);

        Assert.Empty(await connection.QueryAsync<string>(
            """
            select proname || ' ' || name
            from pg_proc
            cross join lateral unnest(proargnames, proallargtypes, proargmodes) argument (name, type, mode)
            where pronamespace = 'reporting'::regnamespace and proname like 'fn\_%' and mode = 't' and type in ('bigint'::regtype, 'numeric'::regtype)
            """));
    }

    /// <summary>A prepared call binds every argument.</summary>
    [Theory]
    [InlineData("fn_nearest_open(36.5, -1.5, null, null, null)", 6)]
    [InlineData("fn_points(null, null, null, null, null, null, null, null, null, null)", 1)]
    [InlineData("fn_ticket_trends('inc', '2026-06-15', '2026-06-15', null, null)", 1)]
    [InlineData("json_array_elements(reporting.map_geojson(null, null, null, null, null, null, null, null, null, null, null) -> 'features')", 6)]
    [InlineData("jsonb_array_elements(reporting.fn_tickets_for_map(null) -> 'features')", 6)]
    public async Task NullMeansTheDefault(string call, int rows)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await connection.ExecuteAsync(Tickets);

        Assert.Equal(rows, await connection.ExecuteScalarAsync<int>($"select count(*) from {(call.StartsWith("fn_", StringComparison.Ordinal) ? "reporting." : "")}{call}"));
    }
}
