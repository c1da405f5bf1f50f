using Dapper;
using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.Engine.Loading;

/// <summary>Moves tickets to where the gazetteers now place them. A ticket that is written is placed by a trigger.</summary>
internal static class TicketGeoms
{
    // The hour is for a gazetteer change whose transaction began before the last run and was committed after it. A run dated in the future
    // ran under a clock that was ahead: then nothing is known of what has changed since.
    private const string ResolveSql =
        """
        select now() as at,
               tickets.resolve_geoms_of(@Name, coalesce((
                 select case when geoms_resolved_at <= now() then geoms_resolved_at - interval '1 hour' end
                 from tickets.import_runs
                 where dataset = @Name and geoms_resolved_at is not null
                 order by run_id desc
                 limit 1), '-infinity')) as changed
        """;

    /// <summary>Looks at the tickets whose gazetteer rows changed since this dataset's last run, and rewrites those that moved.</summary>
    public static Task<ResolvedGeoms> ResolveAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        connection.QuerySingleAsync<ResolvedGeoms>(ResolveSql, new { dataset.Name, cancellation });
}

/// <param name="At">Database time up to which changes of the gazetteers have reached the tickets.</param>
/// <param name="Changed">Tickets that moved.</param>
internal sealed record ResolvedGeoms(DateTime At, long Changed);
