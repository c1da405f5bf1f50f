using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Verifying;

/// <summary>What the files say, in the database and ready to be compared with the tickets.</summary>
public sealed class FoldedFiles(
    TicketDataset dataset, ShadowTable shadow, IReadOnlyList<VerifiedFile> files, VerifyReport report, long started, TimeProvider clock) : IAsyncDisposable
{
    private readonly SortedDictionary<int, string> _problems = [];
    private readonly HashSet<int> _gone = [];
    private readonly int _newestEpoch = files.Select(file => file.Position.Epoch).DefaultIfEmpty().Max();

    public IReadOnlyList<VerifiedFile> Files => files;

    public VerifyReport Report => report;

    internal ShadowTable Shadow => shadow;

    /// <param name="tell">Is given each difference, a line each: files first, then tickets by id.</param>
    public async Task<VerifyReport> CompareAsync(Func<string, Task> tell, CancellationToken cancellation)
    {
        await ShadowComparison.PrepareAsync(shadow, cancellation);
        var unapplied = Enumerable.Range(0, files.Count).Where(i => files[i].Row is null).ToList();
        await JudgeUnappliedAsync(unapplied, cancellation);
        foreach (var (index, problem) in _problems)
            await tell($"{files[index].Key} {problem}");
        report.FilesDifferent = _problems.Count;

        await foreach (var difference in ShadowComparison.DifferencesAsync(shadow, dataset, unapplied, cancellation))
        {
            if (difference.Fields is null)
                report.Missing++;
            else
                report.Different++;
            await tell(VerifyText.Of(difference.TicketId, difference.Fields, files[difference.File].Key));
        }
        var coverage = await ShadowComparison.CoverageAsync(shadow, dataset, cancellation);
        (report.Tickets, report.LastNamedElsewhere, report.NamedByNothing) = (coverage.Tickets, coverage.LastNamedElsewhere, coverage.NamedByNothing);
        report.Elapsed = clock.GetElapsedTime(started);
        return report;
    }

    /// <summary>The file's content cannot be had: its tickets are known by the ledger alone, if that knows it.</summary>
    internal async Task NameAsync(int index, CancellationToken cancellation)
    {
        if (files[index].Row is not { } row)
        {
            _gone.Add(index);
            return;
        }
        report.FilesWithoutObject++;
        if (row.Status is FileStatus.Applied && row.Epoch == _newestEpoch)
            report.FilesLost++;
        await shadow.NameAsync(index, row.Key, row.ETag, cancellation);
    }

    /// <summary>The file's content is not to be believed.</summary>
    internal async Task SetAsideAsync(int index, string problem, CancellationToken cancellation)
    {
        _problems.Add(index, problem);
        if (files[index].Row is { } row)
            await shadow.NameAsync(index, row.Key, row.ETag, cancellation);
    }

    public ValueTask DisposeAsync() => shadow.DisposeAsync();

    /// <summary>A file that no run has applied is one difference, however many tickets it has the last word on.</summary>
    private async Task JudgeUnappliedAsync(List<int> unapplied, CancellationToken cancellation)
    {
        var effects = await ShadowComparison.EffectsAsync(shadow, dataset, unapplied, cancellation);
        foreach (var index in unapplied.Where(index => !_problems.ContainsKey(index) && !_gone.Contains(index)))
        {
            var effect = effects.GetValueOrDefault(index) ?? new FileEffect(0, 0);
            if (files[index].Key.StartsWith(dataset.ChangesFolder, StringComparison.Ordinal))
                _problems.Add(index, VerifyText.Waiting(effect.Missing, effect.Different));
            else if (effect is { Missing: 0, Different: 0 })
                report.FilesUnknown++;
            else
                _problems.Add(index, VerifyText.NeverApplied(effect.Missing, effect.Different));
        }
    }
}
