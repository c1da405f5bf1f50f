using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Bucket;

/// <summary>The listed upload cannot be read: it is gone, or the object at its key is not known to be the same. The next run lists the folder again.</summary>
public sealed class ObjectGoneException(BucketObject gone, string why = "was moved, deleted or replaced since it was listed", Exception? inner = null)
    : Exception($"{gone.Key} {why}", inner)
{
    public string Key { get; } = gone.Key;

    /// <summary>Moved or deleted since it was listed, or never there: some stores list objects that they have lost.</summary>
    internal static ObjectGoneException NotThere(BucketObject gone, Exception? inner = null) =>
        new(gone, "is listed, and the store has no such object: it was moved or deleted since, or the listing is wrong", inner);

    internal static ObjectGoneException Replaced(BucketObject gone, Exception? inner = null) =>
        new(gone, "was replaced by another upload since it was listed", inner);

    internal static ObjectGoneException WithoutTag(BucketObject gone) =>
        new(gone, "comes without an ETag, so that nothing tells which upload it is");
}
