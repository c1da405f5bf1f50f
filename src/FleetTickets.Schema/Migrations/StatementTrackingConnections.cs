using DbUp.Postgresql;
using FleetTickets.Engine.Transactions;
using Npgsql;

namespace FleetTickets.Schema.Migrations;

/// <param name="Line">Line of the script that the statement begins on.</param>
/// <param name="Opening">Its first lines.</param>
internal sealed record Statement(int Line, string Opening);

/// <summary>Remembers which statement of a script is being run: DbUp reports the script alone.</summary>
/// <param name="database">Where the scripts run.</param>
/// <param name="rehearsal">Watches each script when all of it is rolled back in the end; null otherwise.</param>
/// <param name="cancellation">Ends the script before its next statement.</param>
internal sealed class StatementTrackingConnections(NpgsqlDataSource database, Rehearsal? rehearsal, CancellationToken cancellation)
    : PostgresqlConnectionManager(database)
{
    private const int LinesToShow = 3;

    /// <summary>The statement that was handed out last.</summary>
    public Statement? Current { get; private set; }

    public override IEnumerable<string> SplitScriptIntoCommands(string scriptContents)
    {
        // A script is a transaction, or one of several in it; DbUp begins it without settings of ours.
        yield return TransactionSettings.Sql;
        var end = 0;
        rehearsal?.Begin(this);
        foreach (var statement in base.SplitScriptIntoCommands(scriptContents))
        {
            cancellation.ThrowIfCancellationRequested();
            var start = scriptContents.IndexOf(statement, end, StringComparison.Ordinal);
            end = start + statement.Length;
            Current = Describe(scriptContents[..start], statement);
            yield return statement;
        }
        // DbUp asks for the next statement when the last one is done.
        rehearsal?.End(this);
    }

    private static Statement Describe(string before, string statement)
    {
        var lines = statement.Split('\n');
        var leading = lines.TakeWhile(line => line.Trim() is "" || line.TrimStart().StartsWith("--", StringComparison.Ordinal)).Count();
        var opening = lines.Skip(leading).Take(LinesToShow).Select(line => line.TrimEnd());
        return new Statement(before.Count(character => character == '\n') + leading + 1, string.Join('\n', opening));
    }
}
