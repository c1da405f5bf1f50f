using Dapper;
using DbUp.Engine;
using FleetTickets.Engine.Transactions;
using FleetTickets.Schema.Migrations;
using FleetTickets.Schema.TakeOver;
using Npgsql;

namespace FleetTickets.Schema;

/// <summary>Brings a database to the given migrations, each in a transaction of its own, one migrator at a time.</summary>
public sealed class Migrator(NpgsqlDataSource database, IReadOnlyList<Migration> migrations)
{
    private const string PostgisIsThere = "select exists (select from pg_available_extensions where name = 'postgis')";

    /// <summary>How long to wait for another migrator to finish.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a script waits for a table; all who want to read it wait too.</summary>
    public TimeSpan TablePatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What <see cref="ApplyAsync"/> would do; changes nothing, and works on a database without our schemas.</summary>
    public async Task<MigrationPlan> PlanAsync(CancellationToken cancellation)
    {
        var ledger = await database.InTransactionAsync(connection => MigrationLedger.ReadAsync(connection, cancellation), cancellation);
        if (!await database.InTransactionAsync(connection => MigrationLedger.IsOfAnotherAsync(connection, migrations, ledger, cancellation), cancellation))
            return MigrationPlan.For(migrations, ledger);
        return MigrationPlan.For(
            migrations, await database.InTransactionAsync(connection => new Inspection(connection, migrations).ReadAsync(cancellation), cancellation));
    }

    /// <returns>What was done: the pending migrations are applied.</returns>
    /// <exception cref="MigrationException">A script failed, or another migrator did not finish in time.</exception>
    /// <exception cref="TakeOverException">Another program has made what is there, and something of it stands in the way.</exception>
    public Task<MigrationPlan> ApplyAsync(CancellationToken cancellation) => RunAsync(toldOf: null, cancellation);

    /// <summary>Does all that <see cref="ApplyAsync"/> does, with the same locks, in one transaction that is rolled back.</summary>
    /// <param name="toldOf">Called after each step.</param>
    /// <returns>What would be done.</returns>
    /// <exception cref="MigrationException">A script failed, or another migrator did not finish in time.</exception>
    /// <exception cref="TakeOverException">Another program has made what is there, and something of it stands in the way.</exception>
    public Task<MigrationPlan> RehearseAsync(Action<RehearsedStep> toldOf, CancellationToken cancellation) => RunAsync(toldOf, cancellation);

    private async Task<MigrationPlan> RunAsync(Action<RehearsedStep>? toldOf, CancellationToken cancellation)
    {
        await using var guard = await MigratorLock.TakeAsync(database, LockTimeout, cancellation);
        var plan = await PlanAsync(cancellation);
        if (plan.TakeOver is { Obstacles: { Count: > 0 } obstacles })
            throw new TakeOverException(obstacles);
        if (plan.Pending.Count > 0)
            await RequirePostgisAsync(cancellation);
        var run = new ScriptRun(database, migrations, TablePatience, toldOf);
        var postgis = await database.InTransactionAsync(connection => PostgisNames.ReadAsync(connection, cancellation), cancellation);
        if (plan.TakeOver is { } takeOver)
            await run.UpgradeAsync([.. TakeOverScripts.Of(takeOver, migrations, postgis, TablePatience)], takesOver: true, cancellation);
        else
            await run.UpgradeAsync([.. await ScriptsAsync(plan.Pending, postgis, cancellation)], takesOver: false, cancellation);
        return plan;
    }

    private async Task<IEnumerable<SqlScript>> ScriptsAsync(IReadOnlyList<Migration> pending, PostgisNames postgis, CancellationToken cancellation)
    {
        var taken = await database.InTransactionAsync(
            connection => OtherNames.ReadAsync(connection, new OwnNames(migrations), cancellation), cancellation);
        return pending.Select(migration => new SqlScript(migration.FileName, postgis.In(taken.In(migration.Sql))));
    }

    private async Task RequirePostgisAsync(CancellationToken cancellation)
    {
        await using var transaction = await DatabaseTransaction.BeginAsync(database, cancellation);
        var connection = transaction.Connection;
        if (!await connection.ExecuteScalarAsync<bool>(PostgisIsThere, new { cancellation }))
            throw new MigrationException(
                $"the database's server has no PostGIS; install it there (Debian: postgresql-{connection.PostgreSqlVersion.Major}-postgis-3) "
                + "and run migrate again. Nothing was changed");
    }
}
