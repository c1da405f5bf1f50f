namespace FleetTickets.Engine.Feed;

/// <summary>The ticket types there are.</summary>
public static class TicketDatasets
{
    /// <summary>Incidents: customer faults.</summary>
    public static TicketDataset Inc { get; } = new("inc", "incident (customer fault)") { CarriesGeocoder = true };

    /// <summary>Requests for a new installation.</summary>
    public static TicketDataset Crq { get; } = new("crq", "new-installation request");

    public static IReadOnlyList<TicketDataset> All { get; } = [Inc, Crq];
}
