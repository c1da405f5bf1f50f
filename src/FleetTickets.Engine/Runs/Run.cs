using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Loading.Refolding;
using FleetTickets.Engine.Loading;
using Serilog;

namespace FleetTickets.Engine.Runs;

/// <summary>A run that holds its dataset. Each call is a transaction of its own.</summary>
public sealed class Run(RunContext context, RunReport report, LoadSession session, FileLoad load)
{
    public RunReport Report => report;

    /// <summary>The state as the run sees it: in a dry-run, with what it has done so far.</summary>
    public async Task<DatasetState> ReadStateAsync(CancellationToken cancellation)
    {
        await using var transaction = await session.BeginAsync(cancellation);
        return await DatasetState.ReadAsync(transaction.Connection, context.Dataset, cancellation);
    }

    /// <summary>The listed uploads that need no loading in this epoch.</summary>
    internal async Task<IReadOnlyDictionary<UploadId, DoneUpload>> ReadDoneAsync(
        DatasetState state, IReadOnlyList<BucketObject> listing, CancellationToken cancellation)
    {
        await using var transaction = await session.BeginAsync(cancellation);
        return await FileLedger.DoneAsync(transaction.Connection, context.Dataset, state.Epoch, KeysAmong(listing), cancellation);
    }

    /// <summary>Closes the ledger's rows of files that are no longer listed: a run was killed between a move and its mark.</summary>
    public async Task MarkMovedAsync(IReadOnlyList<BucketObject> listing, CancellationToken cancellation)
    {
        await using var transaction = await session.BeginAsync(cancellation);
        await FileLedger.MarkMovedAsync(transaction.Connection, context.Dataset, KeysAmong(listing), cancellation);
        await transaction.CommitAsync();
    }

    /// <summary>Begins a new epoch: what is stored, and what the ledger holds so far, no longer counts.</summary>
    public async Task RaiseEpochAsync(CancellationToken cancellation)
    {
        await using var transaction = await session.BeginAsync(cancellation);
        var state = await DatasetState.LockAsync(transaction.Connection, context.Dataset, cancellation);
        await state.RaiseEpochAsync(transaction.Connection, context.Dataset, cancellation);
        await transaction.CommitAsync();
        Log.Information("Epoch {Epoch} begins: every file in {Folder} is taken", state.Epoch + 1, context.Dataset.ChangesFolder);
    }

    /// <summary>Notes that every file of a reseed's listing has been dealt with.</summary>
    public async Task FinishReseedAsync(CancellationToken cancellation)
    {
        await using var transaction = await session.BeginAsync(cancellation);
        await DatasetState.FinishReseedAsync(transaction.Connection, context.Dataset, cancellation);
        await transaction.CommitAsync();
    }

    /// <summary>Loads a batch in one transaction, and counts and logs what became of each file.</summary>
    public async Task<LoadResult> LoadAsync(Batch batch, CancellationToken cancellation)
    {
        var result = await context.TimedAsync($"Loading a batch of {batch.Files.Count}", () => load.LoadAsync(batch, cancellation));
        if (result is LoadResult.Loaded loaded)
            Tell(batch.Files, loaded.Outcomes);
        return result;
    }

    private void Tell(IReadOnlyList<ChangeFile> files, IReadOnlyList<FileOutcome> outcomes)
    {
        foreach (var done in files.Except(outcomes.Select(outcome => outcome.File)))
            Log.Information("{File} was applied by another run meanwhile", done.Key);
        foreach (var outcome in outcomes)
        {
            report.Add(outcome);
            FileLog.Write(outcome, report.IsDryRun);
            context.Progress.Finished(outcome);
        }
    }

    public async Task<IReadOnlyList<LedgerFile>> ReadLedgerAsync(CancellationToken cancellation)
    {
        await using var transaction = await session.BeginAsync(cancellation);
        return await LedgerFile.AllAsync(transaction.Connection, context.Dataset, cancellation);
    }

    /// <summary>The ledger's rows of some keys.</summary>
    public async Task<IReadOnlyList<LedgerFile>> ReadLedgerAsync(IEnumerable<string> keys, CancellationToken cancellation)
    {
        await using var transaction = await session.BeginAsync(cancellation);
        return await LedgerFile.OfKeysAsync(transaction.Connection, context.Dataset, keys, cancellation);
    }

    /// <summary>What runs of an epoch have applied since one of them found every file late.</summary>
    public async Task<IReadOnlyList<LedgerFile>> ReadSinceAllLateAsync(int epoch, CancellationToken cancellation)
    {
        await using var transaction = await session.BeginAsync(cancellation);
        return await LedgerFile.SinceAllLateAsync(transaction.Connection, context.Dataset, epoch, FindingKind.AllFilesLate, cancellation);
    }

    /// <summary>Notes behind which key processed/ holds what the ledger does not know; null when it knows all.</summary>
    public async Task CheckArchiveFromAsync(string? from, CancellationToken cancellation)
    {
        await using var transaction = await session.BeginAsync(cancellation);
        await DatasetState.LockAsync(transaction.Connection, context.Dataset, cancellation);
        await DatasetState.CheckArchiveFromAsync(transaction.Connection, context.Dataset, from, cancellation);
        await transaction.CommitAsync();
    }

    /// <summary>Notes that an upload shall not be applied.</summary>
    public async Task SkipAsync(ChangeFile file, CancellationToken cancellation)
    {
        await using var transaction = await session.BeginAsync(cancellation);
        var state = await DatasetState.LockAsync(transaction.Connection, context.Dataset, cancellation);
        await LedgerDecisions.SkipAsync(transaction.Connection, context.Dataset, state.Epoch, report.RunId, file, cancellation);
        await transaction.CommitAsync();
    }

    /// <summary>Takes an applied file out of the tickets and out of the ledger's memory.</summary>
    /// <param name="before">The files that it wins over, the newest first.</param>
    public async Task<TakenOut> TakeOutAsync(LedgerFile taken, IReadOnlyList<FoldSource> before, CancellationToken cancellation)
    {
        await using var transaction = await session.BeginAsync(cancellation);
        await DatasetState.LockAsync(transaction.Connection, context.Dataset, cancellation);
        var counts = await new Refold(context.Dataset, transaction.Connection, context.Progress, cancellation).RunAsync(taken, before);
        await LedgerDecisions.TakeOutAsync(transaction.Connection, context.Dataset, report.RunId, taken, cancellation);
        await transaction.CommitAsync();
        return counts;
    }

    /// <summary>Notes that a skipped upload may be applied after all.</summary>
    public async Task TakeBackAsync(LedgerFile skipped, CancellationToken cancellation)
    {
        await using var transaction = await session.BeginAsync(cancellation);
        await DatasetState.LockAsync(transaction.Connection, context.Dataset, cancellation);
        await LedgerDecisions.TakeBackAsync(transaction.Connection, context.Dataset, report.RunId, skipped, cancellation);
        await transaction.CommitAsync();
    }

    private IEnumerable<string> KeysAmong(IReadOnlyList<BucketObject> listing) => ChangeFile.KeysAmong(listing, context.Dataset.ChangesFolder);
}
