using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Draining;
using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Runs;
using Npgsql;
using Serilog;

namespace FleetTickets.Engine.Verifying;

/// <summary>
/// Folds every file of the bucket anew and compares what comes out with the tickets. Takes no lock and leaves nothing: it sees the database as
/// of one moment, so that runs may go on beside it.
/// </summary>
public sealed class Verify(TicketDataset dataset, NpgsqlDataSource database, IChangeBucket bucket, IRunProgress progress, TimeProvider clock)
{
    /// <summary>Reads every file. The result holds a connection until it is disposed.</summary>
    /// <exception cref="BucketException">The bucket cannot be used.</exception>
    public async Task<FoldedFiles> FoldAsync(CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        // In the order of a file's way, and before the ledger is read: what moves on meanwhile is met again further on, and nothing is missed.
        var changes = await bucket.ListAsync(dataset.ChangesFolder, cancellation);
        var processed = await bucket.ListAsync(dataset.ProcessedFolder, cancellation);
        await Fault.AtAsync(FaultPoint.AfterList, cancellation);
        var shadow = await ShadowTable.CreateAsync(database, dataset, progress, cancellation);
        try
        {
            var files = await PlanAsync(shadow.Connection, changes, processed, cancellation);
            progress.Planned(files.Count(file => file.Content is not null), files.Sum(file => file.Content?.Size ?? 0));
            var folded = new FoldedFiles(dataset, shadow, files, new VerifyReport(dataset), started, clock);
            for (var i = 0; i < files.Count; i++)
                await FoldAsync(folded, i, cancellation);
            return folded;
        }
        catch
        {
            await shadow.DisposeAsync();
            throw;
        }
    }

    private async Task<IReadOnlyList<VerifiedFile>> PlanAsync(
        NpgsqlConnection connection, IReadOnlyList<BucketObject> changes, IReadOnlyList<BucketObject> processed, CancellationToken cancellation)
    {
        var state = await DatasetState.ReadAsync(connection, dataset, cancellation);
        var ledger = await LedgerFile.AllAsync(connection, dataset, cancellation);
        var keys = ChangeFile.KeysAmong(changes, dataset.ChangesFolder);
        var done = await FileLedger.DoneAsync(connection, dataset, state.Epoch, keys, cancellation);
        var failed = ledger.Where(row => row.Status is FileStatus.Failed).Select(row => row.Id).ToHashSet();
        var plan = DrainPlan.For(dataset, changes, done, clock.GetUtcNow());
        return VerifyPlan.For(
            dataset, state, ledger,
            waiting: plan.ToLoad.Where(file => !failed.Contains(file.Id)),
            left: plan.ToArchive,
            processed.Select(listed => ArchivedFile.From(listed, dataset.ProcessedFolder)).OfType<ArchivedFile>());
    }

    private async Task FoldAsync(FoldedFiles folded, int index, CancellationToken cancellation)
    {
        var file = folded.Files[index];
        if (file.Content is not { } content)
            await folded.NameAsync(index, cancellation);
        else if (file.WasReplaced)
            await folded.SetAsideAsync(index, $"is not what was applied: {content.Size} bytes, the ledger has {file.Row!.Size}", cancellation);
        else
            await ReadAsync(folded, index, content, cancellation);
    }

    private async Task ReadAsync(FoldedFiles folded, int index, BucketObject content, CancellationToken cancellation)
    {
        var file = new ChangeFile(content, folded.Files[index].Position.Time);
        try
        {
            if (await folded.Shadow.FoldAsync(index, file, (offset, token) => bucket.OpenAsync(content, offset, token), cancellation) is { } unreadable)
                await folded.SetAsideAsync(index, $"cannot be read: line {unreadable.Line}: {unreadable.Message}", cancellation);
            else
                folded.Report.FilesRead++;
        }
        catch (ObjectGoneException gone)
        {
            Log.Warning("Not compared: {Reason}", gone.Message);
            await folded.NameAsync(index, cancellation);
        }
        progress.Finished(new FileOutcome(file, FileStatus.Applied));
    }
}
