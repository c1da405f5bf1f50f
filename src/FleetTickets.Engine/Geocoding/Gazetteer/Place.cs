using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Gazetteer;

/// <summary>A name that tickets use or the gazetteers hold, and what is known of where it is.</summary>
/// <param name="DeliveredName">One spelling of the location as the feed has it; null for a cluster.</param>
/// <param name="CleanedName">The name without codes; null when nothing of it is a place.</param>
/// <param name="CleanedCluster">The cluster's name without codes; null when nothing of it is a place.</param>
/// <param name="ClusterPoint">Where the cluster is; null when that is not known, and for a cluster.</param>
/// <param name="IsNamed">A ticket that the pass is for uses the name; otherwise only the gazetteer has it.</param>
/// <param name="OpenTickets">Open tickets of the name.</param>
/// <param name="Known">The gazetteer's row; null when there is none.</param>
public sealed record Place(
    GazetteerKey Key,
    string? DeliveredName,
    string? CleanedName,
    string? CleanedCluster,
    GeoPoint? ClusterPoint,
    bool IsNamed,
    long OpenTickets,
    KnownPlace? Known);
