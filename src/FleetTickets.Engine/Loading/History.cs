using Dapper;
using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.Engine.Loading;

/// <summary>Keeps what the tickets themselves do not: closures as they were first observed, and how many tickets were open on each day.</summary>
internal static class History
{
    private const string CaptureSql = "select tickets.capture_history_for(@Name)";

    /// <summary>Captures what changed since the last capture, and today's snapshot, in one transaction of its own.</summary>
    public static Task CaptureAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        connection.ExecuteAsync(CaptureSql, new { dataset.Name, cancellation });
}
