using System.Globalization;
using Amazon.S3.Model;
using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Bucket.S3;

/// <summary>Reads the content of exactly one upload. Anything else that a store sends is refused.</summary>
internal sealed class S3Download(S3Store store, BucketObject source, TimeProvider clock)
{
    /// <summary>Returns a stream that resumes where the download breaks off.</summary>
    public async Task<Stream> OpenAsync(long offset, CancellationToken cancellation)
    {
        // Past the end of a file there is nothing to request. That a file is empty, the store has to confirm.
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

    /// <summary>A store may ignore the range and send the whole object. A part must begin at the requested offset and belong to the same object.</summary>
    /// <exception cref="IOException">It is not.</exception>
    private long BeginOf(GetObjectResponse answer, long offset)
    {
        var range = AnsweredRange.Of(answer);
        return range.ProblemAt(offset, source.Size) is { } problem ? throw new IOException(problem) : range.From!.Value;
    }
}
