using System.Runtime.ExceptionServices;
using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using Npgsql;

namespace FleetTickets.Schema.Migrations;

/// <summary>Runs scripts through DbUp, in one session that ends with the program, and says what failed in words for a person.</summary>
/// <param name="database">Where they run.</param>
/// <param name="migrations">Which scripts are migrations, and so leave a row in the ledger.</param>
/// <param name="patience">How long a script waits for a table.</param>
/// <param name="toldOf">Called after each step of a rehearsal, which is rolled back; null when the scripts are to stay.</param>
internal sealed class ScriptRun(NpgsqlDataSource database, IReadOnlyList<Migration> migrations, TimeSpan patience, Action<RehearsedStep>? toldOf)
{
    /// <param name="takesOver">All scripts in one transaction, over what another program has made.</param>
    /// <exception cref="MigrationException">A script failed.</exception>
    public async Task UpgradeAsync(IReadOnlyList<SqlScript> scripts, bool takesOver, CancellationToken cancellation)
    {
        var isAllOrNothing = takesOver || toldOf is not null;
        var session = new MigratorSession(database, patience);
        var rehearsal = toldOf is null ? null : new Rehearsal([.. scripts.Select(script => script.Name)], toldOf);
        var connections = new StatementTrackingConnections(database, rehearsal, cancellation);
        // DbUp is synchronous: a statement that runs is cancelled from another connection.
        var result = await session.EndAtOnceAsync(() => Upgrade(scripts, takesOver, connections, session), cancellation);
        if (result.Successful)
            return;
        cancellation.ThrowIfCancellationRequested();
        // Without a script it was the connection that failed.
        if (result.ErrorScript is null)
            ExceptionDispatchInfo.Throw(result.Error);
        if (result.Error is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } busy)
            throw await BusyAsync(result.ErrorScript.Name, busy, isAllOrNothing, cancellation);
        throw Failed(result.ErrorScript.Name, connections.Current, result.Error, isAllOrNothing);
    }

    private DatabaseUpgradeResult Upgrade(
        IReadOnlyList<SqlScript> scripts, bool takesOver, StatementTrackingConnections connections, MigratorSession session) =>
        Transactions(DeployChanges.To.PostgresqlDatabase(connections), takesOver)
            .WithScripts(new ScriptsInOrder(scripts))
            .JournalTo(new MigrationJournal(migrations, session, hasOurColumns: !takesOver))
            // Migrations contain $…$ quotes, which DbUp would take for its variables.
            .WithVariablesDisabled()
            // Rewriting a table takes as long as it takes; the default would give up after 30 s.
            .WithExecutionTimeout(TimeSpan.Zero)
            .LogToNowhere()
            .Build()
            .PerformUpgrade();

    private UpgradeEngineBuilder Transactions(UpgradeEngineBuilder builder, bool takesOver) =>
        toldOf is not null ? builder.WithTransactionAlwaysRollback()
        : takesOver ? builder.WithTransaction()
        : builder.WithTransactionPerScript();

    private async Task<MigrationException> BusyAsync(string script, PostgresException busy, bool isAllOrNothing, CancellationToken cancellation) => new(
        $"migrations/{script}: {busy.MessageText}; waited {patience.TotalSeconds:0.#} s. "
        + $"{await LockHolders.OfTablesAsync(database, cancellation)}. {WhatIsLeft(isAllOrNothing)}. "
        + "Wait for that transaction to end, or end its process with pg_terminate_backend(), and run migrate again",
        busy);

    private static string WhatIsLeft(bool isAllOrNothing) =>
        isAllOrNothing ? "Nothing was changed" : "Nothing of this script was applied, the ones before it stay";

    private static MigrationException Failed(string script, Statement? statement, Exception error, bool isAllOrNothing)
    {
        var reason = error is PostgresException refused ? $"{refused.MessageText} ({refused.SqlState})" : error.Message;
        var where = statement is null ? "" : $", line {statement.Line}";
        var begins = statement is null
            ? ""
            : $". The statement begins: {string.Join(' ', statement.Opening.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}";
        return new MigrationException(
            $"migrations/{script}{where}: {reason}{begins}. {WhatIsLeft(isAllOrNothing)}. {WhatToDo(error)} and run migrate again", error);
    }

    private static string WhatToDo(Exception error) => error is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege }
        ? "Let a user with that right do it, or grant it,"
        : "Remove the cause";
}
