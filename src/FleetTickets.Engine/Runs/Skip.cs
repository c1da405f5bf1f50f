using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Changes;
using FleetTickets.Engine.Loading;
using FleetTickets.Engine.Reporting;

namespace FleetTickets.Engine.Runs;

/// <summary>Notes that files shall not be applied: ones that wait, which then leave changes/, and failed ones, which stay where they are.</summary>
public sealed class Skip(DatasetRun run, IChangeBucket bucket)
{
    /// <exception cref="FileChoiceException">A key names no such file; nothing was done.</exception>
    /// <exception cref="DatasetBusyException">Another run has the dataset; nothing was done.</exception>
    public async Task<IReadOnlyList<DecidedFile>> RunAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        IReadOnlyList<DecidedFile> chosen = [];
        await run.ExecuteAsync(
            RunMode.Skip,
            async stage =>
            {
                var listing = await bucket.ListAsync(run.Dataset.ChangesFolder, cancellation);
                chosen = await ChooseAsync(stage, listing, keys, cancellation);
                await using var archive = new Archive(run, bucket);
                foreach (var file in chosen)
                {
                    await stage.SkipAsync(file.File, cancellation);
                    if (!run.Options.IsDryRun && listing.Contains(file.File.Upload))
                        await archive.BeginMoveAsync(file.File, run.Dataset.ProcessedFolder, cancellation);
                }
            },
            cancellation);
        return chosen;
    }

    private async Task<IReadOnlyList<DecidedFile>> ChooseAsync(
        RunStage stage, IReadOnlyList<BucketObject> listing, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var (state, done) = await stage.MeetLedgerAsync(listing, cancellation);
        var plan = DrainPlan.For(run.Dataset, listing, done, run.Clock.GetUtcNow());
        var waiting = listing.Select(listed => ChangeFile.From(listed, run.Dataset.ChangesFolder)).OfType<ChangeFile>().Except(plan.ToArchive).ToList();
        var here = waiting.Select(file => (file.Key, file.Upload.ETag)).ToHashSet();
        var failed = (await stage.ReadLedgerAsync(cancellation))
            .Where(row => row.Status is FileStatus.Failed && row.Epoch == state.Epoch && !here.Contains((row.Key, row.ETag)));
        return new FileChoice<DecidedFile>(
        [
            .. waiting.Select(file => (new DecidedFile(file, "waiting", null), (IReadOnlyList<string>)[file.Key])),
            .. failed.Select(row => (
                new DecidedFile(new ChangeFile(new BucketObject(row.Key, row.ETag, row.Size), row.Time), "failed", row.Reason),
                (IReadOnlyList<string>)[row.ArchivedAs ?? row.Key, row.Key])),
        ]).Choose(keys, Explain);
    }

    private string Explain(string key) =>
        $"{key} is neither a change file that waits in {run.Dataset.ChangesFolder} nor one that failed; what is applied cannot be taken back, and --files lists what there is";
}
