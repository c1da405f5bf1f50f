using Dapper;
using Npgsql;

namespace FleetTickets.DatabaseTests.TakeOver;

/// <summary>A database's schema as lines, each with the object that it is about.</summary>
internal static class SchemaLines
{
    public static async Task<HashSet<(string Object, string Line)>> ReadAsync(NpgsqlDataSource database)
    {
        var sql = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "TakeOver", "schema-lines.sql"), TestContext.Current.CancellationToken);
        await using var connection = await database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync("set search_path to pg_catalog");
        return [.. (await connection.QueryAsync<(string, string)>(sql)).Select(WithoutOtherNames)];
    }

    /// <summary>Ours under another name is ours.</summary>
    private static (string Object, string Line) WithoutOtherNames((string Object, string Line) said) =>
        (said.Object.Replace("_v2", "", StringComparison.Ordinal), said.Line.Replace("_v2", "", StringComparison.Ordinal));
}
