using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Changes;

namespace FleetTickets.DatabaseTests.Feed;

/// <summary>A bucket on which something happens just before an object is opened or moved; to fail, it throws.</summary>
internal sealed class FaultyBucket(IChangeBucket bucket) : IChangeBucket
{
    public Action<BucketObject> BeforeOpen { get; init; } = _ => { };

    public Action<BucketObject> BeforeMove { get; init; } = _ => { };

    public Task<IReadOnlyList<BucketObject>> ListAsync(string folder, CancellationToken cancellation) => bucket.ListAsync(folder, cancellation);

    public async Task<Stream> OpenAsync(BucketObject source, long offset, CancellationToken cancellation)
    {
        BeforeOpen(source);
        return await bucket.OpenAsync(source, offset, cancellation);
    }

    public async Task<string> MoveAsync(BucketObject source, string folder, CancellationToken cancellation)
    {
        BeforeMove(source);
        return await bucket.MoveAsync(source, folder, cancellation);
    }

    public void Dispose() => bucket.Dispose();
}
