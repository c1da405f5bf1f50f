using FleetTickets.Engine.Feed;

namespace FleetTickets.Benchmarks.Load;

/// <summary>One set of tickets as the feed delivers them, in two versions that differ in every record; a line a record, sorted by ticket.</summary>
internal static class FeedFiles
{
    public static string Header { get; } = string.Join(',', FeedColumns.All);

    public static IEnumerable<string> Records(int rows, int version) => Enumerable.Range(1, rows).Select(n => Record(n, version));

    private static string Record(int n, int version)
    {
        var created = new DateTime(2026, 6, 15).AddMinutes(-5 * n);
        var isOpen = n % 20 == 0;
        return string.Join(',', FeedColumns.All.Select(column => column switch
        {
            "ticket_id" => $"WOT{n:D7}",
            "service_type" => "Customer Fault",
            "normalized_status" => isOpen ? "Pending" : "Closed",
            "raw_status" => isOpen ? "PENDING" : "CLOSED",
            "bucket" => isOpen ? "pending" : "closed",
            "is_actionable" => isOpen ? "true" : "false",
            "is_alarm" or "is_auto_created" or "is_auto_closed" => "false",
            "cluster" => $"Cluster {n % 40}",
            "region" => "nairobi",
            "location_name" => $"NW_ADR_ESTATE{n % 900}_FDT{n % 97}",
            "assigned_team" => $"Field Team {n % 12}",
            "owner" => $"Owner {n % 150}",
            "sla_status" => isOpen ? "" : "Compliant",
            "mttr" => isOpen ? "" : $"{n % 50}.{n % 100:D2}",
            "created_at_service" => n % 10 < 7 ? Moment(created) : "",
            "scheduled_at" => n % 4 != 0 ? Moment(created.AddDays(1)) : "",
            "closed_at" => isOpen ? "" : Moment(created.AddHours(n % 50)),
            "first_seen_at" or "source_created_at" => Moment(created),
            "last_seen_at" => Moment(new DateTime(2026, 6, 14).AddHours(version)),
            "source_updated_at" => Moment(created.AddHours(version)),
            _ => "",
        }));
    }

    private static string Moment(DateTime moment) => moment.ToString("yyyy-MM-dd HH:mm:ss", null);
}
