using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Loading;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Transactions;
using Npgsql;
using Serilog;
using Serilog.Context;

namespace FleetTickets.Engine.Runs;

/// <summary>
/// What every run has around its files: the dataset to itself, a row in <c>tickets.import_runs</c>, and at the end the geoms that changed and the history.
/// </summary>
public sealed class DatasetRun(TicketDataset dataset, NpgsqlDataSource database, RunOptions options, IRunProgress progress, TimeProvider clock)
{
    public TicketDataset Dataset => dataset;

    public NpgsqlDataSource Database => database;

    public RunOptions Options => options;

    public IRunProgress Progress => progress;

    public TimeProvider Clock => clock;

    /// <summary>Runs <paramref name="work"/> as one run of the dataset and returns its report.</summary>
    /// <exception cref="DatasetBusyException">Another run has the dataset; nothing was done.</exception>
    public async Task<RunReport> ExecuteAsync(RunMode mode, Func<RunStage, Task> work, CancellationToken cancellation)
    {
        await using var runLock = await RunLock.TakeAsync(database, dataset, cancellation);
        var report = new RunReport(dataset, mode, options.IsDryRun);
        var runId = await OpenRowAsync(report, cancellation);
        report.RunId = runId;
        using var marked = LogContext.PushProperty("run_id", runId);
        try
        {
            await WorkAsync(report, runId, work, cancellation);
            await CloseRowAsync(runId, report, RunEnd.Of(report));
            return report;
        }
        catch (Exception failure)
        {
            await CloseFailedRowAsync(runId, report, failure);
            throw;
        }
    }

    private async Task WorkAsync(RunReport report, long? runId, Func<RunStage, Task> work, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        await using (var session = await LoadSession.OpenAsync(database, options.IsDryRun, cancellation))
        {
            var load = new FileLoad(dataset, database, session, new FileLoadOptions(runId, options.MaxRejectPercent), progress);
            var stage = new RunStage(this, report, session, load);
            report.WatermarkBefore = (await stage.ReadStateAsync(cancellation)).WatermarkKey;
            await work(stage);
            // Only an applied file, one that is taken out, or a new epoch moves the watermark.
            report.WatermarkAfter = report.FilesApplied == 0 && report.Mode is not (RunMode.Reseed or RunMode.Skip)
                ? report.WatermarkBefore
                : (await stage.ReadStateAsync(cancellation)).WatermarkKey;
        }
        if (!options.IsDryRun)
        {
            await ResolveGeomsAsync(report, cancellation);
            await CaptureHistoryAsync(report, cancellation);
        }
        report.Elapsed = clock.GetElapsedTime(started);
    }

    private async Task ResolveGeomsAsync(RunReport report, CancellationToken cancellation)
    {
        var resolved = await database.InTransactionAsync(connection => TicketGeoms.ResolveAsync(connection, dataset, cancellation), cancellation);
        (report.GeomsResolvedAt, report.GeomsMoved) = (resolved.At, resolved.Changed);
        if (report.GeomsMoved > 0)
            Log.Information("{Count} tickets moved with the gazetteers", report.GeomsMoved);
    }

    /// <summary>A history that cannot be written undoes no load: the next run captures what this one left.</summary>
    private async Task CaptureHistoryAsync(RunReport report, CancellationToken cancellation)
    {
        try
        {
            await database.InTransactionAsync(connection => History.CaptureAsync(connection, dataset, cancellation), cancellation);
        }
        catch (NpgsqlException failed)
        {
            report.HistoryFailure = options.Redact(FailureText.Of(failed));
            Log.Error("History was not captured, the load stays and the next run tries again: {Reason}", report.HistoryFailure);
        }
    }

    private async Task<long?> OpenRowAsync(RunReport report, CancellationToken cancellation)
    {
        if (options.IsDryRun)
            return null;
        return await database.InTransactionAsync<long?>(
            async connection =>
            {
                var runId = await RunLog.StartAsync(connection, dataset, report.Mode, options.ProgramVersion, cancellation);
                if (report.Mode is not (RunMode.FromBucket or RunMode.Reseed))
                    return runId;
                report.FindingsBefore = await RunLog.FindingsBeforeAsync(connection, dataset, runId, cancellation);
                report.CutShortBefore = await RunLog.CutShortAsync(connection, dataset, cancellation);
                if (report.CutShortBefore > 0)
                    Log.Warning("{Count} runs before this one were killed or stopped; see docs/operations/troubleshoot.md#runs-that-are-cut-short", report.CutShortBefore);
                return runId;
            },
            cancellation);
    }

    private async Task CloseRowAsync(long? runId, RunReport report, RunEnd end)
    {
        if (runId is { } id)
            await database.InTransactionAsync(connection => RunLog.FinishAsync(connection, id, report, end), CancellationToken.None);
    }

    private RunEnd EndOf(Exception failure) => failure switch
    {
        OperationCanceledException => new RunEnd("stopped", null, null),
        // The run's own lock was ours, and yet somebody held the row: a run whose lock was lost with its connection, or a person.
        DatasetBusyException busy => new RunEnd("busy", 75, options.Redact(busy.Message)),
        FileChoiceException refused => new RunEnd("refused", 2, options.Redact(refused.Message)),
        _ => new RunEnd("failed", 1, options.Redact(FailureText.Of(failure))),
    };

    /// <summary>What ended the run matters more than a row that cannot be written; the next run marks it as killed.</summary>
    private async Task CloseFailedRowAsync(long? runId, RunReport report, Exception failure)
    {
        try
        {
            await CloseRowAsync(runId, report, EndOf(failure));
        }
        catch (NpgsqlException unreachable)
        {
            Log.Debug(unreachable, "The run's row could not be closed");
        }
    }
}
