using System.Globalization;

namespace FleetTickets.Engine.Feed;

/// <summary>A change file of the feed: an object whose name says when it was exported.</summary>
/// <param name="Upload">Key, tag and size.</param>
/// <param name="Time">When it was exported, from the name. The fold of all files goes by (time, line).</param>
public sealed record ChangeFile(BucketObject Upload, DateTimeOffset Time)
{
    private const string NameFormat = "yyyy-MM-dd'T'HH-mm-ss";
    private const string Extension = ".csv";

    /// <summary>East Africa Time, the clock of every name in the feed: UTC+3 all year.</summary>
    public static readonly TimeSpan EastAfricaTime = TimeSpan.FromHours(3);

    /// <summary>
    /// The key under which it was exported, by which the ledger knows it. Where it lies is <see cref="BucketObject.Key"/>: a name with a tag, which
    /// a move has made, is an upload of the plain name wherever it stands.
    /// </summary>
    public string Key => Upload.Key[..^NameIn(Upload.Key).Length] + ArchivedFile.PlainName(NameIn(Upload.Key));

    /// <summary>By which the ledger knows this upload.</summary>
    public UploadId Id => new(Key, Upload.ETag);

    /// <summary>The id of the upload that a move has put under this name, which may be another than the one that lies here now.</summary>
    public UploadId MovedId => new(Key, Tag ?? "");

    /// <summary>The tag that a move has added to the name; null when there is none.</summary>
    public string? Tag => HasTag ? Upload.Key[(Key.Length - Extension.Length + 1)..^Extension.Length] : null;

    /// <summary>A move has made its name.</summary>
    public bool HasTag => Upload.Key != Key;

    /// <summary>The last part of the key, e.g. <c>2026-06-15T17-00-00.csv</c>.</summary>
    public string Name => NameIn(Key);

    /// <summary>The change file that <paramref name="listed"/> is, or null when its name in <paramref name="folder"/> is not an EAT time.</summary>
    public static ChangeFile? From(BucketObject listed, string folder) =>
        listed.Key.StartsWith(folder, StringComparison.Ordinal) && TimeOf(ArchivedFile.PlainName(listed.Key[folder.Length..])) is { } time
            ? new ChangeFile(listed, time)
            : null;

    /// <summary>The keys of the change files in a listing. The ledger knows no others, and those may hold what is no text to a database.</summary>
    public static IEnumerable<string> KeysAmong(IEnumerable<BucketObject> listing, string folder) =>
        listing.Select(listed => From(listed, folder)).OfType<ChangeFile>().Select(file => file.Key).Distinct();

    /// <summary>The time in a file's name, <c>yyyy-MM-ddTHH-mm-ss.csv</c> in EAT, or null when it is another kind of name.</summary>
    public static DateTimeOffset? TimeOf(string name) =>
        name.EndsWith(Extension, StringComparison.Ordinal)
        && DateTime.TryParseExact(name[..^Extension.Length], NameFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            && local > DateTime.MinValue + EastAfricaTime
            ? new DateTimeOffset(local, EastAfricaTime)
            : null;

    /// <summary>The time in a name from anywhere, also one with a tag; null when it is another kind of name.</summary>
    public static DateTimeOffset? TimeOfAny(string name) => TimeOf(ArchivedFile.PlainName(name));

    /// <summary>The time in a whole key's last part, or null.</summary>
    public static DateTimeOffset? TimeOfKey(string key) => TimeOf(NameIn(key));

    private static string NameIn(string key) => key[(key.LastIndexOf('/') + 1)..];
}
