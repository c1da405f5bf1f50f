using Dapper;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.ReadSide;

/// <summary>What consumers rely on: the queries of docs/database.md word for word, names that stay unambiguous, settings that cannot mislead.</summary>
public sealed class ContractTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SELECT reporting.fn_tickets_for_map();")]
    [InlineData("SELECT reporting.fn_tickets_for_map(p_open_only := false);")]
    [InlineData("SELECT sla_state, count(*) FROM tickets.inc_open_sla GROUP BY 1;")]
    [InlineData("SELECT cluster, count(*), round(avg(hours_open),1) AS avg_hrs FROM tickets.inc_open_sla GROUP BY 1 ORDER BY 2 DESC;")]
    [InlineData("SELECT (closed_at AT TIME ZONE 'Africa/Nairobi')::date AS d, count(*) FROM tickets.inc WHERE closed_at IS NOT NULL GROUP BY 1 ORDER BY 1 DESC;")]
    [InlineData("SELECT snapshot_date, open_total, open_breached, closed_today FROM tickets.inc_daily_snapshot ORDER BY snapshot_date DESC;")]
    [InlineData(
        """
        SELECT ticket_id, cluster, hours_open, round(ST_Distance(geog, ST_SetSRID(ST_MakePoint(36.8,-1.28),4326)::geography))::int AS metres
          FROM tickets.inc_open_sla ORDER BY geog <-> ST_SetSRID(ST_MakePoint(36.8,-1.28),4326)::geography LIMIT 10;
        """)]
    public async Task TheContractsQueriesRunUnchanged(string query)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await Golden.LoadAsync(connection);
        await connection.ExecuteAsync("select tickets.capture_history()");

        Assert.NotEmpty(await connection.QueryAsync(query));
    }

    [Fact]
    public async Task NoNameOfAReadFunctionMeansTwoFunctions()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);

        // The two forms of resolve_ticket_geoms are the contract's own, and the second has no default.
        Assert.Equal(["resolve_ticket_geoms"], await connection.QueryAsync<string>(
            """
            select proname from pg_proc where pronamespace in ('tickets'::regnamespace, 'reporting'::regnamespace)
            group by 1 having count(*) > 1
            """));
    }

    [Fact]
    public async Task WhatConsumersCallRunsWithTheCallersRightsAndAPinnedPath()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);

        var functions = await connection.QueryAsync<(string Name, bool IsDefiner, bool IsPinned)>(
            """
            select proname, prosecdef, coalesce(array_to_string(proconfig, ' ') like '%search_path=pg_catalog, pg_temp%', false)
            from pg_proc
            where pronamespace = 'reporting'::regnamespace and (proname like 'fn\_%' or proname = 'tickets_mvt')
            """);
        Assert.Equal(8, functions.Count());
        Assert.All(functions, function => Assert.Equal((function.Name, false, true), function));

        Assert.Empty(await connection.QueryAsync<string>(
            """
            select relname from pg_class
            where relnamespace in ('tickets'::regnamespace, 'reporting'::regnamespace) and relkind = 'v'
              and not coalesce(reloptions @> '{security_invoker=true}', false)
            """));
    }

    [Fact]
    public async Task BothViewsOfOpenTicketsAreTheSameButForTheType()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        const string definition = "select pg_get_viewdef(@view::regclass)";

        var inc = await connection.ExecuteScalarAsync<string>(definition, new { view = "tickets.inc_open_sla" });
        var crq = await connection.ExecuteScalarAsync<string>(definition, new { view = "tickets.crq_open_sla" });

        Assert.Equal(
            inc!.Replace("tickets.inc", "tickets.crq", StringComparison.Ordinal).Replace("'inc'", "'crq'", StringComparison.Ordinal), crq);
    }

    [Theory]
    [InlineData("tickets.inc_open_sla")]
    [InlineData("tickets.crq_open_sla")]
    public async Task TheClockStartsWithTheCreationElseWithTheFirstSight(string view)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await Golden.LoadAsync(connection);

        Assert.Equal(
            [("O03", "created_at_service", true), ("O04", "first_seen_at", true), ("O05", null, false)],
            await connection.QueryAsync<(string, string?, bool)>(
                $"select ticket_id, sla_clock_source, hours_open is not null from {view} where ticket_id in ('O03', 'O04', 'O05') order by 1"));
    }

    [Theory]
    [InlineData("tickets.inc", "inc")]
    [InlineData("tickets.crq", "crq")]
    public async Task AClockThatStartsInTheFutureTellsNothing(string table, string dataset)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await connection.ExecuteAsync(
            $$"""
            update tickets.sla_policy set hours = 48;
            insert into {{table}} (ticket_id, raw)
            select id, jsonb_build_object('is_actionable', 'true', 'created_at_service', to_char((now() + since::interval) at time zone interval '3 hours', 'YYYY-MM-DD HH24:MI:SS'))
            from (values ('ahead', '33 days'), ('just now', '-1 minute')) ticket (id, since)
            """);

        Assert.Equal(
            [("ahead", null, "unknown", false), ("just now", 0.02m, "ok", true)],
            await connection.QueryAsync<(string, decimal?, string, bool)>(
                $"select ticket_id, round(hours_open, 2), sla_state, sla_due_at is not null from {table}_open_sla order by 1"));
        Assert.Equal("unknown", await connection.ExecuteScalarAsync<string>(
            "select tickets.sla_state(now() + interval '1 microsecond', hours, now()) from tickets.sla_policy where dataset = @dataset", new { dataset }));
    }

    [Theory]
    [InlineData("Compliant", "compliant")]
    [InlineData("COMPLIANT ", "compliant")]
    [InlineData(" within SLA ", "compliant")]
    [InlineData("Within\u00a0SLA", "compliant")]
    [InlineData("in_sla", "compliant")]
    [InlineData("BREACHED", "breached")]
    [InlineData("b r e a c h e d", "breached")]
    [InlineData("SLA Breached", "breached")]
    [InlineData("Out of SLA", "breached")]
    [InlineData("Non-compliant", "breached")]
    [InlineData("", null)]
    [InlineData("breaching", null)]
    [InlineData("n/a", null)]
    public async Task TheSlaStatusIsReadWhateverItsCaseAndBlanks(string text, string? outcome)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);

        Assert.Equal(outcome, await connection.ExecuteScalarAsync<string?>("select tickets.sla_outcome(@text)", new { text }));
    }
}
