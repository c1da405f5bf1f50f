using System.Globalization;
using Amazon.S3.Model;
using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Bucket.S3;

/// <summary>The content of exactly one upload. What a store sends instead of it is refused.</summary>
internal sealed class S3Download(S3Store store, BucketObject source, TimeProvider clock)
{
    /// <summary>Goes on where it breaks off.</summary>
    public async Task<Stream> OpenAsync(long offset, CancellationToken cancellation)
    {
        // Past the end of a file that has bytes there is nothing to ask for. Of an empty one, the store has to say that it is.
        if (offset > 0 && offset >= source.Size)
            return Stream.Null;
        var content = new ResumingStream(from => BodyAsync(from, cancellation), offset, source.Size, store.NameOf(source.Key), clock);
        await content.StartAsync();
        return content;
    }

    private async Task<DownloadBody> BodyAsync(long offset, CancellationToken cancellation)
    {
        var answer = await store.IfUnchangedAsync(source, tag => store.Client.GetObjectAsync(RequestFrom(offset, tag), cancellation), cancellation);
        try
        {
            S3Store.ThrowIfOther(source, EntityTag.Unmarked(answer.ETag));
            return new DownloadBody(answer.ResponseStream, BeginOf(answer, offset));
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private GetObjectRequest RequestFrom(long offset, string? tag) => new()
    {
        BucketName = store.Bucket,
        Key = source.Key,
        EtagToMatch = tag,
        ByteRange = offset > 0 ? new ByteRange(string.Create(CultureInfo.InvariantCulture, $"bytes={offset}-")) : null,
    };

    /// <summary>A store may ignore the range and send the whole object. A part has to be the one that was asked for, of the same whole.</summary>
    /// <exception cref="IOException">It is not.</exception>
    private long BeginOf(GetObjectResponse answer, long offset)
    {
        var range = AnsweredRange.Of(answer);
        return range.ProblemAt(offset, source.Size) is { } problem ? throw new IOException(problem) : range.From!.Value;
    }
}
