using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Bucket.S3;

/// <summary>A bucket in a store that speaks S3.</summary>
public sealed class S3ChangeBucket(S3Settings settings, TimeProvider clock) : IChangeBucket
{
    private readonly S3Store _store = new(settings);

    public Task<IReadOnlyList<BucketObject>> ListAsync(string folder, CancellationToken cancellation) =>
        new S3Listing(_store, folder).ReadAsync(cancellation);

    public Task<IReadOnlyList<BucketObject>> ListAfterAsync(string folder, string key, CancellationToken cancellation) =>
        new S3Listing(_store, folder, key).ReadAsync(cancellation);

    public Task<bool> HasAnyAsync(string prefix, CancellationToken cancellation) => new S3Listing(_store, prefix).HasAnyAsync(cancellation);

    public Task<Stream> OpenAsync(BucketObject source, long offset, CancellationToken cancellation) =>
        new S3Download(_store, source, clock).OpenAsync(offset, cancellation);

    public Task<string> MoveAsync(BucketObject source, string folder, CancellationToken cancellation) =>
        new S3Move(_store, source, clock).ToAsync(folder, cancellation);

    public void Dispose() => _store.Dispose();
}
