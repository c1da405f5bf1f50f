namespace FleetTickets.Engine.Geocoding.Curation;

/// <summary>
/// Keyed points as the parameters of one statement: an array for each column. As an object it goes to the driver as it is; Dapper would spread
/// a list over many parameters, and needs reflection for that.
/// </summary>
internal sealed record PointColumns(
    object Clusters, object Keys, object Locations, object Latitudes, object Longitudes, object Verified, CancellationToken Cancellation)
{
    public static PointColumns Of(IEnumerable<KeyedPoint> points, CancellationToken cancellation)
    {
        var rows = points.ToArray();
        return new PointColumns(
            rows.Select(row => row.Key.Cluster).ToArray(),
            rows.Select(row => row.Key.LocationKey).ToArray(),
            rows.Select(row => row.Curated.LocationName).ToArray(),
            rows.Select(row => row.Curated.Point.Latitude).ToArray(),
            rows.Select(row => row.Curated.Point.Longitude).ToArray(),
            rows.Select(row => row.Curated.IsVerified).ToArray(),
            cancellation);
    }
}
