using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Review;

/// <summary>A name whose point a person should look at, as the gazetteers have it.</summary>
internal sealed record ReviewName
{
    public required GazetteerKey Key { get; init; }

    /// <summary>As the tickets name it; for a cluster its name.</summary>
    public required string Name { get; init; }

    /// <summary>Null for a row from before statuses, and for a status that this program does not know.</summary>
    public PlaceStatus? Status { get; init; }

    public long OpenTickets { get; init; }

    public string? Reason { get; init; }

    public string? Provider { get; init; }

    public string? Query { get; init; }

    public string? DisplayName { get; init; }

    public PlaceLevel Level { get; init; }

    /// <summary>The point that places tickets.</summary>
    public GeoPoint? Point { get; init; }

    /// <summary>What the geocoder found, accepted or not.</summary>
    public GeoPoint? Candidate { get; init; }

    /// <summary>All places that the geocoder offered, the candidate among them.</summary>
    public IReadOnlyList<ReviewCandidate> Candidates { get; init; } = [];

    /// <summary>The point of the cluster that the location lies in; null for a cluster.</summary>
    public GeoPoint? ClusterPoint { get; init; }

    /// <summary>What is to be judged: the point in use, or what was found instead.</summary>
    public GeoPoint? Judged => Point ?? Candidate;

    /// <summary>From the point of its cluster to what is judged, as both are now; null for a cluster and where either is unknown.</summary>
    public double? DistanceKm => Judged is { } judged ? ClusterPoint?.KilometresTo(judged) : null;
}
