using System.Globalization;
using Dapper;
using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.Engine.Ledger;

/// <summary>Who has a dataset to itself right now.</summary>
/// <param name="Process">The server's number of the session, as in <c>pg_stat_activity</c>.</param>
/// <param name="Role">The role that the session logged in as: any role that may connect can take the lock.</param>
/// <param name="Program">What the session calls itself: program and machine. Null when this user may not see it.</param>
/// <param name="Address">Where the session comes from; null over a socket, or when this user may not see it.</param>
/// <param name="Since">
/// When the transaction that has the lock began, which is when its run did; of an older version's session lock, when the session did. Null when
/// this user may not see it.
/// </param>
internal sealed record LockHolder(int Process, string? Role, string? Program, string? Address, DateTime? Since)
{
    private const string FindSql =
        """
        select a.pid as Process, a.usename::text as Role, a.application_name as Program, host(a.client_addr) as Address,
               coalesce(a.xact_start, a.backend_start) as Since
        from pg_locks l
        join pg_stat_activity a using (pid)
        where l.locktype = 'advisory' and l.granted and l.objsubid = 1
          and l.database = (select oid from pg_database where datname = current_database())
          and (l.classid::bigint << 32) | l.objid::bigint = hashtextextended('fleettickets/' || @Name, 0)
        """;

    /// <summary>Null when nobody holds the dataset.</summary>
    public static Task<LockHolder?> FindAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        connection.QueryFirstOrDefaultAsync<LockHolder>(FindSql, new { dataset.Name, cancellation });

    public override string ToString()
    {
        var who = string.Join(", ", new[] { Role is null ? null : $"role {Role}", Program, Address }.Where(part => !string.IsNullOrEmpty(part)));
        var since = Since + ChangeFile.EastAfricaTime;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"process {Process}{(who == "" ? "" : $" ({who})")}{(since is null ? "" : $" since {since:yyyy-MM-dd HH:mm:ss} EAT")}");
    }
}
