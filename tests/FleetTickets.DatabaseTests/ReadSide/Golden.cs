using System.Text.Json.Nodes;
using Dapper;
using Npgsql;

namespace FleetTickets.DatabaseTests.ReadSide;

/// <summary>A hand-made data set and the payloads that follow from it, worked out by hand.</summary>
internal static class Golden
{
    /// <summary>Half past midnight of 1 April in East Africa Time, still March in UTC.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 3, 31, 21, 30, 0, TimeSpan.Zero);

    public static IEnumerable<string> Dashboards =>
        Directory.GetFiles(Folder, "dashboard-*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    private static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Golden");

    public static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name)))!;

    public static Task LoadAsync(NpgsqlConnection connection) => connection.ExecuteAsync(File.ReadAllText(Path.Combine(Folder, "tickets.sql")));
}
