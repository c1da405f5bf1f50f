using System.Net;
using System.Security.Authentication;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using FleetTickets.Engine.Changes;
using FleetTickets.Engine.Faults;

namespace FleetTickets.Engine.Bucket;

/// <summary>A bucket in a store that speaks S3. Relies on nothing that only AWS's own store offers.</summary>
public sealed class S3ChangeBucket(S3Settings settings, TimeProvider clock) : IChangeBucket
{
    /// <summary>On an archived copy: the tag of the upload it was made from. A copy's own tag differs when the upload had several parts.</summary>
    private const string SourceTag = "x-amz-meta-source-etag";

    private readonly AmazonS3Client _s3 = new(new BasicAWSCredentials(settings.AccessKey, settings.SecretKey), new AmazonS3Config
    {
        ServiceURL = settings.Endpoint.AbsoluteUri,
        ForcePathStyle = true,
        AuthenticationRegion = settings.Region,
        // Checksum trailers and S3 Express sessions are AWS's own; other stores answer them with errors.
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        DisableS3ExpressSessionAuth = true,
        RetryMode = RequestRetryMode.Standard,
        MaxErrorRetry = 4,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        Timeout = TimeSpan.FromSeconds(30),
    });

    public async Task<IReadOnlyList<BucketObject>> ListAsync(string folder, CancellationToken cancellation)
    {
        var objects = new List<BucketObject>();
        var request = new ListObjectsV2Request { BucketName = settings.Bucket, Prefix = folder };
        do
        {
            var page = await CallAsync($"listing {folder}", () => _s3.ListObjectsV2Async(request, cancellation));
            // The SDK leaves an empty collection null. A key equal to the folder is a console's placeholder for it.
            objects.AddRange((page.S3Objects ?? []).Where(found => found.Key != folder)
                .Select(found => new BucketObject(found.Key, Unquoted(found.ETag), found.Size ?? 0)));
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
        objects.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return objects;
    }

    public async Task<Stream> OpenAsync(BucketObject source, long offset, CancellationToken cancellation)
    {
        var content = new ResumingStream(from => DownloadAsync(source, from, cancellation), offset, clock);
        await content.StartAsync();
        return content;
    }

    public async Task<string> MoveAsync(BucketObject source, string folder, CancellationToken cancellation)
    {
        var (key, isThere) = await ArchiveKeyAsync(source, folder, cancellation);
        if (!isThere)
            await CopyAsync(source, key, cancellation);
        await Fault.AtAsync(FaultPoint.BetweenCopyAndDelete, cancellation);
        await DeleteAsync(source, cancellation);
        return key;
    }

    public void Dispose() => _s3.Dispose();

    private async Task<Stream> DownloadAsync(BucketObject source, long offset, CancellationToken cancellation)
    {
        if (offset >= source.Size)
            return Stream.Null;
        var response = await IfUnchangedAsync(source, tag => _s3.GetObjectAsync(
            new GetObjectRequest
            {
                BucketName = settings.Bucket,
                Key = source.Key,
                EtagToMatch = tag,
                ByteRange = offset > 0 ? new ByteRange($"bytes={offset}-") : null,
            },
            cancellation), cancellation);
        if (Unquoted(response.ETag) == source.ETag)
            return response.ResponseStream;
        response.Dispose();
        throw new ObjectGoneException(source);
    }

    /// <summary>The key to copy to, and whether a run that was killed has copied already.</summary>
    private async Task<(string Key, bool IsThere)> ArchiveKeyAsync(BucketObject source, string folder, CancellationToken cancellation)
    {
        var plain = ArchiveName.In(folder, source);
        if (await HeadAsync(plain, cancellation) is not { } taken)
            return (plain, false);
        if (IsCopy(source, taken))
            return (plain, true);
        var tagged = ArchiveName.WithTagIn(folder, source);
        return (tagged, await IsCopyOfAsync(source, tagged, cancellation));
    }

    private async Task<bool> IsCopyOfAsync(BucketObject source, string key, CancellationToken cancellation) =>
        await HeadAsync(key, cancellation) is { } copy && IsCopy(source, copy);

    private static bool IsCopy(BucketObject source, GetObjectMetadataResponse copy) =>
        copy.ContentLength == source.Size && (copy.Metadata[SourceTag] == source.ETag || Unquoted(copy.ETag) == source.ETag);

    private async Task CopyAsync(BucketObject source, string key, CancellationToken cancellation)
    {
        var copy = await IfUnchangedAsync(source, tag => _s3.CopyObjectAsync(CopyRequest(source, key, tag), cancellation), cancellation);
        // A tag made from the content proves the copy; that of an upload in parts does not, and is looked at again.
        if (Unquoted(copy.ETag) != source.ETag && !await IsCopyOfAsync(source, key, cancellation))
            throw new BucketException($"{settings}: the copy {key} of {source.Key} is not what was copied; the original stays");
    }

    private CopyObjectRequest CopyRequest(BucketObject source, string key, string? tag)
    {
        var request = new CopyObjectRequest
        {
            SourceBucket = settings.Bucket,
            SourceKey = source.Key,
            DestinationBucket = settings.Bucket,
            DestinationKey = key,
            ETagToMatch = tag,
            MetadataDirective = S3MetadataDirective.REPLACE,
            ContentType = "text/csv",
        };
        request.Metadata[SourceTag] = source.ETag;
        return request;
    }

    /// <summary>Deletes the upload that was copied, and no later one under its key: by the store's own check, and before it by ours.</summary>
    private async Task DeleteAsync(BucketObject source, CancellationToken cancellation)
    {
        if (await HeadAsync(source.Key, cancellation) is not { } current)
            return;
        if (Unquoted(current.ETag) != source.ETag)
            throw new ObjectGoneException(source);
        await IfUnchangedAsync(source, tag => _s3.DeleteObjectAsync(
            new DeleteObjectRequest { BucketName = settings.Bucket, Key = source.Key, IfMatch = tag }, cancellation), cancellation);
    }

    /// <summary>
    /// A call that the store makes only while the upload is the listed one. Swift compares the tag of an upload in parts with another one
    /// than it lists and refuses, and some stores know no such condition at all; there our own look has to do.
    /// </summary>
    private async Task<T> IfUnchangedAsync<T>(BucketObject source, Func<string?, Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await CallAsync(source, () => call(Quoted(source.ETag)));
        }
        catch (Exception refused) when (refused is ObjectGoneException
            or BucketException { InnerException: AmazonS3Exception { StatusCode: HttpStatusCode.NotImplemented } })
        {
            if (await HeadAsync(source.Key, cancellation) is not { } current || Unquoted(current.ETag) != source.ETag)
                throw new ObjectGoneException(source, refused);
        }
        return await CallAsync(source, () => call(null));
    }

