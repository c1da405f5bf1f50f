using Dapper;
using FleetTickets.Engine.Datasets;
using Npgsql;

namespace FleetTickets.Engine.Reporting;

/// <summary>What the database knows of a dataset's standing.</summary>
public static class StatusQueries
{
    // A failed upload keeps its row; it is settled once a later run applied or skipped another upload under its key.
    private const string LedgerSql =
        """
        select (select imported_at from tickets.import_meta where dataset = @Name) as ImportedAt,
               count(*) filter (where status = 'failed' and not exists (
                 select from tickets.import_files settled
                 where settled.dataset = @Name and settled.key = f.key and settled.status in ('applied', 'skipped')
                   and settled.run_id > f.run_id)) as FailedFiles,
               count(*) filter (where status = 'applied' and archived_at is null) as NotArchivedFiles,
               (select count(*) from tickets.import_rejects
                where dataset = @Name and rejected_at > now() - interval '7 days') as RejectsLast7Days
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

    private static readonly string[] Timestamps =
        ["created_at_service", "scheduled_at", "closed_at", "first_seen_at", "last_seen_at", "source_created_at", "source_updated_at"];

    public static Task<LedgerCounts> LedgerAsync(NpgsqlConnection connection, TicketDataset dataset, int epoch, CancellationToken cancellation) =>
        connection.QuerySingleAsync<LedgerCounts>(new CommandDefinition(LedgerSql, new { dataset.Name, epoch }, cancellationToken: cancellation));

    public static Task<TicketCounts> TicketsAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        connection.QuerySingleAsync<TicketCounts>(new CommandDefinition(
            $"""
            select count(*) as Total, count(*) filter (where is_actionable) as Open, count(*) filter (where not is_actionable) as Closed,
                   count(*) filter (where is_actionable is null) as Unknown
            from {dataset.Table}
            """,
            cancellationToken: cancellation));

    public static async Task<IReadOnlyDictionary<string, long>> GeoSourcesAsync(
        NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation)
    {
        var counts = await connection.QueryAsync<(string Source, long Count)>(new CommandDefinition(
            $"select geo_source, count(*) from {dataset.Table} group by 1 order by 1", cancellationToken: cancellation));
        return counts.ToDictionary(item => item.Source, item => item.Count);
    }

    public static Task<double?> UnreadableTimestampsAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation)
    {
        var given = string.Join(" + ", Timestamps.Select(column => $"count(nullif(btrim(raw->>'{column}'), ''))"));
        var read = string.Join(" + ", Timestamps.Select(column => $"count({column})"));
        return connection.ExecuteScalarAsync<double?>(new CommandDefinition(
            $"select 1 - ({read})::float8 / nullif({given}, 0) from {dataset.Table}", cancellationToken: cancellation));
    }

    public static async Task<IReadOnlyList<RunRow>> LastRunsAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<RunRow>(new CommandDefinition(RunsSql, new { dataset.Name }, cancellationToken: cancellation))];
}

public sealed record LedgerCounts(DateTime? ImportedAt, long FailedFiles, long NotArchivedFiles, long RejectsLast7Days);
