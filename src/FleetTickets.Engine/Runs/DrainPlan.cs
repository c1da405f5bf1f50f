using FleetTickets.Engine.Changes;
using FleetTickets.Engine.Datasets;
using FleetTickets.Engine.Loading;
using FleetTickets.Engine.Reporting;

namespace FleetTickets.Engine.Runs;

/// <summary>What a listing means, given what the ledger knows.</summary>
/// <param name="ToLoad">New uploads, oldest first.</param>
/// <param name="ToArchive">Uploads that are done and were left behind, by a crash or by a move that failed.</param>
/// <param name="FutureNames">Keys more than a day ahead: applied, such a file would freeze every ticket that it names.</param>
/// <param name="OtherNames">Keys that are no change files.</param>
public sealed record DrainPlan(
    IReadOnlyList<ChangeFile> ToLoad,
    IReadOnlyList<ChangeFile> ToArchive,
    IReadOnlyList<string> FutureNames,
    IReadOnlyList<string> OtherNames)
{
    /// <summary>A name that is farther ahead is left alone, in the bucket and on the command line.</summary>
    internal static readonly TimeSpan FarthestAhead = TimeSpan.FromHours(24);

    /// <summary>Hours of the feed since the newest file's name; null when there never was one.</summary>
    public TimeSpan? SilenceAt(DateTimeOffset now, DateTimeOffset? watermark)
    {
        DateTimeOffset?[] times = [watermark, .. ToLoad.Select(file => (DateTimeOffset?)file.Time)];
        return times.Max() is { } newest ? FeedHours.Between(newest, now) : null;
    }

    public static DrainPlan For(
        TicketDataset dataset,
        IReadOnlyList<BucketObject> listing,
        IReadOnlyDictionary<(string Key, string ETag), LedgerEntry> done,
        DateTimeOffset now)
    {
        // A store may list a key twice.
        var named = listing.DistinctBy(listed => listed.Key).ToLookup(listed => ChangeFile.From(listed, dataset.ChangesFolder) is not null);
        var files = named[true].Select(listed => ChangeFile.From(listed, dataset.ChangesFolder)!).OrderBy(file => file.Time).ToList();
        var isDone = files.ToLookup(file => done.ContainsKey((file.Key, file.Upload.ETag)));
        var isAhead = isDone[false].ToLookup(file => file.Time > now + FarthestAhead);
        return new DrainPlan(
            ToLoad: [.. isAhead[false]],
            ToArchive: [.. isDone[true]],
            FutureNames: [.. isAhead[true].Select(file => file.Key)],
            OtherNames: [.. named[false].Select(listed => listed.Key)]);
    }
}
