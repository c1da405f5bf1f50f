using DbUp.Engine;
using DbUp.Postgresql;
using FleetTickets.Engine.Feed;
using FleetTickets.Schema.Migrations;

namespace FleetTickets.Schema.TakeOver;

/// <summary>
/// The scripts that take a database over, for one transaction: names are cleaned, the tables are locked, way is made, tickets go where their
/// places are known to be, their columns are computed anew, every migration runs over what is there, and what was kept aside comes back.
/// </summary>
internal static class TakeOverScripts
{
    /// <summary>The last of the migrations that the other program numbers alike; their ALTERs are done at once, for each table in one.</summary>
    private const string LastOfTheOther = "19";

    /// <summary>The migration by which the columns cost less to compute; their values are the same.</summary>
    private const string Cheaper = "30_";

    public static IEnumerable<SqlScript> Of(TakeOverPlan plan, IReadOnlyList<Migration> released, PostgisNames postgis, TimeSpan patience)
    {
        Migration[] migrations = [.. released.Select(migration => migration with { Sql = postgis.In(migration.Sql) })];
        yield return Step("cleans names", [.. NameCleaning.Statements(migrations), EmbeddedFile.Read("clean-names.sql")]);
        if (plan.Statements(TakeOverStage.Tables).Any(statement => statement.Contains("tg_two_names", StringComparison.Ordinal)))
            yield return Step("keeps two names equal", [EmbeddedFile.Read("two-names.sql")]);
        foreach (var step in PlacesAndWay(plan, migrations, postgis, patience))
            yield return step;
        yield return Step("makes what the columns are computed with", migrations.Where(IsNeededToCompute).SelectMany(ComputingFunctions).Select(plan.Taken.In));
        yield return Step("computes the columns", plan.Statements(TakeOverStage.Columns));
        foreach (var migration in migrations)
            yield return new SqlScript(migration.FileName, plan.Taken.In(IsOfTheOther(migration) ? WithoutWhatIsDone(migration.Sql) : migration.Sql));
        yield return Step("gives back", plan.Statements(TakeOverStage.After));
        yield return Step("keeps history", [EmbeddedFile.Read("keep-history.sql")]);
    }

    /// <summary>Readers need not wait while tickets go to their places, unless way has to be made in the tables of tickets before.</summary>
    private static IEnumerable<SqlScript> PlacesAndWay(TakeOverPlan plan, IReadOnlyList<Migration> migrations, PostgisNames postgis, TimeSpan patience)
    {
        SqlScript[] places =
        [
            Step("makes way for places", [.. plan.Statements(TakeOverStage.Tables, TakeOverPlan.IsOfPlaces), .. migrations.SelectMany(Gazetteers)]),
            Step("keeps places", [postgis.In(KeepPlaces)]),
        ];
        SqlScript[] way =
        [
            Step("locks the tables", Lock("access exclusive", patience)),
            Step("makes way",
                [
                    .. plan.Statements(TakeOverStage.Readers), .. plan.Statements(TakeOverStage.Views), .. plan.Statements(TakeOverStage.Tables, finding => !TakeOverPlan.IsOfPlaces(finding)),
                    .. plan.Statements(TakeOverStage.Functions), MigrationJournal.DescribeLedger,
                ]),
        ];
        var writersWait = Step("keeps writers out", Lock("share row exclusive", patience));
        return plan.PlacesNeedWay ? [.. way, .. places] : [writersWait, .. places, .. way];
    }

    private static string KeepPlaces => EmbeddedFile.Read("keep-places.sql").Replace("$refused$", RefusedPoints("pg_temp.standing"), StringComparison.Ordinal);

    /// <param name="standing">A relation: where the tickets stand, as geo_source, latitude and longitude.</param>
    internal static string RefusedPoints(string standing) =>
        EmbeddedFile.Read("refused-points.sql").Replace("$standing$", standing, StringComparison.Ordinal);

    private static string[] Lock(string mode, TimeSpan patience) =>
    [
        $"set local lock_timeout = {patience.TotalMilliseconds:0}", $"set local fleettickets.lock_mode = '{mode}'", EmbeddedFile.Read("lock-tables.sql"),
    ];

    private static SqlScript Step(string what, IEnumerable<string> statements) => new($"take-over: {what}", string.Join(";\n", statements));

    private static bool IsOfTheOther(Migration migration) => string.CompareOrdinal(migration.FileName, LastOfTheOther) < 0;

    private static bool IsNeededToCompute(Migration migration) =>
        IsOfTheOther(migration) || migration.FileName.StartsWith(Cheaper, StringComparison.Ordinal);

    private static IEnumerable<string> ComputingFunctions(Migration migration) =>
        Statements(migration.Sql).Where(statement => Begins(statement, "create or replace function tickets.") || Begins(statement, "select set_config")
            || Begins(statement, "do ") && statement.Contains("create or replace function tickets.eat_ts(", StringComparison.Ordinal));

    /// <summary>The tables of places where the other program has none, and the columns of a place that it lacks.</summary>
    private static IEnumerable<string> Gazetteers(Migration migration) => Statements(migration.Sql).Where(statement =>
        Begins(statement, "create table if not exists tickets.geo_")
        || Begins(statement, "do ") && statement.Contains("foreach gazetteer in array", StringComparison.Ordinal));

    /// <summary>Blank lines stand where a statement was, so that an error still names the right line.</summary>
    private static string WithoutWhatIsDone(string sql) => Statements(sql).Where(IsDone)
        .Aggregate(sql, (text, statement) => text.Replace(statement, new string('\n', statement.Count(character => character == '\n')), StringComparison.Ordinal));

    private static bool IsDone(string statement) =>
        TicketDatasets.All.Any(dataset => Begins(statement, $"alter table {dataset.Table}\n") || Begins(statement, $"alter table {dataset.Table} "))
        || Begins(statement, "select tickets.resolve_ticket_geoms()");

    internal static bool Begins(string statement, string words) => WithoutLeadingComments(statement).StartsWith(words, StringComparison.Ordinal);

    private static string WithoutLeadingComments(string statement) => string.Join(
        '\n', statement.Split('\n').SkipWhile(line => line.Trim() is "" || line.TrimStart().StartsWith("--", StringComparison.Ordinal))).TrimStart();

    internal static IEnumerable<string> Statements(string sql) => new PostgresqlConnectionManager("").SplitScriptIntoCommands(sql.ReplaceLineEndings("\n"));
}
