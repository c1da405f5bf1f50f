using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;

namespace FleetTickets.Engine.Draining;

/// <summary>What a listing means, given what the ledger knows.</summary>
/// <param name="ToLoad">New uploads, oldest first.</param>
/// <param name="ToArchive">Uploads that are done and were left behind, by a crash or by a move that failed.</param>
/// <param name="FutureNames">Keys more than a day ahead: applied, such a file would freeze every ticket that it names.</param>
/// <param name="OtherNames">Keys that are not the names of change files.</param>
internal sealed record DrainPlan(
    IReadOnlyList<ChangeFile> ToLoad,
    IReadOnlyList<ChangeFile> ToArchive,
    IReadOnlyList<string> FutureNames,
    IReadOnlyList<string> OtherNames)
{
    /// <summary>A file whose name is further ahead is left alone, in the bucket and on the command line.</summary>
    private static readonly TimeSpan FarthestAhead = TimeSpan.FromHours(24);

    /// <summary>Hours of the feed since the time in the newest file's name; null when there was never a file.</summary>
    public TimeSpan? SilenceAt(DateTimeOffset now, DateTimeOffset? watermark)
    {
        DateTimeOffset?[] times = [watermark, .. ToLoad.Select(file => (DateTimeOffset?)file.Time)];
        return times.Max() is { } newest ? FeedHours.Between(newest, now) : null;
    }

    public static DrainPlan For(
        TicketDataset dataset,
        IReadOnlyList<BucketObject> listing,
        IReadOnlyDictionary<UploadId, DoneUpload> done,
        DateTimeOffset now)
    {
        // A store may list a key twice.
        var named = listing.DistinctBy(listed => listed.Key).ToLookup(listed => ChangeFile.From(listed, dataset.ChangesFolder) is not null);
        var files = InOrder(named[true].Select(listed => ChangeFile.From(listed, dataset.ChangesFolder)!));
        var byName = files.ToLookup(file => file.Key, file => (file, DoneOf(file, done)));
        var isDone = files.ToLookup(file => DoneOf(file, done) is { } upload && (!upload.Superseded || IsFollowed(file, byName[file.Key])));
        var isAhead = isDone[false].ToLookup(file => IsFarAhead(file, now));
        return new DrainPlan(
            // Of the same upload twice, the last; once it is applied, the other is done.
            ToLoad: [.. isAhead[false].GroupBy(file => file.Id).Select(same => same.Last())],
            ToArchive: [.. isDone[true]],
            FutureNames: [.. isAhead[true].Select(file => file.Upload.Key)],
            OtherNames: [.. named[false].Select(listed => listed.Key)]);
    }

    /// <summary>If it were applied, its records would win over everything that follows until that time.</summary>
    internal static bool IsFarAhead(ChangeFile file, DateTimeOffset now) => file.Time > now + FarthestAhead;

    private static DoneUpload? DoneOf(ChangeFile file, IReadOnlyDictionary<UploadId, DoneUpload> done) =>
        done.GetValueOrDefault(file.Id) ?? done.GetValueOrDefault(file.MovedId);

    /// <summary>
    /// An upload that lies here although another upload of its name was applied after it has arrived again, and is the latest. Unless
    /// the other one lies here as well, as when somebody puts the whole archive back.
    /// </summary>
    private static bool IsFollowed(ChangeFile file, IEnumerable<(ChangeFile File, DoneUpload? Done)> sameName) =>
        sameName.SkipWhile(other => other.File != file).Skip(1).Any(other => other.Done is not null);

    /// <summary>Of several uploads of one name, the one without a tag came first: a move adds the tag when the name is taken.</summary>
    private static List<ChangeFile> InOrder(IEnumerable<ChangeFile> files) =>
    [
        .. files.OrderBy(file => file.Time).ThenBy(file => file.HasTag).ThenBy(file => file.Upload.ArrivedAt)
            .ThenBy(file => file.Upload.Key, StringComparer.Ordinal),
    ];
}
