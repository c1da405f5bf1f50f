using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Loading;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Transactions;
using Npgsql;
using Serilog;
using Serilog.Context;

namespace FleetTickets.Engine.Runs;

/// <summary>
/// What every run has around its work: the lock of the dataset, a row in <c>tickets.import_runs</c>, and at the end the geoms that changed and the history.
/// </summary>
public sealed class RunFrame(RunContext context)
{
    /// <summary>Runs <paramref name="work"/> as one run of the dataset and returns its report.</summary>
    /// <exception cref="DatasetBusyException">Another run has the dataset; nothing was done.</exception>
    public async Task<RunReport> ExecuteAsync(RunMode mode, Func<Run, Task> work, CancellationToken cancellation)
    {
        await using var runLock = await RunLock.TakeAsync(context.Database, context.Dataset, cancellation);
        var report = new RunReport(context.Dataset, mode, context.Options.IsDryRun);
        var runId = await OpenRowAsync(report, cancellation);
        report.RunId = runId;
        using var marked = LogContext.PushProperty("run_id", runId);
        try
        {
            await WorkAsync(report, runId, work, cancellation);
            await CloseRowAsync(runId, report, RunEnd.From(report));
            return report;
        }
        catch (Exception failure)
        {
            await CloseFailedRowAsync(runId, report, failure);
            throw;
        }
    }

    private async Task WorkAsync(RunReport report, long? runId, Func<Run, Task> work, CancellationToken cancellation)
    {
        var started = context.Clock.GetTimestamp();
        await using (var session = await LoadSession.OpenAsync(context.Database, context.Options.IsDryRun, cancellation))
        {
            var load = new FileLoad(context.Dataset, context.Database, session, new FileLoadOptions(runId, context.Options.MaxRejectPercent), context.Progress);
            var run = new Run(context, report, session, load);
            report.WatermarkBefore = (await run.ReadStateAsync(cancellation)).WatermarkKey;
            await work(run);
            // Only an applied file, one that is taken out, or a new epoch moves the watermark.
            report.WatermarkAfter = report.FilesApplied == 0 && report.Mode is not (RunMode.Reseed or RunMode.Skip)
                ? report.WatermarkBefore
                : (await run.ReadStateAsync(cancellation)).WatermarkKey;
        }
        if (!context.Options.IsDryRun)
        {
            await ResolveGeomsAsync(report, cancellation);
            await CaptureHistoryAsync(report, cancellation);
        }
        report.Elapsed = context.Clock.GetElapsedTime(started);
    }

    private async Task ResolveGeomsAsync(RunReport report, CancellationToken cancellation)
    {
        var resolved = await context.TimedAsync(
            "Placing tickets",
            () => context.Database.InTransactionAsync(connection => TicketGeoms.ResolveAsync(connection, context.Dataset, cancellation), cancellation));
        (report.GeomsResolvedAt, report.GeomsMoved) = (resolved.At, resolved.Changed);
        if (report.GeomsMoved > 0)
            Log.Information("{Count} tickets moved with the gazetteers", report.GeomsMoved);
    }

    /// <summary>A history that cannot be written undoes no load: the next run captures what this one left.</summary>
    private async Task CaptureHistoryAsync(RunReport report, CancellationToken cancellation)
    {
        try
        {
            var began = context.Clock.GetTimestamp();
            await context.Database.InTransactionAsync(connection => History.CaptureAsync(connection, context.Dataset, cancellation), cancellation);
            context.LogTime("Capturing the history", began);
        }
        catch (NpgsqlException failed)
        {
            report.HistoryFailure = context.Options.Redact(FailureText.Of(failed));
            Log.Error("History was not captured, the load stays and the next run tries again: {Reason}", report.HistoryFailure);
        }
    }

    private async Task<long?> OpenRowAsync(RunReport report, CancellationToken cancellation)
    {
        if (context.Options.IsDryRun)
            return null;
        return await context.Database.InTransactionAsync<long?>(
            async connection =>
            {
                var runId = await RunLog.StartAsync(connection, context.Dataset, report.Mode, context.Options.ProgramVersion, cancellation);
                if (report.Mode is not (RunMode.FromBucket or RunMode.Reseed))
                    return runId;
                report.FindingsBefore = await RunLog.FindingsBeforeAsync(connection, context.Dataset, runId, cancellation);
                report.CutShortBefore = await RunLog.CutShortAsync(connection, context.Dataset, cancellation);
                if (report.CutShortBefore > 0)
                    Log.Warning("{Count} runs before this one were killed or stopped; see docs/operations/troubleshoot.md#runs-that-are-cut-short", report.CutShortBefore);
                return runId;
            },
            cancellation);
    }

    private async Task CloseRowAsync(long? runId, RunReport report, RunEnd end)
    {
        if (runId is { } id)
            await context.Database.InTransactionAsync(connection => RunLog.FinishAsync(connection, id, report, end), CancellationToken.None);
    }

    private RunEnd EndOf(Exception failure) => failure switch
    {
        OperationCanceledException => new RunEnd(Outcome.Stopped, null),
        // The run's own lock was ours, and yet somebody held the row: a run whose lock was lost with its connection, or a person.
        DatasetBusyException busy => new RunEnd(Outcome.Busy, context.Options.Redact(busy.Message)),
        FileChoiceException refused => new RunEnd(Outcome.Refused, context.Options.Redact(refused.Message)),
        _ => new RunEnd(Outcome.Failed, context.Options.Redact(FailureText.Of(failure))),
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
