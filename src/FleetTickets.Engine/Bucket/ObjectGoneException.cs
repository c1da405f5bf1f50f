using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Bucket;

/// <summary>The upload that was listed cannot be had: it is no longer there, or what is there is not known to be it. The next run looks again.</summary>
public sealed class ObjectGoneException(BucketObject gone, string why = "was moved, deleted or replaced since it was listed", Exception? inner = null)
    : Exception($"{gone.Key} {why}", inner)
{
    public string Key { get; } = gone.Key;

    /// <summary>Moved or deleted since, or never there: some stores list what they have lost.</summary>
    internal static ObjectGoneException NotThere(BucketObject gone, Exception? inner = null) =>
        new(gone, "is listed, and the store has no such object: it was moved or deleted since, or the listing is wrong", inner);

    internal static ObjectGoneException Replaced(BucketObject gone, Exception? inner = null) =>
        new(gone, "was replaced by another upload since it was listed", inner);

    internal static ObjectGoneException WithoutTag(BucketObject gone) =>
        new(gone, "comes without an ETag, so that nothing tells which upload it is");
}
