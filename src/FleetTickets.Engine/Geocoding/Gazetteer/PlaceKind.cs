using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Names;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Gazetteer;

/// <summary>
/// The two kinds of places: clusters, and locations within clusters. Everything in which their passes differ is a property here.
/// </summary>
public sealed record PlaceKind
{
    private PlaceKind(GazetteerSql sql) => Sql = sql;

    /// <summary>One point for each cluster of either ticket type.</summary>
    public static PlaceKind Clusters { get; } = new(GazetteerSql.OfClusters)
    {
        Title = "clusters",
        Judge = (place, candidates) => Judging.Judge.OfCluster(place.CleanedName!, candidates),
        Queries = place => QueryLadder.OfCluster(place.CleanedName!),
    };

    /// <summary>One point for each cleaned location, by cluster, of the open tickets of either type.</summary>
    public static PlaceKind Locations { get; } = new(GazetteerSql.OfLocations)
    {
        Title = "locations",
        Judge = (place, candidates) => Judging.Judge.OfLocation(place.CleanedName!, place.CleanedCluster ?? "", place.ClusterPoint, candidates),
        Queries = place => QueryLadder.OfLocation(place.CleanedName!, place.CleanedCluster ?? ""),
    };

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>The verdict on candidates for a place that has a cleaned name.</summary>
    public required Func<Place, IReadOnlyList<Candidate>, Verdict> Judge { get; init; }

    /// <summary>The texts to ask with, one after the other until one has an answer.</summary>
    public required Func<Place, IReadOnlyList<string>> Queries { get; init; }

    internal GazetteerSql Sql { get; }
}
