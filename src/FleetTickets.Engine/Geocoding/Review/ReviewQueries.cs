using Dapper;
using Npgsql;

namespace FleetTickets.Engine.Geocoding.Review;

/// <summary>Reads what a reviewer has to see.</summary>
internal static class ReviewQueries
{
    // Verified rows are done, and what a run has reserved or will ask again is not yet a person's business.
    private const string NamesSql =
        """
        with name as (
          select null::text as location_key, cluster, cluster as location_name, status, reason, provider, query, display_name, level, verified,
                 latitude, longitude, candidate_latitude, candidate_longitude, candidates
          from tickets.geo_clusters
          union all
          select location_key, cluster, coalesce(location_name, location_key), status, reason, provider, query, display_name, level, verified,
                 latitude, longitude, candidate_latitude, candidate_longitude, candidates
          from tickets.geo_locations
        ), open as (
          select null::text as location_key, cluster, open_tickets from tickets.cluster_names
          union all
          select location_key, cluster, open_tickets from tickets.location_names where location_key is not null
        )
        select name.cluster as Cluster, name.location_key as LocationKey, name.location_name as Name, name.status as Status,
               coalesce(open.open_tickets, 0) as OpenTickets, name.reason as Reason, name.provider as Provider, name.query as Query,
               name.display_name as DisplayName, name.level as Level,
               name.latitude as Latitude, name.longitude as Longitude,
               name.candidate_latitude as CandidateLatitude, name.candidate_longitude as CandidateLongitude,
               name.candidates::text as Candidates,
               yardstick.latitude as ClusterLatitude, yardstick.longitude as ClusterLongitude
        from name
        left join open on open.cluster = name.cluster and open.location_key is not distinct from name.location_key
        left join tickets.geo_clusters yardstick on yardstick.cluster = name.cluster and name.location_key is not null
        where not name.verified and coalesce(name.status, '') not in ('verified', 'rejected', 'reserved', 'retry')
        """;

    private const string TotalsSql =
        """
        select kind as Kind, status as Status, count(*) as Names
        from (
          select 'clusters' as kind, coalesce(status, 'unknown') as status from tickets.geo_clusters
          union all
          select 'locations', coalesce(status, 'unknown') from tickets.geo_locations
        ) name
        group by kind, status
        order by kind, count(*) desc, status
        """;

    public static async Task<IReadOnlyList<ReviewName>> NamesAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        [.. (await connection.QueryAsync<StoredName>(NamesSql, new { cancellation })).Select(stored => stored.ToName())];

    /// <summary>How many names of either kind stand how.</summary>
    public static async Task<IReadOnlyList<StatusTotal>> TotalsAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<StatusTotal>(TotalsSql, new { cancellation })];
}

/// <param name="Kind"><c>clusters</c> or <c>locations</c>.</param>
/// <param name="Status">As stored; <c>unknown</c> without one.</param>
internal sealed record StatusTotal(string Kind, string Status, long Names);
