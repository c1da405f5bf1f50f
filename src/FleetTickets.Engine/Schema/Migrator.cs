using System.Runtime.ExceptionServices;
using Dapper;
using DbUp;
using DbUp.Engine;
using Npgsql;

namespace FleetTickets.Engine.Schema;

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
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var ledger = await MigrationLedger.ReadAsync(connection, cancellation);
        return await MigrationLedger.IsOfAnotherAsync(connection, migrations, ledger, cancellation)
            ? MigrationPlan.For(migrations, await new Inspection(connection, migrations).ReadAsync(cancellation))
            : MigrationPlan.For(migrations, ledger);
    }

    /// <returns>What was done: the pending migrations are applied.</returns>
    /// <exception cref="MigrationException">A script failed, or another migrator did not finish in time.</exception>
    /// <exception cref="TakeOverException">Another program has made what is there, and something of it stands in the way.</exception>
    public async Task<MigrationPlan> ApplyAsync(CancellationToken cancellation)
    {
        await using var guard = await MigratorLock.TakeAsync(database, LockTimeout, cancellation);
        var plan = await PlanAsync(cancellation);
        if (plan.TakeOver is { Obstacles: { Count: > 0 } obstacles })
            throw new TakeOverException(obstacles);
        if (plan.Pending.Count > 0)
            await RequirePostgisAsync(cancellation);
        if (plan.TakeOver is { } takeOver)
            await UpgradeAsync(TakeOverScripts.Of(takeOver, migrations, TablePatience), takesOver: true, cancellation);
        else
            await UpgradeAsync(await ScriptsAsync(plan.Pending, cancellation), takesOver: false, cancellation);
        return plan;
    }

    private async Task<IEnumerable<SqlScript>> ScriptsAsync(IReadOnlyList<Migration> pending, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var taken = await OtherNames.ReadAsync(connection, new OwnNames(migrations), cancellation);
        return pending.Select(migration => new SqlScript(migration.FileName, taken.In(migration.Sql)));
    }

    private async Task RequirePostgisAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (!await connection.ExecuteScalarAsync<bool>(PostgisIsThere, new { cancellation }))
            throw new MigrationException(
                $"the database's server has no PostGIS; install it there (Debian: postgresql-{connection.PostgreSqlVersion.Major}-postgis-3) "
                + "and run migrate again. Nothing was changed");
    }

    private async Task UpgradeAsync(IEnumerable<SqlScript> scripts, bool takesOver, CancellationToken cancellation)
    {
        var session = new MigratorSession(database, TablePatience);
        var connections = new StatementTrackingConnections(database, cancellation);
        // DbUp is synchronous: a statement that runs is cancelled from another connection.
        var result = await session.EndAtOnceAsync(() => Upgrade(scripts, takesOver, connections, session), cancellation);
        if (result.Successful)
            return;
        cancellation.ThrowIfCancellationRequested();
        // Without a script it was the connection that failed.
        if (result.ErrorScript is null)
            ExceptionDispatchInfo.Throw(result.Error);
        if (result.Error is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } busy)
            throw await BusyAsync(result.ErrorScript.Name, busy, takesOver, cancellation);
        throw Failed(result.ErrorScript.Name, connections.Current, result.Error, takesOver);
    }

    private DatabaseUpgradeResult Upgrade(
        IEnumerable<SqlScript> scripts, bool takesOver, StatementTrackingConnections connections, MigratorSession session)
    {
        var builder = DeployChanges.To.PostgresqlDatabase(connections);
        return (takesOver ? builder.WithTransaction() : builder.WithTransactionPerScript())
            .WithScripts(new ScriptsInOrder([.. scripts]))
            .JournalTo(new MigrationJournal(migrations, session, hasOurColumns: !takesOver))
            // Migrations contain $…$ quotes, which DbUp would take for its variables.
            .WithVariablesDisabled()
            // Rewriting a table takes as long as it takes; the default would give up after 30 s.
            .WithExecutionTimeout(TimeSpan.Zero)
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
    }

    private async Task<MigrationException> BusyAsync(string script, PostgresException busy, bool takesOver, CancellationToken cancellation) => new(
        $"migrations/{script}: {busy.MessageText}; waited {TablePatience.TotalSeconds:0.#} s. "
        + $"{await LockHolders.OfTablesAsync(database, cancellation)}. {WhatIsLeft(takesOver)}. "
        + "Wait for that transaction to end, or end its process with pg_terminate_backend(), and run migrate again",
        busy);

    private static string WhatIsLeft(bool takesOver) =>
        takesOver ? "Nothing was changed" : "Nothing of this script was applied, the ones before it stay";

    private static MigrationException Failed(string script, Statement? statement, Exception error, bool takesOver)
    {
        var whatIsLeft = WhatIsLeft(takesOver);
        var reason = error is PostgresException refused ? $"{refused.MessageText} ({refused.SqlState})" : error.Message;
        var where = statement is null ? "" : $", line {statement.Line}";
        var begins = statement is null
            ? ""
            : $". The statement begins: {string.Join(' ', statement.Opening.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}";
        return new MigrationException(
            $"migrations/{script}{where}: {reason}{begins}. {whatIsLeft}. {WhatToDo(error)} and run migrate again", error);
    }

    private static string WhatToDo(Exception error) => error is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege }
        ? "Let a user with that right do it, or grant it,"
        : "Remove the cause";
}
