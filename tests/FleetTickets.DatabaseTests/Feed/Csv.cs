using System.Text;
using FleetTickets.Engine.Feed;

namespace FleetTickets.DatabaseTests.Feed;

/// <summary>Text of change files: all 32 columns, empty where a test has nothing to say.</summary>
internal static class Csv
{
    public static string Header { get; } = string.Join(',', FeedColumns.All);

    /// <summary>A line with no ticket_id and the right number of fields.</summary>
    public static string BadRecord { get; } = new(',', FeedColumns.All.Count - 1);

    /// <summary>A record of an open ticket.</summary>
    public static string Ticket(string id, string status = "Assigned", params (string Column, string Value)[] others)
    {
        var values = others.ToDictionary();
        values[FeedColumns.TicketId] = id;
        values["normalized_status"] = status;
        values.TryAdd("is_actionable", "true");
        return string.Join(',', FeedColumns.All.Select(column => Quoted(values.GetValueOrDefault(column, ""))));
    }

    public static IEnumerable<string> Tickets(int count) => Enumerable.Range(1, count).Select(number => Ticket($"WOT{number:0000}"));

    public static byte[] File(params IEnumerable<string> records) => Encoding.UTF8.GetBytes(string.Join('\n', [Header, .. records]) + "\n");

    private static string Quoted(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
