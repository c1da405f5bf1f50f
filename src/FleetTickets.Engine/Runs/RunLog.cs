using Dapper;
using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.Engine.Runs;

/// <summary><c>tickets.import_runs</c>: one row a run, there from its start, so that a killed run shows.</summary>
public static class RunLog
{
    // Under the lock, an unfinished row belongs to a run that has ended. What it did stands in the ledger.
    private const string StartSql =
        """
        update tickets.import_runs r
        set outcome = 'killed',
            (files_applied, files_late, files_failed,
             rows_read, rows_dropped, rows_rejected, rows_superseded, rows_inserted, rows_updated, rows_unchanged) = (
              select count(*) filter (where f.status <> 'failed'),
                     count(*) filter (where f.status = 'applied' and f.late),
                     count(*) filter (where f.status = 'failed'),
                     coalesce(sum(f.rows_read), 0), coalesce(sum(f.rows_dropped), 0), coalesce(sum(f.rows_rejected), 0),
                     coalesce(sum(f.rows_superseded), 0), coalesce(sum(f.rows_inserted), 0), coalesce(sum(f.rows_updated), 0),
                     coalesce(sum(f.rows_unchanged), 0)
              from tickets.import_files f
              where f.dataset = r.dataset and f.run_id = r.run_id)
        where dataset = @Name and outcome = 'running';
        insert into tickets.import_runs (dataset, mode, program_version) values (@Name, @Mode, @programVersion) returning run_id
        """;

    // The last run that came to its end has reported those before it.
    private const string CutShortSql =
        """
        select count(*)
        from tickets.import_runs
        where dataset = @Name and mode in ('from-bucket', 'reseed') and outcome in ('killed', 'stopped')
          and run_id > coalesce((
            select max(run_id)
            from tickets.import_runs
            where dataset = @Name and mode in ('from-bucket', 'reseed') and outcome in ('done', 'attention')), 0)
        """;

    private const string FindingsBeforeSql =
        """
        select findings::text
        from tickets.import_runs
        where dataset = @Name and run_id < @runId and mode in ('from-bucket', 'reseed') and outcome in ('done', 'attention')
        order by run_id desc
        limit 1
        """;

    private const string FinishSql =
        """
        update tickets.import_runs
        set finished_at = clock_timestamp(), outcome = @outcome, exit_code = @exitCode, error = @error,
            files_found = @FilesFound, files_applied = @FilesApplied, files_late = @FilesLate, files_failed = @FilesFailed,
            rows_read = @Read, rows_dropped = @Dropped, rows_rejected = @Rejected, rows_superseded = @Superseded,
            rows_inserted = @Inserted, rows_updated = @Updated, rows_unchanged = @Unchanged,
            watermark_before = @WatermarkBefore, watermark_after = @WatermarkAfter, geoms_resolved_at = @GeomsResolvedAt, findings = @findings::jsonb
        where run_id = @runId
        """;

    /// <summary>Opens the run's row and returns its id.</summary>
    public static Task<long> StartAsync(
        NpgsqlConnection connection, TicketDataset dataset, RunMode mode, string programVersion, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<long>(StartSql, new { dataset.Name, Mode = Text(mode), programVersion, cancellation });

    /// <summary>Drains that were killed or stopped since one came to its end; to be asked once this run's row is open.</summary>
    public static Task<long> CutShortAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<long>(CutShortSql, new { dataset.Name, cancellation });

    /// <summary>What the last finished drain before a run found. A state that lasts is not reported again.</summary>
    public static async Task<IReadOnlyList<Finding>> FindingsBeforeAsync(
        NpgsqlConnection connection, TicketDataset dataset, long runId, CancellationToken cancellation) =>
        await connection.ExecuteScalarAsync<string?>(FindingsBeforeSql, new { dataset.Name, runId, cancellation }) is { } json ? Findings.Parse(json) : [];

    /// <summary>Closes the run's row. Not cancellable: a stopped run is a result as well.</summary>
    public static Task FinishAsync(NpgsqlConnection connection, long runId, RunReport report, RunEnd end) =>
        connection.ExecuteAsync(FinishSql, new
        {
            runId, outcome = end.Outcome.Word, exitCode = end.Outcome.ExitCode, error = end.Error,
            report.FilesFound, report.FilesApplied, report.FilesLate, report.FilesFailed,
            report.Rows.Read, report.Rows.Dropped, report.Rows.Rejected, report.Rows.Superseded,
            report.Rows.Inserted, report.Rows.Updated, report.Rows.Unchanged,
            report.WatermarkBefore, report.WatermarkAfter, report.GeomsResolvedAt, findings = Findings.Json(report),
        });

    /// <summary>As a run is named in its row, and in notices.</summary>
    public static string Text(RunMode mode) => mode switch
    {
        RunMode.FromBucket => "from-bucket",
        RunMode.Reseed => "reseed",
        RunMode.LocalFile => "local",
        RunMode.Retry => "retry",
        RunMode.Skip => "skip",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };
}
