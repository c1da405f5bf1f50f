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
public sealed class Skip(RunContext context, IChangeBucket bucket)
{
    /// <exception cref="FileChoiceException">A key names no such file, or a file that is needed cannot be read; nothing was done for it.</exception>
    /// <exception cref="DatasetBusyException">Another run has the dataset; nothing was done.</exception>
    public async Task<IReadOnlyList<DecidedFile>> RunAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var decided = new List<DecidedFile>();
        await new RunFrame(context).ExecuteAsync(
            RunMode.Skip,
            async run =>
            {
                var listing = await bucket.ListAsync(context.Dataset.ChangesFolder, cancellation);
                var takingOut = new TakingOut(context, bucket, run, listing);
                await using var archive = new Archive(context, bucket);
                foreach (var (file, applied) in await ChooseAsync(run, listing, keys, cancellation))
                {
                    decided.Add(applied is null ? file : Told(file, await takingOut.RunAsync(applied, cancellation)));
                    if (applied is null)
                        await run.SkipAsync(file.File, cancellation);
                    // What was not applied goes to failed/, from where only a person takes it: what lies in processed/ is taken for applied, also by one who
                    // restores an older backup, which knows nothing of this decision.
                    if (!context.Options.IsDryRun && listing.Contains(file.File.Upload))
                        await archive.BeginMoveAsync(file.File, applied is null ? context.Dataset.FailedFolder : context.Dataset.ProcessedFolder, cancellation);
                }
            },
            cancellation);
        return decided;
    }

    private async Task<IReadOnlyList<(DecidedFile File, LedgerFile? Applied)>> ChooseAsync(
        Run run, IReadOnlyList<BucketObject> listing, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        await run.MarkMovedAsync(listing, cancellation);
        var state = await run.ReadStateAsync(cancellation);
        var done = await run.ReadDoneAsync(state, listing, cancellation);
        var plan = DrainPlan.For(context.Dataset, listing, done, context.Clock.GetUtcNow());
        var waiting = listing.Select(listed => ChangeFile.From(listed, context.Dataset.ChangesFolder)).OfType<ChangeFile>().Except(plan.ToArchive).ToList();
        var here = waiting.Select(file => file.Id).ToHashSet();
        var rows = (await run.ReadLedgerAsync(cancellation)).Where(row => row.Epoch == state.Epoch).ToList();
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
        $"{key} is neither a change file that waits in {context.Dataset.ChangesFolder} nor one that failed or was applied since the last reseed; --files lists what there is";
}
