using Dapper;
using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;
using Npgsql;

namespace FleetTickets.Engine.Geocoding.Curation;

/// <summary>Writes curated points into the gazetteers.</summary>
internal static class CuratedPoints
{
    /// <summary>Kilometres from its cluster's point from which on a location is worth a look.</summary>
    public const double Far = LocationGuards.FarthestKm;

    private const string KeySql =
        """
        select tickets.trimmed(cluster) as cluster, tickets.location_key(location) as LocationKey
        from unnest(@Clusters, @Locations) with ordinality as file (cluster, location, position)
        order by position
        """;

    // `stored` is each row as it was before this statement.
    private const string ClusterSql =
        """
        with file as (
          select * from unnest(@Clusters, @Latitudes, @Longitudes, @Verified) as file (cluster, latitude, longitude, verified)
        ), written as (
          insert into tickets.geo_clusters as old (cluster, latitude, longitude, provider, status, verified, decided_by)
          select cluster, latitude, longitude, 'import', 'manual', verified, current_user from file
          on conflict (cluster) do update
          set latitude = excluded.latitude, longitude = excluded.longitude, provider = excluded.provider, status = excluded.status,
              verified = excluded.verified, decided_by = excluded.decided_by, reason = null, retry_after = null
          where (excluded.verified or not old.verified)
            and (old.latitude, old.longitude, old.status in ('manual', 'verified'), old.verified or not excluded.verified)
              is distinct from (excluded.latitude, excluded.longitude, true, true)
          returning cluster
        )
        select
          count(*) filter (where stored.cluster is null) as inserted,
          count(*) filter (where stored.cluster is not null and written.cluster is not null) as changed,
          count(*) filter (where stored.verified and written.cluster is null
            and (stored.latitude, stored.longitude) is distinct from (file.latitude, file.longitude)) as kept,
          count(*) as all
        from file
        left join written using (cluster)
        left join tickets.geo_clusters stored using (cluster)
        """;

    private const string LocationSql =
        """
        with file as (
          select * from unnest(@Clusters, @Keys, @Locations, @Latitudes, @Longitudes, @Verified)
            as file (cluster, location_key, location_name, latitude, longitude, verified)
        ), written as (
          insert into tickets.geo_locations as old
            (cluster, location_key, location_name, latitude, longitude, provider, status, verified, decided_by)
          select cluster, location_key, location_name, latitude, longitude, 'import', 'manual', verified, current_user from file
          on conflict (location_key, cluster) do update
          set latitude = excluded.latitude, longitude = excluded.longitude, provider = excluded.provider, status = excluded.status,
              verified = excluded.verified, decided_by = excluded.decided_by, reason = null, retry_after = null,
              location_name = coalesce(old.location_name, excluded.location_name)
          where (excluded.verified or not old.verified)
            and (old.latitude, old.longitude, old.status in ('manual', 'verified'), old.verified or not excluded.verified)
              is distinct from (excluded.latitude, excluded.longitude, true, true)
          returning cluster, location_key
        )
        select
          count(*) filter (where stored.cluster is null) as inserted,
          count(*) filter (where stored.cluster is not null and written.cluster is not null) as changed,
          count(*) filter (where stored.verified and written.cluster is null
            and (stored.latitude, stored.longitude) is distinct from (file.latitude, file.longitude)) as kept,
          count(*) as all
        from file
        left join written using (cluster, location_key)
        left join tickets.geo_locations stored using (cluster, location_key)
        """;

    private const string ClusterPointSql =
        """
        select cluster, latitude, longitude
        from tickets.geo_clusters
        where cluster = any(@Clusters) and latitude is not null and longitude is not null
        """;

    /// <summary>Says which gazetteer row each point is for, as the database cleans names.</summary>
    public static async Task<IReadOnlyList<KeyedPoint>> KeyAsync(
        NpgsqlConnection connection, IReadOnlyList<CuratedPoint> points, CancellationToken cancellation)
    {
        var keys = await connection.QueryAsync<GazetteerKey>(
            KeySql,
            new
            {
                Clusters = (object)points.Select(point => point.Cluster).ToArray(),
                Locations = (object)points.Select(point => point.LocationName).ToArray(),
                cancellation,
            });
        return [.. keys.Zip(points, (key, point) => new KeyedPoint(key, point))];
    }

    /// <summary>Writes the points in the connection's transaction; a row that a person decided only gives way to one marked as verified.</summary>
    public static async Task<ImportReport> WriteAsync(
        NpgsqlConnection connection, IReadOnlyList<KeyedPoint> points, CancellationToken cancellation)
    {
        var clusters = await connection.QuerySingleAsync<WrittenRows>(
            ClusterSql, PointColumns.Of(points.Where(point => point.Key.LocationKey is null), cancellation));
        var locations = await connection.QuerySingleAsync<WrittenRows>(
            LocationSql, PointColumns.Of(points.Where(point => point.Key.LocationKey is not null), cancellation));
        var (inserted, changed, kept, all) = (
            clusters.Inserted + locations.Inserted, clusters.Changed + locations.Changed, clusters.Kept + locations.Kept, clusters.All + locations.All);
        return new ImportReport(
            inserted, changed, all - inserted - changed - kept, kept, [.. FarOf(points, await ClusterPointsAsync(connection, points, cancellation))]);
    }

    /// <summary>A line for each location that lies far from its cluster's point.</summary>
    public static IEnumerable<string> FarOf(IEnumerable<KeyedPoint> points, IReadOnlyDictionary<string, GeoPoint> clusters) =>
        from point in points
        where point.Key.LocationKey is not null && clusters.ContainsKey(point.Key.Cluster)
        let kilometres = point.Curated.Point.KilometresTo(clusters[point.Key.Cluster])
        where kilometres > Far
        select FormattableString.Invariant($"line {point.Curated.Line}: '{point.Key}' lies {kilometres:0.0} km from its cluster's point");

    private static async Task<Dictionary<string, GeoPoint>> ClusterPointsAsync(
        NpgsqlConnection connection, IReadOnlyList<KeyedPoint> points, CancellationToken cancellation)
    {
        var found = await connection.QueryAsync<ClusterPoint>(
            ClusterPointSql, new { Clusters = (object)points.Select(point => point.Key.Cluster).Distinct().ToArray(), cancellation });
        return found.ToDictionary(row => row.Cluster, row => new GeoPoint(row.Latitude, row.Longitude));
    }

    internal sealed record WrittenRows(long Inserted, long Changed, long Kept, long All);

    internal sealed record ClusterPoint(string Cluster, double Latitude, double Longitude);
}
