using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Loading;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;
using Serilog;

namespace FleetTickets.Engine.Draining;

/// <summary>
/// One dataset's run: list the change files, load the new ones, oldest first, each in a transaction of its own or many in one, and move
/// them away after the commit. Start reading here.
/// </summary>
public sealed class Drain(RunContext context, IChangeBucket bucket)
{
    /// <param name="reseed">The bucket was replaced: begin a new epoch and take every file, whatever is stored.</param>
    /// <exception cref="DatasetBusyException">Another run has the dataset; nothing was done.</exception>
    /// <exception cref="BucketException">The bucket cannot be used. Files that were committed stay committed.</exception>
    public Task<RunReport> RunAsync(bool reseed, CancellationToken cancellation) =>
        new RunFrame(context).ExecuteAsync(reseed ? RunMode.Reseed : RunMode.FromBucket, run => DrainAsync(run, reseed, cancellation), cancellation);

    private async Task DrainAsync(Run run, bool reseed, CancellationToken cancellation)
    {
        var listing = await context.TimedAsync("Listing changes/", () => bucket.ListAsync(context.Dataset.ChangesFolder, cancellation));
        await Fault.AtAsync(FaultPoint.AfterList, cancellation);
        run.Report.BucketIsForeign = listing.Count == 0 && !await bucket.HasAnyAsync(context.Dataset.Folder, cancellation);
        await run.MarkMovedAsync(listing, cancellation);
        var state = await run.ReadStateAsync(cancellation);
        var done = await run.ReadDoneAsync(state, listing, cancellation);
        // A killed reseed continues. Begun again, it would let a file that it did not move win over newer ones that it did.
        var beginsReseed = reseed && !state.ReseedUnfinished;
        if (beginsReseed && await new ForgottenReseed(context, bucket).TakeBackAsync(run, listing, state, cancellation))
            listing = await bucket.ListAsync(context.Dataset.ChangesFolder, cancellation);
        if (!beginsReseed)
            await LookIntoArchiveAsync(run, state, cancellation);
        var now = context.Clock.GetUtcNow();
        var plan = DrainPlan.For(context.Dataset, listing, beginsReseed ? DoneUpload.None : done, now);
        Tell(run.Report, plan, listing.Count);
        Log.Debug(
            "Decided: {Load} files to load, {Archive} to archive only, {LeftAlone} left alone; the watermark is {Watermark:l}, the epoch {Epoch}",
            plan.ToLoad.Count, plan.ToArchive.Count, plan.FutureNames.Count + plan.OtherNames.Count, state.WatermarkKey ?? "none", state.Epoch);
        run.Report.Silence = plan.SilenceAt(now, state.WatermarkTime);
        run.Report.IsStalled = run.Report.Silence > FeedHours.StalledAfter;
        if (beginsReseed && plan.ToLoad.Count > 0)
            await run.RaiseEpochAsync(cancellation);

        await using (var archive = new Archive(context, bucket))
        {
            // Also files that were loaded before: a crash after the commit leaves an applied file behind.
            foreach (var file in plan.ToArchive)
                await ArchiveAsync(archive, file, context.Dataset.ProcessedFolder, cancellation);
            foreach (var files in context.Options.Batches.Of(plan.ToLoad))
                await LoadAsync(run, archive, files, cancellation);
        }
        if (reseed || state.ReseedUnfinished)
            await run.FinishReseedAsync(cancellation);
    }

    /// <summary>Runs before anything is loaded, because a new watermark would hide these files.</summary>
    private async Task LookIntoArchiveAsync(Run run, DatasetState state, CancellationToken cancellation)
    {
        var unknown = await UnknownArchive.FindAsync(context.Dataset, bucket, state, keys => run.ReadLedgerAsync(keys, cancellation), cancellation);
        if (unknown.Count > 0)
        {
            run.Report.Unapplied = [.. unknown.Select(file => file.Listed.Key)];
            Log.Error(
                "{Count} {Files:l} in {Folder} unknown to the ledger, the first is {File}: was the database restored? --retry --unapplied --apply puts them back",
                unknown.Count, unknown.Count == 1 ? "file" : "files", context.Dataset.ProcessedFolder, unknown[0].Listed.Key);
        }
        var from = unknown.Count > 0 ? UnknownArchive.StartOf(state) : null;
        if (from != state.ArchiveCheckedFrom)
            await run.CheckArchiveFromAsync(from, cancellation);
    }

    private async Task LoadAsync(Run run, Archive archive, IReadOnlyList<ChangeFile> files, CancellationToken cancellation)
    {
        await using (var downloads = new ReadAhead(bucket, files.Reverse(), cancellation))
        {
            switch (await run.LoadAsync(new Batch(files, FileStatus.Applied, downloads.Open), cancellation))
            {
                case LoadResult.Loaded loaded:
                    await SettleAsync(archive, files, loaded.Outcomes, cancellation);
                    return;
                case LoadResult.OneIsGone gone when files.Count == 1:
                    PassOver(run.Report, files[0], gone.Gone);
                    return;
            }
        }
        // One of them is gone. Halving isolates it soon, and the others are still loaded together.
        var half = files.Count / 2;
        await LoadAsync(run, archive, [.. files.Take(half)], cancellation);
        await LoadAsync(run, archive, [.. files.Skip(half)], cancellation);
    }

    /// <summary>A file may vanish between listing and download. One that runs have passed over for hours needs a person.</summary>
    private void PassOver(RunReport report, ChangeFile file, ObjectGoneException gone)
    {
        var waited = context.Clock.GetUtcNow() - (file.Upload.ArrivedAt ?? file.Time);
        if (waited <= RunReport.PassedOverAfter)
        {
            Log.Warning("Not loaded: {Reason}; the next run lists the folder again", gone.Message);
            return;
        }
        report.PassedOver.Add(file.Key);
        Log.Error("Not loaded, for {Waited:l} now: {Reason}. Upload it again, or delete it", Duration.Of(waited), gone.Message);
    }

    private async Task SettleAsync(Archive archive, IReadOnlyList<ChangeFile> files, IReadOnlyList<FileOutcome> outcomes, CancellationToken cancellation)
    {
        await Fault.AtAsync(FaultPoint.AfterCommit, cancellation);
        var failed = outcomes.Where(outcome => outcome.Status is FileStatus.Failed).Select(outcome => outcome.File).ToHashSet();
        foreach (var file in files)
        {
            if (failed.Contains(file))
                await Fault.AtAsync(FaultPoint.DuringSetAside, cancellation);
            await ArchiveAsync(archive, file, failed.Contains(file) ? context.Dataset.FailedFolder : context.Dataset.ProcessedFolder, cancellation);
        }
    }

    private Task ArchiveAsync(Archive archive, ChangeFile file, string folder, CancellationToken cancellation) =>
        context.Options.IsDryRun ? Task.CompletedTask : archive.BeginMoveAsync(file, folder, cancellation);

    private void Tell(RunReport report, DrainPlan plan, int found)
    {
        report.FilesFound = found;
        report.FutureNames = plan.FutureNames;
        foreach (var key in plan.OtherNames)
            Log.Warning("{Key} is left alone: its name is not an EAT time, yyyy-MM-ddTHH-mm-ss.csv", key);
        foreach (var key in plan.FutureNames)
            Log.Error("{Key} is left alone: its name is more than 24 h ahead; rename it, or check the export's clock", key);
        context.Progress.Planned(plan.ToLoad.Count, plan.ToLoad.Sum(file => file.Upload.Size));
    }
}
