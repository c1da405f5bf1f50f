using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Draining;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Loading.Refolding;
using FleetTickets.Engine.Runs;
using FleetTickets.Engine.Verifying;

namespace FleetTickets.Engine.Operating.Deciding;

/// <summary>Takes applied files out of the tickets, with the other files of the bucket in the order in which they win over each other.</summary>
internal sealed class TakingOut(RunContext context, IChangeBucket bucket, Run run, IReadOnlyList<BucketObject> changes)
{
    private IReadOnlyList<ArchivedFile>? _processed;

    /// <exception cref="FileChoiceException">A file that is needed cannot be read; nothing was done.</exception>
    public async Task<TakenOut> RunAsync(LedgerFile taken, CancellationToken cancellation)
    {
        try
        {
            return await run.TakeOutAsync(taken, await BeforeAsync(taken, cancellation), cancellation);
        }
        catch (Exception missing) when (missing is UnfoldableException or ObjectGoneException)
        {
            throw new FileChoiceException(
                [$"{taken.Key} stays applied, because its tickets need another file: {missing.Message}. Put that file back as it was, or --skip it first, and try again"]);
        }
    }

    /// <summary>What the taken file wins over, the newest first.</summary>
    private async Task<IReadOnlyList<FoldSource>> BeforeAsync(LedgerFile taken, CancellationToken cancellation)
    {
        _processed ??= [.. (await bucket.ListAsync(context.Dataset.ProcessedFolder, cancellation))
            .Select(listed => ArchivedFile.From(listed, context.Dataset.ProcessedFolder)).OfType<ArchivedFile>()];
        await run.MarkMovedAsync(changes, cancellation);
        var state = await run.ReadStateAsync(cancellation);
        var done = await run.ReadDoneAsync(state, changes, cancellation);
        var plan = DrainPlan.For(context.Dataset, changes, done, context.Clock.GetUtcNow());
        var files = VerifyPlan.For(
            context.Dataset, state, await run.ReadLedgerAsync(cancellation), waiting: [], left: plan.ToArchive, _processed);
        return [.. files.Where(file => file.Position.CompareTo((taken.Epoch, taken.Time, taken.RunId)) < 0).Select(SourceOf)];
    }

    private FoldSource SourceOf(VerifiedFile file) => file switch
    {
        { WasReplaced: true } => throw new UnfoldableException($"{file.Key} is not what was applied: {file.Content!.Size} bytes, the ledger has {file.Row!.Size}"),
        { Content: { } content } => new FoldSource(
            file.Row, new ChangeFile(content, file.Position.Time), (offset, token) => bucket.OpenAsync(content, offset, token)),
        _ => new FoldSource(file.Row, null, (_, _) => throw new InvalidOperationException($"{file.Key} has no content")),
    };
}
