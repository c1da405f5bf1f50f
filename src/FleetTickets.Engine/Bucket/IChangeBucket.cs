using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Bucket;

/// <summary>
/// Where the export leaves its files. Folders and keys are those of docs/feed.md whatever the store is. Every method throws
/// <see cref="BucketException"/> when the store cannot be reached or refuses, after bounded retries.
/// </summary>
public interface IChangeBucket : IDisposable
{
    /// <summary>Every object in a folder, sorted by key, however many there are.</summary>
    Task<IReadOnlyList<BucketObject>> ListAsync(string folder, CancellationToken cancellation);

    /// <summary>Those of a folder whose keys come after another one, sorted by key; the key itself need not be there.</summary>
    Task<IReadOnlyList<BucketObject>> ListAfterAsync(string folder, string key, CancellationToken cancellation);

    /// <summary>Whether the bucket holds anything whose key begins so; of a directory, also an empty folder.</summary>
    Task<bool> HasAnyAsync(string prefix, CancellationToken cancellation);

    /// <summary>The content of exactly the listed upload, from a byte offset on, streamed.</summary>
    /// <exception cref="ObjectGoneException">It was moved, deleted or replaced since it was listed.</exception>
    Task<Stream> OpenAsync(BucketObject source, long offset, CancellationToken cancellation);

    /// <summary>
    /// Moves exactly the listed upload into a folder, under its own name, and returns the new key. An object of that name with other
    /// content is never overwritten: the tag is added to the name then. Safe to repeat after a crash at any point.
    /// </summary>
    /// <exception cref="ObjectGoneException">It was moved, deleted or replaced since it was listed.</exception>
    Task<string> MoveAsync(BucketObject source, string folder, CancellationToken cancellation);
}
