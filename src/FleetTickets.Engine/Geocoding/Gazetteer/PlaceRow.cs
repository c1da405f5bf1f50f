using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Gazetteer;

/// <summary>A row of <see cref="GazetteerSql.ReadPlacesAsync"/>.</summary>
internal sealed class PlaceRow
{
    public required string Cluster { get; init; }

    public string? LocationKey { get; init; }

    public string? DeliveredName { get; init; }

    public string? CleanedName { get; init; }

    public string? CleanedCluster { get; init; }

    public double? ClusterLatitude { get; init; }

    public double? ClusterLongitude { get; init; }

    public bool IsNamed { get; init; }

    public long OpenTickets { get; init; }

    public bool IsKnown { get; init; }

    public string? Status { get; init; }

    public bool IsVerified { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public string? Provider { get; init; }

    public int? RulesVersion { get; init; }

    public DateTime? RetryAfter { get; init; }

    public int Attempts { get; init; }

    public string? Candidates { get; init; }

    public Place ToPlace() => new(
        new GazetteerKey(Cluster, LocationKey), DeliveredName, CleanedName, CleanedCluster, GeoPoint.Of(ClusterLatitude, ClusterLongitude), IsNamed, OpenTickets,
        IsKnown ? ToKnown() : null);

    private KnownPlace ToKnown() => new(
        StoredWord.Read<PlaceStatus>(Status), IsVerified, GeoPoint.Of(Latitude, Longitude), Provider, RulesVersion, RetryAfter, Attempts, CandidateJson.Read(Candidates));
}
