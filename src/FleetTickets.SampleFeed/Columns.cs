namespace FleetTickets.SampleFeed;

/// <summary>A column of the feed: what a file delivers, and what the database then holds (null: the column is dropped).</summary>
internal sealed record Column(string Name, Func<Ticket, string> Delivered, Func<Ticket, string>? Held);

internal static class Columns
{
    public const string TicketId = "ticket_id";
    public const string LocationName = "location_name";

    /// <summary>In the order of the header.</summary>
    public static readonly Column[] All =
    [
        Cleaned(TicketId, t => t.DeliveredId, t => t.Id),
        Verbatim("service_type", t => t.Plan.Type.ServiceType),
        Verbatim("normalized_status", t => t.Phase.Status),
        Cleaned("raw_status", t => t.DeliveredRawStatus, t => t.Phase.RawStatus.Held),
        Verbatim("bucket", t => t.Phase.Open ? "pending" : "closed"),
        Verbatim("is_actionable", t => t.Phase.Open ? "true" : "false"),
        Verbatim("is_alarm", t => t.IsAlarm ? "True" : "false"),
        Verbatim("is_auto_created", _ => "false"),
        Verbatim("is_auto_closed", _ => "false"),
        Verbatim("cluster", t => t.Cluster.Name),
        Cleaned("region", t => t.DeliveredRegion, t => t.Cluster.Region.Held),
        Verbatim(LocationName, t => t.Location),
        Verbatim("latitude", t => t.Latitude),
        Verbatim("longitude", t => t.Longitude),
        Verbatim("assigned_team", t => t.Team),
        Verbatim("owner", t => t.Owner),
        Dropped("department", _ => "Field Operations"),
        Verbatim("sla_status", t => t.SlaStatus),
        Verbatim("mttr", t => t.Mttr),
        Verbatim("created_at_service", t => t.CreatedAtService),
        Verbatim("scheduled_at", t => t.ScheduledAt),
        Verbatim("closed_at", t => t.ClosedAt),
        Verbatim("first_seen_at", t => t.FirstSeenAt),
        Verbatim("last_seen_at", t => t.LastSeenAt),
        Verbatim("source_created_at", t => t.SourceCreatedAt),
        Verbatim("source_updated_at", t => t.SourceUpdatedAt),
        Dropped("source_type", _ => "export"),
        Dropped("source_s3_bucket", _ => "upstream-exports"),
        Dropped("source_s3_key", t => t.SourceKey),
        Dropped("source_snapshot_id", t => t.SnapshotId),
        Dropped("week_start", t => t.WeekStart),
        Dropped("week_end", t => t.WeekEnd),
    ];

    private static Column Verbatim(string name, Func<Ticket, string> value) => new(name, value, value);

    private static Column Cleaned(string name, Func<Ticket, string> delivered, Func<Ticket, string> held) => new(name, delivered, held);

    private static Column Dropped(string name, Func<Ticket, string> delivered) => new(name, delivered, null);
}
