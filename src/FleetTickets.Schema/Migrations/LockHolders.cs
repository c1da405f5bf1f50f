using FleetTickets.Engine.Transactions;
using Npgsql;

namespace FleetTickets.Schema.Migrations;

/// <summary>Who holds what a migrator waits for, as a person needs it to find them. Their statements may hold secrets and are not shown.</summary>
internal static class LockHolders
{
    /// <summary>Who, and since when: a session's transaction, or the session where it has none. Others' details take pg_read_all_stats.</summary>
    private const string WhoSql =
        """
        format('process %s (user %s, application %s%s)', a.pid, coalesce(a.usename, 'unknown'), coalesce(nullif(a.application_name, ''), 'unknown'),
          ', since ' || to_char(coalesce(a.xact_start, a.backend_start) at time zone interval '3 hours', 'YYYY-MM-DD HH24:MI:SS') || ' EAT')
        """;

    private const string OfTablesSql =
        $"""
        select string_agg({WhoSql} || ' holds ' || held.tables, '; ' order by a.xact_start, a.pid)
        from (
          select l.pid, string_agg(distinct n.nspname || '.' || c.relname, ', ') as tables
          from pg_locks l
          join pg_class c on c.oid = l.relation and c.relkind in ('r', 'p', 'v', 'm')
          join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('tickets', 'reporting')
          where l.granted and l.pid <> pg_backend_pid() and l.database = (select oid from pg_database where datname = current_database())
          group by l.pid
        ) held
        join pg_stat_activity a on a.pid = held.pid
        """;

    private const string OfKeySql =
        $"""
        select string_agg({WhoSql}, '; ' order by a.pid)
        from pg_locks l
        join pg_stat_activity a on a.pid = l.pid
        where l.locktype = 'advisory' and l.granted and l.database = (select oid from pg_database where datname = current_database())
          and l.objsubid = 1 and ((l.classid::bigint << 32) | l.objid::bigint) = KEY
        """;

    /// <summary>Of the tables and views of both schemas.</summary>
    public static async Task<string> OfTablesAsync(NpgsqlDataSource database, CancellationToken cancellation) =>
        await AskAsync(database, OfTablesSql, cancellation) ?? "Who held it has let go";

    /// <param name="key">An expression, the key of an advisory lock.</param>
    public static Task<string?> OfKeyAsync(NpgsqlDataSource database, string key, CancellationToken cancellation) =>
        AskAsync(database, OfKeySql.Replace("KEY", key, StringComparison.Ordinal), cancellation);

    private static async Task<string?> AskAsync(NpgsqlDataSource database, string sql, CancellationToken cancellation)
    {
        await using var transaction = await DatabaseTransaction.BeginAsync(database, cancellation);
        await using var question = new NpgsqlCommand(sql, transaction.Connection);
        return await question.ExecuteScalarAsync(cancellation) as string;
    }
}
