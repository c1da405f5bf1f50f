namespace FleetTickets.DatabaseTests.Geocoding;

/// <summary>A row of tickets.name_rules.</summary>
internal sealed record NameRule(string Kind, string Words, string? Replacement);
