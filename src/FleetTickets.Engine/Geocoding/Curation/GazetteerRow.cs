using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Curation;

/// <summary>A gazetteer row as far as decisions look at it.</summary>
/// <param name="LocationName">As the tickets name it; null for a cluster.</param>
/// <param name="Status">As stored; null for a row from before statuses, and for one that is not there yet.</param>
/// <param name="Point">The point that places tickets.</param>
/// <param name="Candidate">What the geocoder found, accepted or not.</param>
public sealed record GazetteerRow(GazetteerKey Key, string? LocationName, string? Status, bool IsVerified, GeoPoint? Point, GeoPoint? Candidate)
{
    /// <summary>Whether the row already is as <paramref name="decided"/> says.</summary>
    public bool Is(DecidedPoint decided) => IsVerified && Status == decided.Status && Point == decided.Point;
}
