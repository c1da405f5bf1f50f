using Dapper;
using Npgsql;

namespace FleetTickets.Engine.Geocoding.Gazetteer;

/// <summary>The statements over one gazetteer table. The two tables differ in their key and in what a name is.</summary>
internal sealed record GazetteerSql
{
    private const string KnownColumns =
        """
        g.cluster is not null as IsKnown, g.status as Status, coalesce(g.verified, false) as IsVerified, g.latitude as Latitude, g.longitude as Longitude,
          g.provider as Provider, g.rules_version as RulesVersion, g.retry_after as RetryAfter, coalesce(g.attempts, 0) as Attempts,
          g.candidates::text as Candidates
        """;

    private const string ClusterPlaces =
        $"""
        select cluster as Cluster, null as LocationKey, null as DeliveredName, tickets.clean_location(cluster) as CleanedName,
          null as CleanedCluster, null::float8 as ClusterLatitude, null::float8 as ClusterLongitude,
          n.cluster is not null as IsNamed, coalesce(n.open_tickets, 0) as OpenTickets,
          {KnownColumns}
        from tickets.cluster_names n
        full join tickets.geo_clusters g using (cluster)
        order by coalesce(n.open_tickets, 0) desc, n.oldest_open, cluster collate "C"
        """;

    private const string LocationPlaces =
        $"""
        select cluster as Cluster, location_key as LocationKey, coalesce(g.location_name, n.location_name) as DeliveredName,
          case when location_key is not null then tickets.clean_location(coalesce(n.location_name, g.location_name, location_key)) end as CleanedName,
          tickets.clean_location(cluster) as CleanedCluster, c.latitude as ClusterLatitude, c.longitude as ClusterLongitude,
          n.cluster is not null as IsNamed, coalesce(n.open_tickets, 0) as OpenTickets,
          {KnownColumns}
        from tickets.location_names n
        full join tickets.geo_locations g using (cluster, location_key)
        left join tickets.geo_clusters c using (cluster)
        order by coalesce(n.open_tickets, 0) desc, n.oldest_open, cluster collate "C", location_key collate "C"
        """;

    public static GazetteerSql OfClusters { get; } = new()
    {
        Table = "tickets.geo_clusters",
        KeyColumns = "cluster",
        KeyValues = "@Cluster",
        ReadPlacesAsync = ReadClustersAsync,
    };

    public static GazetteerSql OfLocations { get; } = new()
    {
        Table = "tickets.geo_locations",
        KeyColumns = "cluster, location_key",
        KeyValues = "@Cluster, @LocationKey",
        NameColumn = ", location_name",
        NameValue = ", @DeliveredName",
        DistanceUpdate = ", distance_km = @DistanceKm",
        ReadPlacesAsync = ReadLocationsAsync,
    };

    /// <summary>Every name and every row, those with the most open tickets first.</summary>
    public required Func<NpgsqlConnection, CancellationToken, Task<IEnumerable<PlaceRow>>> ReadPlacesAsync { get; init; }

    /// <summary>
    /// True when the name is now ours to ask; no row otherwise. Another pass that answered or reserved it since it was read has raised its attempts,
    /// or still holds it.
    /// </summary>
    public string Reserve =>
        $"""
        insert into {Table} as g ({KeyColumns}{NameColumn}, status, retry_after)
        values ({KeyValues}{NameValue}, 'reserved', @until)
        on conflict ({KeyColumns}) do update set status = 'reserved', retry_after = excluded.retry_after
        where not g.verified and g.latitude is null and g.attempts = @Attempts and (g.status is distinct from 'reserved' or g.retry_after <= @now)
        returning true
        """;

    public string Store =>
        $"""
        update {Table}
        set {VerdictUpdate},
            provider = @Provider, query = @Query, rules_version = tickets.name_rules_version(), candidates = @Candidates::jsonb,
            retry_after = @RetryAfter, attempts = attempts + 1, geocoded_at = @GeocodedAt
        where {IsOurs}
        """;

    public string Rejudge =>
        $"""
        update {Table}
        set {VerdictUpdate}
        where {IsOurs}
        """;

    public string GiveBack =>
        $"""
        update {Table}
        set status = 'retry', retry_after = null
        where {IsOurs} and status = 'reserved'
        """;

    public required string Table { get; init; }

    public required string KeyColumns { get; init; }

    public required string KeyValues { get; init; }

    private string NameColumn { get; init; } = "";

    private string NameValue { get; init; } = "";

    private string DistanceUpdate { get; init; } = "";

    private string VerdictUpdate =>
        $"""
        latitude = @Latitude, longitude = @Longitude, status = @Status, reason = @Reason, display_name = @DisplayName, confidence = @Confidence,
            level = @Level, candidate_latitude = @CandidateLatitude, candidate_longitude = @CandidateLongitude{DistanceUpdate}
        """;

    private string IsOurs => $"({KeyColumns}) = ({KeyValues}) and not verified";

    // Methods, because a call in a property's initial value is not compiled ahead.
    private static Task<IEnumerable<PlaceRow>> ReadClustersAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.QueryAsync<PlaceRow>(ClusterPlaces, new { cancellation });

    private static Task<IEnumerable<PlaceRow>> ReadLocationsAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.QueryAsync<PlaceRow>(LocationPlaces, new { cancellation });
}
