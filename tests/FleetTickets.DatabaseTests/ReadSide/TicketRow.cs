
namespace FleetTickets.DatabaseTests.ReadSide;

/// <summary>What a ticket's row says, as far as the dashboard asks.</summary>
internal sealed class TicketRow
{
    public const string Columns =
        """
        ticket_id as Id, cluster as Cluster, assigned_team as Team, normalized_status as Status, is_actionable is true as IsOpen,
        geom is not null as HasPlace, created_at_service as CreatedAt, first_seen_at as FirstSeenAt, closed_at as ClosedAt,
        sla_status as SlaStatus, mttr as Mttr
        """;

    public required string Id { get; init; }

    public string? Cluster { get; init; }

    public string? Team { get; init; }

    public string? Status { get; init; }

    public bool IsOpen { get; init; }

    public bool HasPlace { get; init; }

    public DateTime? CreatedAt { get; init; }

    public DateTime? FirstSeenAt { get; init; }

    public DateTime? ClosedAt { get; init; }

    public string? SlaStatus { get; init; }

    public int? Mttr { get; init; }
}
