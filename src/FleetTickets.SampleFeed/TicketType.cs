namespace FleetTickets.SampleFeed;

/// <summary>What tells the two ticket types apart: nothing but data.</summary>
/// <param name="Name">As in the object keys.</param>
/// <param name="Prefix">Of the ticket ids.</param>
/// <param name="IdsAfter">The ids count on from here.</param>
/// <param name="Percent">How many tickets of this type there are for a hundred of <c>--tickets</c>.</param>
/// <param name="ServiceType">Constant in the feed.</param>
/// <param name="Phases">A ticket's life, one phase a revision; after the last one it is reopened.</param>
/// <param name="Reopened">Takes the place of the first phase from the second round on.</param>
internal sealed record TicketType(
    string Name, string Prefix, int IdsAfter, int Percent, string ServiceType, Phase[] Phases, Phase Reopened)
{
    public static readonly TicketType Inc = new(
        "inc", "WOT", 700_000, 100, "Customer Fault",
        [
            new("Assigned", true, new("ASSIGNED", "Assigned", "assigned")),
            new("In Progress", true, new("IN PROGRESS", "In Progress", "IN progress")),
            new("Closed", false, new("RESOLVED", "Resolved", "RESOLVED")),
            new("Closed", false, new("CLOSED", "Closed", "closed", "CLOSED")),
            new("Closed", false, new("CLOSED - CONFIRMED BY CUSTOMER", "Closed - confirmed by customer")),
            new("Closed", false, new("CLOSED", "Closed", "cLOSED")),
            new("Closed", false, new("CLOSED - ATTRIBUTION CORRECTED", "Closed - attribution corrected")),
            new("Closed", false, new("CLOSED", "closed", "Closed")),
        ],
        new("Reopened", true, new("REOPENED", "Reopened", "reOpened")));

    public static readonly TicketType Crq = new(
        "crq", "CRQ", 40_000, 40, "New Installation",
        [
            new("Scheduled", true, new("SCHEDULED", "Scheduled", "scheduled")),
            new("In Progress", true, new("INSTALLATION STARTED", "Installation Started", "installation started")),
            new("Closed", false, new("INSTALLED", "Installed", "INSTALLED")),
            new("Closed", false, new("ACTIVATED", "Activated", "activated")),
            new("Cancelled", false, new("CANCELLED BY CUSTOMER", "Cancelled by customer")),
            new("Closed", false, new("CLOSED", "Closed", "closed")),
            new("Closed", false, new("CLOSED - ATTRIBUTION CORRECTED", "Closed - attribution corrected")),
            new("Closed", false, new("CLOSED", "closed", "Closed")),
        ],
        new("Rescheduled", true, new("RESCHEDULED", "Rescheduled", "reScheduled")));

    public static readonly TicketType[] All = [Inc, Crq];
}

internal sealed record Phase(string Status, bool Open, Spelling RawStatus);

/// <summary>
/// A text as the database holds it and the ways in which the export writes it. Both are spelled out:
/// a function that changed the case could share a mistake with the loader.
/// </summary>
internal sealed record Spelling(string Held, params string[] Delivered);
