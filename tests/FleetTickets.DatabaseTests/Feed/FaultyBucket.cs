using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Feed;

namespace FleetTickets.DatabaseTests.Feed;

/// <summary>A bucket on which something happens around its calls; to fail, it throws.</summary>
internal sealed class FaultyBucket(IChangeBucket bucket) : IChangeBucket
{
    /// <summary>Objects of which a listing tells beside those that are there.</summary>
    public IReadOnlyList<BucketObject> AlsoListed { get; init; } = [];

    /// <summary>What a listing makes of what is there.</summary>
    public Func<IReadOnlyList<BucketObject>, IReadOnlyList<BucketObject>> Listing { get; init; } = listed => listed;

    public Action BeforeList { get; init; } = () => { };

    public Action<BucketObject> BeforeOpen { get; init; } = _ => { };

    /// <summary>Stands between the content and its reader.</summary>
    public Func<Stream, Stream> Content { get; init; } = content => content;

    public Action<BucketObject> BeforeMove { get; init; } = _ => { };

    /// <summary>The object is moved, and nobody knows it yet.</summary>
    public Action<BucketObject> AfterMove { get; init; } = _ => { };

    public async Task<IReadOnlyList<BucketObject>> ListAsync(string folder, CancellationToken cancellation)
    {
        BeforeList();
        return [.. Listing(await bucket.ListAsync(folder, cancellation)), .. AlsoListed];
    }

    public Task<IReadOnlyList<BucketObject>> ListAfterAsync(string folder, string key, CancellationToken cancellation) =>
        bucket.ListAfterAsync(folder, key, cancellation);

    public Task<bool> HasAnyAsync(string prefix, CancellationToken cancellation) => bucket.HasAnyAsync(prefix, cancellation);

    public async Task<Stream> OpenAsync(BucketObject source, long offset, CancellationToken cancellation)
    {
        BeforeOpen(source);
        return Content(await bucket.OpenAsync(source, offset, cancellation));
    }

    public async Task<string> MoveAsync(BucketObject source, string folder, CancellationToken cancellation)
    {
        BeforeMove(source);
        var key = await bucket.MoveAsync(source, folder, cancellation);
        AfterMove(source);
        return key;
    }

    public void Dispose() => bucket.Dispose();
}
