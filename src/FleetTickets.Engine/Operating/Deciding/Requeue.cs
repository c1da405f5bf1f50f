using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Runs;

namespace FleetTickets.Engine.Operating.Deciding;

/// <summary>
/// Puts files back into changes/, where the next run merges them: failed ones, ones that were skipped, and ones in processed/ of which the
/// ledger knows nothing, as after a restored backup.
/// </summary>
public sealed class Requeue(RunContext context, IChangeBucket bucket)
{
    /// <param name="keys">Null for every file in processed/ that the ledger does not know and no other program has applied.</param>
    /// <exception cref="FileChoiceException">A key names no such file; nothing was done.</exception>
    /// <exception cref="DatasetBusyException">Another run has the dataset; nothing was done.</exception>
    public async Task<IReadOnlyList<DecidedFile>> RunAsync(IReadOnlyList<string>? keys, CancellationToken cancellation)
    {
        IReadOnlyList<SetAsideFile> chosen = [];
        await new RunFrame(context).ExecuteAsync(
            RunMode.Retry,
            async run =>
            {
                chosen = await ChooseAsync(run, keys, cancellation);
                if (!context.Options.IsDryRun)
                    await PutBackAsync(run, chosen, cancellation);
            },
            cancellation);
        return [.. chosen.Select(file => new DecidedFile(
            new ChangeFile(file.Archived.Listed, file.Archived.Time), file.Row?.Status.ToString().ToLowerInvariant() ?? "unknown", file.Row?.Reason))];
    }

    private async Task<IReadOnlyList<SetAsideFile>> ChooseAsync(Run run, IReadOnlyList<string>? keys, CancellationToken cancellation)
    {
        var waiting = (await bucket.ListAsync(context.Dataset.ChangesFolder, cancellation)).Select(listed => listed.Key).ToHashSet();
        var ledger = await run.ReadLedgerAsync(cancellation);
        var match = new LedgerMatch(context.Dataset, ledger);
        var all = new List<SetAsideFile>();
        foreach (var folder in new[] { context.Dataset.FailedFolder, context.Dataset.ProcessedFolder })
        {
            var archived = (await bucket.ListAsync(folder, cancellation)).Select(listed => ArchivedFile.From(listed, folder)).OfType<ArchivedFile>();
            all.AddRange(archived.Select(file => new SetAsideFile(file, match.Of(file))));
        }
        if (keys is null)
        {
            var known = OtherProgramCame(await run.ReadStateAsync(cancellation), ledger);
            return [.. all.Where(file => file.Row is null && file.IsProcessed(context.Dataset) && !(file.Archived.Time <= known) && !waiting.Contains(KeyIn(file)))];
        }
        var chosen = new FileChoice<SetAsideFile>([.. all.Where(file => !file.IsInTables)
            .Select(file => (file, (IReadOnlyList<string>)[file.Archived.Listed.Key, KeyIn(file)]))]).Choose(keys, Explain);
        return chosen.Where(file => waiting.Contains(KeyIn(file))).Select(file => $"{KeyIn(file)} is there already; the next run takes it").ToList()
            is { Count: > 0 } taken ? throw new FileChoiceException(taken) : chosen;
    }

    /// <summary>How far a program came that keeps no ledger: what it has archived is in the tables. Null when there was none.</summary>
    private static DateTimeOffset? OtherProgramCame(DatasetState state, IReadOnlyList<LedgerFile> ledger) =>
        ledger.Where(row => row.Epoch == state.Epoch && row.Status is FileStatus.Applied).Any(row => row.Time >= state.WatermarkTime)
            ? ledger.Where(row => row.IsOfAnotherProgram).Max(row => (DateTimeOffset?)row.Time)
            : state.WatermarkTime;

    /// <summary>Of several uploads of a name the first one first: it gets the plain name, and the next run takes them in that order.</summary>
    private async Task PutBackAsync(Run run, IReadOnlyList<SetAsideFile> chosen, CancellationToken cancellation)
    {
        foreach (var file in chosen.OrderBy(file => file.Archived.Time).ThenBy(file => file.Archived.Tag is not null).ThenBy(file => file.Archived.Listed.ArrivedAt))
            await PutBackAsync(run, file, cancellation);
    }

    private async Task PutBackAsync(Run run, SetAsideFile file, CancellationToken cancellation)
    {
        if (file.Row is { Status: FileStatus.Skipped } skipped)
            await run.TakeBackAsync(skipped, cancellation);
        await bucket.MoveAsync(file.Archived.Listed, context.Dataset.ChangesFolder, cancellation);
    }

    private string KeyIn(SetAsideFile file) => context.Dataset.ChangesFolder + file.Archived.Name;

    private string Explain(string key) =>
        $"{key} is no file in {context.Dataset.FailedFolder} that a run could merge, and none in {context.Dataset.ProcessedFolder} that no run has applied; --files lists what there is";

    /// <param name="Row">The ledger's row; null when it knows nothing of the file.</param>
    private sealed record SetAsideFile(ArchivedFile Archived, LedgerFile? Row)
    {
        public bool IsProcessed(TicketDataset dataset) => Archived.Listed.Key.StartsWith(dataset.ProcessedFolder, StringComparison.Ordinal);

        public bool IsInTables => Row is { Status: FileStatus.Applied or FileStatus.Local };
    }
}
