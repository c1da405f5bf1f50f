using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Runs;
using Serilog;

namespace FleetTickets.Engine.Draining;

/// <summary>
/// The bucket was replaced and a run came without --reseed: it treated every file as late and archived it. A reseed that comes after it needs
/// these files, and all that came since, in changes/ again.
/// </summary>
internal sealed class ForgottenReseed(RunContext context, IChangeBucket bucket)
{
    /// <summary>Returns whether files went back. A run that is killed in between leaves files in changes/ that are applied: the next one archives them again.</summary>
    public async Task<bool> TakeBackAsync(Run run, IReadOnlyList<BucketObject> waiting, DatasetState state, CancellationToken cancellation)
    {
        var rows = await run.ReadSinceAllLateAsync(state.Epoch, cancellation);
        if (rows.Count == 0)
            return false;
        var names = ChangeFile.KeysAmong(waiting, context.Dataset.ChangesFolder).ToHashSet();
        var match = new LedgerMatch(context.Dataset, rows);
        var folder = context.Dataset.ProcessedFolder;
        var archived = (await bucket.ListAsync(folder, cancellation)).Select(found => ArchivedFile.From(found, folder)).OfType<ArchivedFile>()
            .Where(file => !names.Contains(context.Dataset.ChangesFolder + file.Name) && match.Of(file) is not null)
            .OrderBy(file => file.Time).ThenBy(file => file.Tag is not null).ToList();
        Log.Information(
            context.Options.IsDryRun
                ? "{Count} files of {Folder}, which a run without --reseed has taken, would be taken as well; the summary is without them"
                : "{Count} files of {Folder}, which a run without --reseed has taken, are taken as well",
            archived.Count, folder);
        if (context.Options.IsDryRun)
            return false;
        foreach (var file in archived)
            await bucket.MoveAsync(file.Listed, context.Dataset.ChangesFolder, cancellation);
        return archived.Count > 0;
    }
}
