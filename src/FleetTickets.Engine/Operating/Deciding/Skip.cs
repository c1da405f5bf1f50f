using System.Globalization;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Draining;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Loading.Refolding;
using FleetTickets.Engine.Runs;

namespace FleetTickets.Engine.Operating.Deciding;

/// <summary>
/// Notes that files shall not be applied: ones that wait, which then leave changes/, failed ones, which stay where they are, and applied ones,
/// whose tickets become what the other files say.
/// </summary>
public sealed class Skip(DatasetRun run, IChangeBucket bucket)
{
    /// <exception cref="FileChoiceException">A key names no such file, or a file that is needed cannot be read; nothing was done for it.</exception>
    /// <exception cref="DatasetBusyException">Another run has the dataset; nothing was done.</exception>
    public async Task<IReadOnlyList<DecidedFile>> RunAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var decided = new List<DecidedFile>();
        await run.ExecuteAsync(
            RunMode.Skip,
            async stage =>
            {
                var listing = await bucket.ListAsync(run.Dataset.ChangesFolder, cancellation);
                var takingOut = new TakingOut(run, bucket, stage, listing);
                await using var archive = new Archive(run, bucket);
                foreach (var (file, applied) in await ChooseAsync(stage, listing, keys, cancellation))
                {
                    decided.Add(applied is null ? file : Told(file, await takingOut.RunAsync(applied, cancellation)));
                    if (applied is null)
                        await stage.SkipAsync(file.File, cancellation);
                    // What was not applied goes to failed/, from where only a person takes it: what lies in processed/ is taken for applied, also by one who
                    // restores an older backup, which knows nothing of this decision.
                    if (!run.Options.IsDryRun && listing.Contains(file.File.Upload))
                        await archive.BeginMoveAsync(file.File, applied is null ? run.Dataset.FailedFolder : run.Dataset.ProcessedFolder, cancellation);
                }
            },
            cancellation);
        return decided;
    }

    private async Task<IReadOnlyList<(DecidedFile File, LedgerFile? Applied)>> ChooseAsync(
        RunStage stage, IReadOnlyList<BucketObject> listing, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        await stage.MarkMovedAsync(listing, cancellation);
        var state = await stage.ReadStateAsync(cancellation);
        var done = await stage.ReadDoneAsync(state, listing, cancellation);
        var plan = DrainPlan.For(run.Dataset, listing, done, run.Clock.GetUtcNow());
        var waiting = listing.Select(listed => ChangeFile.From(listed, run.Dataset.ChangesFolder)).OfType<ChangeFile>().Except(plan.ToArchive).ToList();
        var here = waiting.Select(file => file.Id).ToHashSet();
        var rows = (await stage.ReadLedgerAsync(cancellation)).Where(row => row.Epoch == state.Epoch).ToList();
        return new FileChoice<(DecidedFile, LedgerFile?)>(
        [
            .. waiting.Select(file => ((new DecidedFile(file, "waiting", null), (LedgerFile?)null), (IReadOnlyList<string>)[file.Upload.Key, file.Key])),
            .. rows.Where(row => row.Status is FileStatus.Failed && !here.Contains(row.Id))
                .Select(row => ((Decided(row), (LedgerFile?)null), NamesOf(row))),
            .. rows.Where(row => row.Status is FileStatus.Applied or FileStatus.Local && !row.IsOfAnotherProgram)
                .Select(row => ((Decided(row), (LedgerFile?)row), waiting.Exists(file => file.Key == row.Key) ? [row.ArchivedAs ?? row.Key] : NamesOf(row))),
        ]).Choose(keys, Explain);
    }

    private static DecidedFile Decided(LedgerFile row) => new(
        new ChangeFile(new BucketObject(row.Key, row.ETag, row.Size), row.Time), row.Status.ToString().ToLowerInvariant(), row.Reason);

    private static IReadOnlyList<string> NamesOf(LedgerFile row) => [row.ArchivedAs ?? row.Key, row.Key];

    private static DecidedFile Told(DecidedFile file, TakenOut counts) => file with
    {
        Reason = string.Create(CultureInfo.InvariantCulture, $"tickets as other files have them: {counts.Refolded:N0}, as they were: {counts.Left:N0}"),
        TicketsLeft = counts.Left,
    };

    private string Explain(string key) =>
        $"{key} is neither a change file that waits in {run.Dataset.ChangesFolder} nor one that failed or was applied since the last reseed; --files lists what there is";
}
