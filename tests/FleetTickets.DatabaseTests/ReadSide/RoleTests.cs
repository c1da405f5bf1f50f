using Dapper;
using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.DatabaseTests.ReadSide;

public sealed class RoleTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("select reporting.fn_tickets_for_map(false)")]
    [InlineData("select reporting.fn_inc_dashboard()")]
    [InlineData("select reporting.fn_crq_dashboard()")]
    [InlineData("select reporting.fn_ticket_trends('inc', '2026-03-01', '2026-03-02')")]
    [InlineData("select reporting.fn_team_attribution('crq', '2026-03-01', '2026-03-02')")]
    [InlineData("select reporting.fn_nearest_open(36.8, -1.28)")]
    [InlineData("select reporting.tickets_mvt(0, 0, 0)")]
    [InlineData("select * from tickets.inc")]
    [InlineData("select * from tickets.crq")]
    [InlineData("select * from tickets.inc_open_sla")]
    [InlineData("select * from tickets.crq_open_sla")]
    [InlineData("select * from tickets.closure_events")]
    [InlineData("select * from tickets.inc_daily_snapshot")]
    [InlineData("select * from tickets.crq_daily_snapshot")]
    [InlineData("select * from tickets.import_meta")]
    [InlineData("select * from tickets.sla_policy")]
    [InlineData("select * from reporting.tickets")]
    public async Task AReaderMayReadEverythingThatConsumersRead(string query)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        // Not with empty tables: what is called for each row needs its rights too.
        await Golden.LoadAsync(connection);
        await connection.ExecuteAsync("select tickets.capture_history_for('inc'), tickets.capture_history_for('crq'); set local role fleettickets_read");

        await connection.ExecuteAsync(query);
    }

    [Theory]
    [InlineData("select tickets.capture_history()")]
    [InlineData("select tickets.resolve_ticket_geoms()")]
    [InlineData("select from tickets.import_rejects")]
    [InlineData("create table tickets.extra ()")]
    [InlineData("create function reporting.extra() returns integer language sql return 1")]
    public async Task AReaderIsRefusedWhatIsNotForReaders(string statement)
    {
        await using var connection = await AsAsync("fleettickets_read");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(statement));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Theory]
    [InlineData("fleettickets_read")]
    [InlineData("fleettickets_ingest")]
    public async Task ATriggerFunctionOfOursIsForTheTablesOfOursOnly(string role)
    {
        await using var connection = await AsAsync(role);
        await connection.ExecuteAsync("create temporary table inc (like tickets.inc)");
        var functions = (await connection.QueryAsync<string>(
            "select oid::regprocedure::text from pg_proc where prorettype = 'trigger'::regtype and pronamespace in ('tickets'::regnamespace, 'reporting'::regnamespace)")).ToList();

        Assert.NotEmpty(functions);
        foreach (var function in functions)
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(
                () => connection.ExecuteAsync($"create trigger theirs before insert on pg_temp.inc for each row execute function {function}"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task TheNoteOfAWriteIsOfOurTablesAlsoWhenTheOwnerPutsItElsewhere()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync(
            "create temporary table inc (id int); create trigger theirs after insert on pg_temp.inc for each statement execute function tickets.tg_note_write()");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync("insert into pg_temp.inc values (1)"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task AReaderMayWriteNothing() => Assert.Empty(await WritableAsync("fleettickets_read"));

    [Fact]
    public async Task ALoaderMayWriteWhatALoadWritesAndNothingElse() =>
        Assert.Equal(
            [
                "closure_events INSERT", "crq INSERT", "crq UPDATE", "crq_daily_snapshot INSERT", "crq_daily_snapshot UPDATE", "geo_clusters INSERT",
                "geo_clusters UPDATE", "geo_locations INSERT", "geo_locations UPDATE", "geocode_budget INSERT", "geocode_budget UPDATE",
                "import_files INSERT", "import_files UPDATE", "import_meta INSERT", "import_meta UPDATE", "import_rejects DELETE",
                "import_rejects INSERT", "import_runs INSERT", "import_runs UPDATE", "inc INSERT", "inc UPDATE", "inc_daily_snapshot INSERT",
                "inc_daily_snapshot UPDATE", "uncaptured_writes DELETE",
            ],
            await WritableAsync("fleettickets_ingest"));

    [Theory]
    [InlineData("inc")]
    [InlineData("crq")]
    public async Task ALoaderMayWriteTicketsResolveThemAndCaptureTheirHistory(string type)
    {
        await using var connection = await AsAsync("fleettickets_ingest");

        await connection.ExecuteAsync(
            $$"""
            begin;
            insert into tickets.{{type}} (ticket_id, raw) values ('T', '{"is_actionable": "false", "closed_at": "2026-03-31 10:00:00"}');
            update tickets.{{type}} set raw = raw || '{"mttr": "1"}';
            insert into tickets.geo_clusters (cluster, latitude, longitude) values ('West', -1, 36);
            select tickets.resolve_geoms_of('{{type}}', '-infinity');
            select tickets.capture_history_for('{{type}}');
            rollback
            """);
    }

    private async Task<NpgsqlConnection> AsAsync(string role)
    {
        var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync($"set role {role}");
        return connection;
    }

    private async Task<IEnumerable<string>> WritableAsync(string role)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        return await connection.QueryAsync<string>(
            """
            select relname || ' ' || privilege
            from pg_class
            cross join unnest(array['DELETE', 'INSERT', 'TRUNCATE', 'UPDATE']) privilege
            where relnamespace in ('tickets'::regnamespace, 'reporting'::regnamespace) and relkind in ('r', 'v')
              and has_table_privilege(@role, pg_class.oid, privilege)
            order by relname collate "C", privilege
            """, new { role });
    }
}
