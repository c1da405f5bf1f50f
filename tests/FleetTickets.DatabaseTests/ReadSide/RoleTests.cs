using Dapper;
using FleetTickets.Engine.Results;
using FleetTickets.Schema.Migrations;
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
    [InlineData("select * from tickets.import_runs")]
    [InlineData("select * from tickets.import_files")]
    [InlineData("select * from tickets.geocode_budget")]
    [InlineData("select * from tickets.schema_migrations")]
    [InlineData("select key, line, reason from tickets.import_rejects")]
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
    [InlineData("select text from tickets.import_rejects")]
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
    public async Task AReaderWritesNothingThroughAnyFunction()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        var calls = (await connection.QueryAsync<(string Function, string Call)>(
            """
            select p.oid::regprocedure::text, format('%s.%I(%s)', p.pronamespace::regnamespace, p.proname, (
              select string_agg(case type
                  when 'text'::regtype then '''inc''' when 'timestamptz'::regtype then 'now()' when 'date'::regtype then '''2026-03-01''::date'
                  when 'boolean'::regtype then 'true' when 'jsonb'::regtype then '''{}''::jsonb' when 'json'::regtype then '''{}''::json'
                  when 'tickets.geo_locations'::regtype then 'null::tickets.geo_locations' else '1::' || type::regtype
                end, ', ' order by place)
              from unnest(p.proargtypes::oid[]) with ordinality argument (type, place)))
            from pg_proc p
            where p.pronamespace in ('tickets'::regnamespace, 'reporting'::regnamespace) and p.prorettype <> 'trigger'::regtype
            order by 1
            """)).ToList();
        var refused = new List<string>();
        var wrote = new List<string>();
        foreach (var (function, call) in calls)
        {
            await connection.ExecuteAsync("begin; set local role fleettickets_read");
            try
            {
                await connection.ExecuteAsync($"select {call}");
                if (await connection.ExecuteScalarAsync<bool>("select pg_current_xact_id_if_assigned() is not null"))
                    wrote.Add(function);
            }
            catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InsufficientPrivilege)
            {
                refused.Add(error.MessageText.StartsWith("permission denied for function", StringComparison.Ordinal) ? function : $"{function}: {error.MessageText}");
            }
            catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InvalidParameterValue or PostgresErrorCodes.InvalidTextRepresentation)
            {
                // A function of readers that does not know the value.
            }
            await connection.ExecuteAsync("rollback");
        }

        Assert.Empty(wrote);
        Assert.Equal(
            [
                "tickets.capture_history()", "tickets.capture_history_at(text,timestamp with time zone)", "tickets.capture_history_for(text)",
                "tickets.compiled_rules()", "tickets.count_open(text,timestamp with time zone,timestamp with time zone,numeric,timestamp with time zone,boolean)",
                "tickets.name_rule_words(text)", "tickets.rekey_locations()",
                "tickets.resolve_geoms_of(text,timestamp with time zone)", "tickets.resolve_ticket_geoms()",
                "tickets.resolve_ticket_geoms(timestamp with time zone)", "tickets.worth_of(tickets.geo_locations)",
            ],
            refused.Where(function => !function.StartsWith("tickets.locate(", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ALoaderOfAnotherNameKeepsWhatALoaderCalls()
    {
        await using var server = await database.DataSource.OpenConnectionAsync(Cancellation);
        var migration = Migration.All.Single(known => known.FileName.StartsWith("45", StringComparison.Ordinal)).Sql;
        await server.ExecuteAsync(
            $"begin; create role fleettickets_test_other; grant insert on tickets.inc to fleettickets_test_other; {migration}");

        Assert.True(await server.ExecuteScalarAsync<bool>(
            "select has_function_privilege('fleettickets_test_other', 'tickets.capture_history_for(text)', 'execute')"));
        await server.ExecuteAsync("rollback");
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
