using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Review;

/// <summary>A row of the review's query, in the database's types.</summary>
internal sealed record StoredName
{
    public required string Cluster { get; init; }

    public string? LocationKey { get; init; }

    public required string Name { get; init; }

    public string? Status { get; init; }

    public long OpenTickets { get; init; }

    public string? Reason { get; init; }

    public string? Provider { get; init; }

    public string? Query { get; init; }

    public string? DisplayName { get; init; }

    public string? Level { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public double? CandidateLatitude { get; init; }

    public double? CandidateLongitude { get; init; }

    public string? Candidates { get; init; }

    public double? ClusterLatitude { get; init; }

    public double? ClusterLongitude { get; init; }

    public ReviewName ToName() => new()
    {
        Key = new GazetteerKey(Cluster, LocationKey),
        Name = Name,
        Status = StoredWord.Read<PlaceStatus>(Status),
        OpenTickets = OpenTickets,
        Reason = Reason,
        Provider = Provider,
        Query = Query,
        DisplayName = DisplayName,
        Level = StoredWord.Read<PlaceLevel>(Level) ?? PlaceLevel.Unknown,
        Point = GeoPoint.Of(Latitude, Longitude),
        Candidate = GeoPoint.Of(CandidateLatitude, CandidateLongitude),
        Candidates = ReviewCandidate.ListOf(Candidates),
        ClusterPoint = GeoPoint.Of(ClusterLatitude, ClusterLongitude),
    };
}
