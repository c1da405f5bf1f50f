using Dapper;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Runs;
using Npgsql;

namespace FleetTickets.Engine.Operating.Status;

/// <summary>What the database knows of a dataset's standing.</summary>
internal static class StatusQueries
{
    private const string ImportedAtSql = "select imported_at from tickets.import_meta where dataset = @Name";

    private const string RejectsSql =
        "select count(*) from tickets.import_rejects where dataset = @Name and rejected_at > now() - interval '7 days'";

    // A day of the budget is UTC's.
    private const string BudgetsSql =
        """
        select provider as Provider, day as Day, used as Used, cap as Cap
        from tickets.geocode_budget
        where day = (now() at time zone 'UTC')::date
        order by provider
        """;

    // A failed upload keeps its row; it is settled once a later run applied or skipped another upload under its key.
    private const string LedgerSql =
        """
        select count(*) filter (where status = 'failed' and not exists (
                 select from tickets.import_files settled
                 where settled.dataset = @Name and settled.key = f.key and settled.status in ('applied', 'skipped')
                   and settled.run_id > f.run_id)) as FailedFiles,
               count(*) filter (where status = 'applied' and late) as LateFiles,
               count(*) filter (where status = 'applied' and archived_at is null) as NotArchivedFiles,
               count(*) filter (where status = 'applied' and archived_at is null and applied_at < now() - interval '1 day') as StuckFiles
        from tickets.import_files f
        where dataset = @Name and epoch = @epoch
        """;

    private const string RunsSql =
        """
        select run_id as RunId, mode as Mode, started_at as StartedAt, finished_at as FinishedAt, outcome as Outcome,
               files_applied as FilesApplied, rows_inserted as RowsInserted, rows_updated as RowsUpdated, error as Error
        from tickets.import_runs
        where dataset = @Name
        order by run_id desc
        limit 10
        """;

    // A row says running from before the lock is seen until after it is given back; on a standby no lock of the primary is seen.
    private const string DrainsSql =
        """
        select max(started_at) as LastBegun,
               max(finished_at) filter (where outcome in ('done', 'attention')) as LastSuccess,
               min(started_at) as FirstBegun,
               pg_is_in_recovery() as IsStandby
        from tickets.import_runs
        where dataset = @Name and mode in ('from-bucket', 'reseed')
        """;

    private const string LastDrainsSql =
        """
        select outcome
        from tickets.import_runs
        where dataset = @Name and mode in ('from-bucket', 'reseed')
        order by run_id desc
        limit 3
        """;

    private const string RunningSql = "select run_id from tickets.import_runs where dataset = @Name and outcome = 'running'";

    // Only the newest run counts: a key that has become readable since is not in its findings.
    private const string PassedOverSql =
        """
        select coalesce((
          select findings @> jsonb_build_array(jsonb_build_object('kind', @Kind))
          from tickets.import_runs
          where dataset = @Name and mode in ('from-bucket', 'reseed') and outcome in ('done', 'attention')
          order by run_id desc
          limit 1), false)
        """;

    private static readonly string[] Timestamps =
        ["created_at_service", "scheduled_at", "closed_at", "first_seen_at", "last_seen_at", "source_created_at", "source_updated_at"];

    public static Task<LedgerCounts> LedgerAsync(NpgsqlConnection connection, TicketDataset dataset, int epoch, CancellationToken cancellation) =>
        connection.QuerySingleAsync<LedgerCounts>(LedgerSql, new { dataset.Name, epoch, cancellation });

    public static Task<DrainTimes> DrainsAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        connection.QuerySingleAsync<DrainTimes>(DrainsSql, new { dataset.Name, cancellation });

    /// <summary>How the last three drains ended, the newest first.</summary>
    public static async Task<IReadOnlyList<string>> LastDrainsAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<string>(LastDrainsSql, new { dataset.Name, cancellation })];

    /// <summary>Runs whose rows say that they are at work.</summary>
    public static async Task<IReadOnlyList<long>> RunningAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<long>(RunningSql, new { dataset.Name, cancellation })];

    /// <summary>When the newest applied file was committed; null before the first.</summary>
    public static Task<DateTime?> ImportedAtAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<DateTime?>(ImportedAtSql, new { dataset.Name, cancellation });

    public static Task<long> RejectsAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<long>(RejectsSql, new { dataset.Name, cancellation });

    /// <summary>Today's rows, of every provider that was asked today.</summary>
    public static async Task<IReadOnlyList<GeocoderBudget>> BudgetsAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<GeocoderBudget>(BudgetsSql, new { cancellation })];

    public static async Task<TicketCounts> TicketsAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select count(*), count(*) filter (where is_actionable), count(*) filter (where not is_actionable),
                   count(*) filter (where is_actionable is null)
            from {dataset.Table}
            """,
            connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return new TicketCounts(Total: row.GetInt64(0), Open: row.GetInt64(1), Closed: row.GetInt64(2), Unknown: row.GetInt64(3));
    }

    public static async Task<IReadOnlyDictionary<string, long>> GeoSourcesAsync(
        NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select coalesce(geo_source, 'none'), count(*) from {dataset.Table} group by 1 order by 1", connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var counts = new Dictionary<string, long>();
        while (await row.ReadAsync(cancellation))
            counts.Add(row.GetString(0), row.GetInt64(1));
        return counts;
    }

    public static async Task<double?> UnreadableTimestampsAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation)
    {
        var given = string.Join(" + ", Timestamps.Select(column => $"count(nullif(btrim(raw->>'{column}'), ''))"));
        var read = string.Join(" + ", Timestamps.Select(column => $"count({column})"));
        await using var command = new NpgsqlCommand($"select 1 - ({read})::float8 / nullif({given}, 0) from {dataset.Table}", connection);
        return await command.ExecuteScalarAsync(cancellation) as double?;
    }

    /// <summary>Whether the last run that went through the bucket passed over a file that it should have taken.</summary>
    public static Task<bool> HasPassedOverAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<bool>(PassedOverSql, new { dataset.Name, Kind = FindingKind.FilePassedOver, cancellation });

    public static async Task<IReadOnlyList<RunRow>> LastRunsAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<RunRow>(RunsSql, new { dataset.Name, cancellation })];
}

/// <summary>Files of the current epoch.</summary>
/// <param name="FailedFiles">In failed/, and not settled by another upload under the same name.</param>
/// <param name="LateFiles">Applied, and at or behind the watermark when they came.</param>
/// <param name="NotArchivedFiles">Applied, and the move out of changes/ is still to come.</param>
/// <param name="StuckFiles">Those of them that were applied more than a day ago.</param>
internal sealed record LedgerCounts(long FailedFiles, long LateFiles, long NotArchivedFiles, long StuckFiles);

/// <summary>When runs drained the bucket; null without any.</summary>
/// <param name="LastSuccess">When the last one ended that came to its end, whatever it found.</param>
/// <param name="IsStandby">The database is one, and shows no lock of its primary.</param>
internal sealed record DrainTimes(DateTime? LastBegun, DateTime? LastSuccess, DateTime? FirstBegun, bool IsStandby);
