using FleetTickets.Schema.Migrations;

namespace FleetTickets.Schema.TakeOver;

/// <summary>
/// What cleans a location name and makes a point, made a second time in the session's own schema: there it works before a take-over has made
/// way for ours, while everybody still reads.
/// </summary>
internal static class NameCleaning
{
    /// <summary>Each after those that it needs.</summary>
    private static readonly string[] _parts =
    [
        "create or replace function tickets.trimmed(",
        "create or replace function tickets.plain_decimal(",
        "create or replace function tickets.point(",
        "create table if not exists tickets.name_rules ",
        "create table if not exists tickets.compiled_name_rules ",
        "create or replace function tickets.name_rule_words(",
        "create or replace function tickets.compiled_rules(",
        "create or replace function tickets.settled_name(",
        "create or replace function tickets.clean_location(",
        "create or replace function tickets.location_key(",
        "insert into tickets.name_rules ",
        "insert into tickets.compiled_name_rules ",
    ];

    /// <summary>The statements of the migrations that cleaning takes, with <c>pg_temp</c> in the place of <c>tickets</c>.</summary>
    public static IEnumerable<string> Statements(IReadOnlyList<Migration> migrations)
    {
        string[] all = [.. migrations.SelectMany(migration => TakeOverScripts.Statements(migration.Sql))];
        return all.Where((statement, place) => PartOf(statement) is { } part && !all.Skip(place + 1).Any(later => Replaces(later, part)))
            // A migration may replace what an earlier one, which is still the last of its part, builds on.
            .OrderBy(statement => Array.IndexOf(_parts, PartOf(statement)))
            .Select(statement => statement.Replace("tickets.", "pg_temp.", StringComparison.Ordinal));
    }

    private static string? PartOf(string statement) => Array.Find(_parts, part => TakeOverScripts.Begins(statement, part));

    /// <summary>Of what several migrations make only the last counts: an earlier one may use what is not here.</summary>
    private static bool Replaces(string later, string part) =>
        !part.StartsWith("insert", StringComparison.Ordinal) && TakeOverScripts.Begins(later, part);
}
