using DbUp.Engine;
using DbUp.Postgresql;
using FleetTickets.Engine.Datasets;

namespace FleetTickets.Engine.Schema;

/// <summary>
/// The scripts that take a database over, for one transaction: way is made, the columns of the tickets are computed anew, every migration
/// runs over what is there, and what was kept aside comes back.
/// </summary>
internal static class TakeOverScripts
{
    /// <summary>The last of the migrations that the other program numbers alike; their ALTERs are done at once, for each table in one.</summary>
    private const string LastOfTheOther = "19";

    public static IEnumerable<SqlScript> Of(TakeOverPlan plan, IReadOnlyList<Migration> migrations, TimeSpan patience)
    {
        yield return Step("makes way",
            [$"set local lock_timeout = {patience.TotalMilliseconds:0}", .. TwoNames(plan), .. plan.Statements("views"), .. plan.Statements("tables"), .. plan.Statements("functions"),
                MigrationJournal.DescribeLedger]);
        yield return Step("makes what the columns are computed with", migrations.Where(IsOfTheOther).SelectMany(ComputingFunctions).Select(plan.Taken.In));
        yield return Step("computes the columns", plan.Statements("columns"));
        foreach (var migration in migrations)
            yield return new SqlScript(migration.FileName, plan.Taken.In(IsOfTheOther(migration) ? WithoutWhatIsDone(migration.Sql) : migration.Sql));
        yield return Step("gives back", plan.Statements("after"));
        yield return Step("keeps places", [TakeOverFile.Read("keep-places.sql")]);
        yield return Step("keeps history", [TakeOverFile.Read("keep-history.sql")]);
    }

    private static SqlScript Step(string what, IEnumerable<string> statements) => new($"take-over: {what}", string.Join(";\n", statements));

    private static IEnumerable<string> TwoNames(TakeOverPlan plan) =>
        plan.Statements("tables").Any(statement => statement.Contains("tg_two_names", StringComparison.Ordinal)) ? [TakeOverFile.Read("two-names.sql")] : [];

    private static bool IsOfTheOther(Migration migration) => string.CompareOrdinal(migration.FileName, LastOfTheOther) < 0;

    private static IEnumerable<string> ComputingFunctions(Migration migration) =>
        Statements(migration.Sql).Where(statement => Begins(statement, "create or replace function tickets.") || Begins(statement, "select set_config"));

    /// <summary>Blank lines stand where a statement was, so that an error still names the right line.</summary>
    private static string WithoutWhatIsDone(string sql) => Statements(sql).Where(IsDone)
        .Aggregate(sql, (text, statement) => text.Replace(statement, new string('\n', statement.Count(character => character == '\n')), StringComparison.Ordinal));

    private static bool IsDone(string statement) =>
        TicketDatasets.All.Any(dataset => Begins(statement, $"alter table {dataset.Table}\n") || Begins(statement, $"alter table {dataset.Table} "))
        || Begins(statement, "select tickets.resolve_ticket_geoms()");

    private static bool Begins(string statement, string words) => WithoutLeadingComments(statement).StartsWith(words, StringComparison.Ordinal);

    private static string WithoutLeadingComments(string statement) => string.Join(
        '\n', statement.Split('\n').SkipWhile(line => line.Trim() is "" || line.TrimStart().StartsWith("--", StringComparison.Ordinal))).TrimStart();

    private static IEnumerable<string> Statements(string sql) => new PostgresqlConnectionManager("").SplitScriptIntoCommands(sql.ReplaceLineEndings("\n"));
}
