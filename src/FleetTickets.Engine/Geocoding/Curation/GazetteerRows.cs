using Dapper;
using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Places;
using Npgsql;

namespace FleetTickets.Engine.Geocoding.Curation;

/// <summary>Reads and writes the gazetteer rows that a person decides about.</summary>
internal static class GazetteerRows
{
    private const string ClusterSql =
        """
        select null::text as LocationName, status, verified, latitude, longitude,
               candidate_latitude as CandidateLatitude, candidate_longitude as CandidateLongitude
        from tickets.geo_clusters
        where cluster = @Cluster
        for update
        """;

    private const string LocationSql =
        """
        select location_name as LocationName, status, verified, latitude, longitude,
               candidate_latitude as CandidateLatitude, candidate_longitude as CandidateLongitude
        from tickets.geo_locations
        where location_key = @LocationKey and cluster = @Cluster
        for update
        """;

    private const string NamedClusterSql = "select null::text as LocationName from tickets.cluster_names where cluster = @Cluster";

    private const string NamedLocationSql =
        "select location_name as LocationName from tickets.location_names where location_key = @LocationKey and cluster = @Cluster";

    private const string WriteClusterSql =
        """
        insert into tickets.geo_clusters (cluster, latitude, longitude, status, verified, decided_by, provider)
        values (@Cluster, @Latitude, @Longitude, @Status, true, current_user, @Provider)
        on conflict (cluster) do update
        set latitude = excluded.latitude, longitude = excluded.longitude, status = excluded.status, verified = true,
            decided_by = excluded.decided_by, provider = coalesce(excluded.provider, geo_clusters.provider), reason = null, retry_after = null
        """;

    private const string WriteLocationSql =
        """
        insert into tickets.geo_locations (location_key, cluster, location_name, latitude, longitude, status, verified, decided_by, provider)
        values (@LocationKey, @Cluster, @LocationName, @Latitude, @Longitude, @Status, true, current_user, @Provider)
        on conflict (location_key, cluster) do update
        set latitude = excluded.latitude, longitude = excluded.longitude, status = excluded.status, verified = true,
            decided_by = excluded.decided_by, provider = coalesce(excluded.provider, geo_locations.provider), reason = null, retry_after = null
        """;

    /// <summary>The row, locked until the transaction ends; null when there is none.</summary>
    public static async Task<GazetteerRow?> LockAsync(NpgsqlConnection connection, GazetteerKey key, CancellationToken cancellation)
    {
        var name = new { key.Cluster, key.LocationKey, cancellation };
        var stored = key.LocationKey is null
            ? await connection.QuerySingleOrDefaultAsync<StoredRow>(ClusterSql, name)
            : await connection.QuerySingleOrDefaultAsync<StoredRow>(LocationSql, name);
        return stored is null
            ? null
            : new GazetteerRow(
                key, stored.LocationName, stored.Status, stored.Verified,
                GeoPoint.Of(stored.Latitude, stored.Longitude), GeoPoint.Of(stored.CandidateLatitude, stored.CandidateLongitude));
    }

    /// <summary>A row still to be written for a name that tickets have; null when none has it.</summary>
    public static async Task<GazetteerRow?> NamedByTicketsAsync(NpgsqlConnection connection, GazetteerKey key, CancellationToken cancellation)
    {
        var name = new { key.Cluster, key.LocationKey, cancellation };
        var named = key.LocationKey is null
            ? await connection.QueryFirstOrDefaultAsync<NamedByTickets>(NamedClusterSql, name)
            : await connection.QueryFirstOrDefaultAsync<NamedByTickets>(NamedLocationSql, name);
        return named is null ? null : new GazetteerRow(key, named.LocationName, Status: null, IsVerified: false, Point: null, Candidate: null);
    }

    /// <summary>Stores a decision, by the database role that is connected.</summary>
    public static Task WriteAsync(NpgsqlConnection connection, DecidedRow row, CancellationToken cancellation)
    {
        var (before, after) = (row.Before, row.After);
        var parameters = new
        {
            before.Key.Cluster,
            before.Key.LocationKey,
            before.LocationName,
            after.Point?.Latitude,
            after.Point?.Longitude,
            after.Status,
            // A point that a person entered is no longer the geocoder's.
            Provider = after.Status == "manual" ? "manual" : null,
            cancellation,
        };
        return before.Key.LocationKey is null
            ? connection.ExecuteAsync(WriteClusterSql, parameters)
            : connection.ExecuteAsync(WriteLocationSql, parameters);
    }

    internal sealed record NamedByTickets(string? LocationName);

    internal sealed record StoredRow
    {
        public string? LocationName { get; init; }

        public string? Status { get; init; }

        public bool Verified { get; init; }

        public double? Latitude { get; init; }

        public double? Longitude { get; init; }

        public double? CandidateLatitude { get; init; }

        public double? CandidateLongitude { get; init; }
    }
}
