using Dapper;
using FleetTickets.Engine.Results;
using FleetTickets.Schema;
using FleetTickets.Schema.Migrations;
using FleetTickets.TestServers;

namespace FleetTickets.DatabaseTests.Schema;

public sealed class MigratorTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Migration First = new("01_first.sql", "create schema if not exists tickets;\ncreate table tickets.a (id int);\n");

    private TestDatabase? _database;

    private TestDatabase Database => _database!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await postgres.Server.CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }

    [Fact]
    public async Task AnEmptyDatabaseGetsEveryMigrationAndThenNothingIsPending()
    {
        var migrator = new Migrator(Database.DataSource, Migration.All);

        var first = await migrator.ApplyAsync(Cancellation);
        var again = await migrator.ApplyAsync(Cancellation);

        Assert.Equal(Migration.All, first.Pending);
        Assert.Empty(again.Pending);
        Assert.Empty(again.Changed);
        await using var connection = await Database.DataSource.OpenConnectionAsync(Cancellation);
        Assert.Empty((await SchemaCheck.ReadAsync(connection, Cancellation)).Missing);
    }

    [Fact]
    public void TheMigrationsAreTheFilesOfTheContract() =>
        Assert.Equal(
            [
                "01_tickets_schema.sql", "02_import_meta.sql", "03_inc_columns.sql", "04_inc_latlng.sql", "05_inc_geography.sql",
                "06_inc_mttr_minutes.sql", "07_inc_drop_service_type.sql", "08_inc_open_sla_view.sql", "09_inc_dashboard_fn.sql",
                "10_inc_history_capture.sql", "15_crq_table.sql", "17_drop_unused_geo_indexes.sql", "18_geom_precise_location.sql",
                "21_bookkeeping.sql", "22_gazetteers.sql", "23_crq_read_side.sql", "24_trends.sql", "25_nearest_and_tiles.sql",
                "26_roles.sql", "27_name_rules.sql", "28_geocoding.sql", "30_cheaper_columns.sql", "31_capture_what_was_written.sql",
                "33_run_findings.sql", "34_content_hash.sql", "36_odd_values.sql", "37_places_by_key.sql", "39_earlier_outcome.sql",
                "40_bounded_names.sql",
                "42_refused_points.sql", "43_triggers_of_ours_only.sql", "44_names_of_ours_only.sql", "45_functions_for_loaders_only.sql",
                "46_no_jit.sql", "47_views_for_clients.sql", "48_map_as_text.sql", "49_tiles_and_points.sql", "50_nearest.sql", "51_open_counts.sql",
                "54_bookkeeping_for_readers.sql",
            ],
            Migration.All.Select(migration => migration.FileName));

    [Fact]
    public async Task APlanListsWhatIsPendingAndChangesNothing()
    {
        var plan = await new Migrator(Database.DataSource, Migration.All).PlanAsync(Cancellation);

        Assert.Equal(Migration.All, plan.Pending);
        await using var connection = await Database.DataSource.OpenConnectionAsync(Cancellation);
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>(
            "select count(*) from pg_namespace where nspname in ('tickets', 'reporting')"));
        Assert.Equal(Migration.All.Select(migration => migration.FileName), (await SchemaCheck.ReadAsync(connection, Cancellation)).Missing);
    }

    [Fact]
    public async Task OfTwoMigratorsAtOnceOneWaitsAndFindsNothingToDo()
    {
        var plans = await Task.WhenAll(
            new Migrator(Database.DataSource, Migration.All).ApplyAsync(Cancellation),
            new Migrator(Database.DataSource, Migration.All).ApplyAsync(Cancellation));

        Assert.Equal([0, Migration.All.Count], plans.Select(plan => plan.Pending.Count).Order());
    }

    [Fact]
    public async Task AMigratorThatWaitedTooLongSaysThatAnotherOneIsAtWork()
    {
        await using var other = await MigratorLock.TakeAsync(Database.DataSource, TimeSpan.FromSeconds(60), Cancellation);

        var error = await Assert.ThrowsAsync<MigrationException>(
            () => new Migrator(Database.DataSource, [First]) { LockTimeout = TimeSpan.FromMilliseconds(100) }.ApplyAsync(Cancellation));

        Assert.Matches(
            @"^another migrator has held this database for more than 0[.]1 s: process \d+ \(user \S+, application .+, since [-0-9]+ [:0-9]+ EAT\); "
            + "nothing was changed[.] Run migrate again when it is done[.]$", error.Message);
    }

    [Fact]
    public async Task AFailedScriptLeavesNothingBehindAndTheErrorNamesTheStatement()
    {
        var broken = new Migration("02_broken.sql",
            """
            create table tickets.b (id int);

            -- of which there is none
            alter table tickets.c
              add column d int;
            """);
        var never = new Migration("03_never.sql", "create table tickets.e (id int)");

        var error = await Assert.ThrowsAsync<MigrationException>(
            () => new Migrator(Database.DataSource, [First, broken, never]).ApplyAsync(Cancellation));

        Assert.Equal(
            "migrations/02_broken.sql, line 4: relation \"tickets.c\" does not exist (42P01). "
            + "The statement begins: alter table tickets.c add column d int. "
            + "Nothing of this script was applied, the ones before it stay. Remove the cause and run migrate again",
            error.Message);
        await using var connection = await Database.DataSource.OpenConnectionAsync(Cancellation);
        Assert.Equal(["a", "schema_migrations"], await connection.QueryAsync<string>(
            "select tablename from pg_tables where schemaname = 'tickets' order by 1"));
        Assert.Equal([First.FileName], await connection.QueryAsync<string>("select filename from tickets.schema_migrations"));
    }

    [Fact]
    public async Task AnAppliedFileThatWasEditedIsToldAndNotAppliedAgain()
    {
        await new Migrator(Database.DataSource, [First]).ApplyAsync(Cancellation);
        var edited = First with { Sql = First.Sql + "-- edited" };

        var plan = await new Migrator(Database.DataSource, [edited]).ApplyAsync(Cancellation);

        Assert.Equal([edited], plan.Changed);
        Assert.Empty(plan.Pending);
    }

    [Fact]
    public async Task OtherLineEndsAreNoEdit()
    {
        await new Migrator(Database.DataSource, [First]).ApplyAsync(Cancellation);

        var plan = await new Migrator(Database.DataSource, [First with { Sql = First.Sql.ReplaceLineEndings("\r\n") }]).PlanAsync(Cancellation);

        Assert.Empty(plan.Changed);
    }

    [Fact]
    public async Task LedgerRowsThatThisProgramDoesNotKnowAreLeftAlone()
    {
        await new Migrator(Database.DataSource, [First]).ApplyAsync(Cancellation);
        await using var connection = await Database.DataSource.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync("insert into tickets.schema_migrations (filename) values ('12_of_another_tool.sql')");

        var plan = await new Migrator(Database.DataSource, [First]).ApplyAsync(Cancellation);

        Assert.Empty(plan.Pending);
        Assert.Empty(plan.Changed);
        Assert.Equal(2, await connection.ExecuteScalarAsync<int>("select count(*) from tickets.schema_migrations"));
    }

    [Fact]
    public async Task PostgisMayLiveInAnySchema()
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync("create schema \"Geo stuff\"; create extension postgis schema \"Geo stuff\"");

        await new Migrator(Database.DataSource, Migration.All).ApplyAsync(Cancellation);

        await connection.ExecuteAsync(
            """insert into tickets.inc (ticket_id, raw) values ('A', '{"latitude": "-1.28", "longitude": "36.8"}')""");
        Assert.Equal(36.8, await connection.ExecuteScalarAsync<double>("select longitude from tickets.inc"));
    }
}
