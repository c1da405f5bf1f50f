namespace FleetTickets.Engine.Feed;

/// <summary>The 32 columns of the feed, by name.</summary>
internal static class FeedColumns
{
    public const string TicketId = "ticket_id";
    public const string IsActionable = "is_actionable";
    public const string IsAlarm = "is_alarm";
    public const string Region = "region";
    public const string RawStatus = "raw_status";

    /// <summary>A header with fewer known columns than this is not this feed: loading it would wipe good rows.</summary>
    public const int FewestKnown = 24;

    public static IReadOnlyList<string> All { get; } =
    [
        TicketId, "service_type", "normalized_status", RawStatus, "bucket", IsActionable, IsAlarm, "is_auto_created", "is_auto_closed",
        "cluster", Region, "location_name", "latitude", "longitude", "assigned_team", "owner", "department", "sla_status", "mttr",
        "created_at_service", "scheduled_at", "closed_at", "first_seen_at", "last_seen_at", "source_created_at", "source_updated_at",
        "source_type", "source_s3_bucket", "source_s3_key", "source_snapshot_id", "week_start", "week_end",
    ];

    /// <summary>Without one of these a file is unreadable.</summary>
    public static IReadOnlyList<string> Required { get; } = [TicketId, "normalized_status", IsActionable];

    private static readonly HashSet<string> Dropped = ["week_start", "week_end", "source_snapshot_id", "department", "source_type"];

    private static readonly Dictionary<string, string> ByAnyCase = All.ToDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The column's own spelling for a header in any case, or null when the feed has no such column.</summary>
    public static string? Known(string header) => ByAnyCase.GetValueOrDefault(header);

    /// <summary>Whether a column is left out of <c>raw</c>: bookkeeping of the export, of no use to a reader.</summary>
    public static bool IsDropped(string column) =>
        Dropped.Contains(column) || column.StartsWith("source_s3_", StringComparison.OrdinalIgnoreCase);
}