    private async Task<GetObjectMetadataResponse?> HeadAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await CallAsync($"looking for {key}", () => _s3.GetObjectMetadataAsync(settings.Bucket, key, cancellation));
        }
        catch (BucketException refused) when (refused.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.NotFound })
        {
            return null;
        }
    }

    private async Task<T> CallAsync<T>(BucketObject source, Func<Task<T>> call)
    {
        try
        {
            return await CallAsync(source.Key, call);
        }
        catch (BucketException refused) when (refused.InnerException is AmazonS3Exception answer
            && (answer.StatusCode is HttpStatusCode.PreconditionFailed || answer.ErrorCode is "NoSuchKey"))
        {
            throw new ObjectGoneException(source, answer);
        }
    }

    private async Task<T> CallAsync<T>(string what, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw new BucketException($"{settings}: {what}: {Reason(failure)}", failure);
        }
    }

    /// <summary>HTTP's own message about a failed handshake only points to the one within.</summary>
    private static string Reason(Exception failure) => failure.GetBaseException() is AuthenticationException refused
        ? $"{refused.Message.TrimEnd('.')}. Check that the store speaks TLS, its certificate's dates and names, and whether this machine trusts the issuer"
        : failure.Message;

    private static string Unquoted(string? tag) => tag?.Trim('"') ?? "";

    private static string Quoted(string tag) => $"\"{tag}\"";
}
