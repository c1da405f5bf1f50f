using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Curation;

/// <summary>One row of a gazetteer file: where a person says that a cluster, or a location within it, is.</summary>
/// <param name="Line">1-based line of the file.</param>
/// <param name="LocationName">As written in the file; null for the cluster itself.</param>
/// <param name="IsVerified">The row may replace a point that a person decided before.</param>
internal sealed record CuratedPoint(long Line, string Cluster, string? LocationName, GeoPoint Point, bool IsVerified);
