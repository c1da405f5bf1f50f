using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Judging;

/// <summary>How candidates for a name were judged.</summary>
/// <param name="Reason">Why no point was accepted, one line for a person; null when one was.</param>
/// <param name="Choice">The candidate that the verdict speaks of; its point counts only when <paramref name="Status"/> is accepted. Null without candidates.</param>
/// <param name="DistanceKm">From the point of the cluster to the choice; null for clusters and without either point.</param>
public sealed record Verdict(PlaceStatus Status, string? Reason, Candidate? Choice, double? DistanceKm);
