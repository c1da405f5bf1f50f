using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Bucket.S3;

/// <summary>Calls to a store that speaks S3, and what their failures mean. Relies on nothing that only AWS's own store offers.</summary>
internal sealed class S3Store : IDisposable
{
    /// <summary>On an archived copy. The copy's own tag differs from it when the upload had several parts.</summary>
    public const string SourceTag = "x-amz-meta-source-etag";

    private static readonly TimeSpan UntilHeaders = TimeSpan.FromSeconds(30);

    private readonly S3Settings _settings;
    private readonly S3HttpClient _http = new(UntilHeaders);

    public S3Store(S3Settings settings)
    {
        _settings = settings;
        AwsSurroundings.Forget();
        Client = new AmazonS3Client(new BasicAWSCredentials(settings.AccessKey, settings.SecretKey), new AmazonS3Config
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
            Timeout = UntilHeaders,
            HttpClientFactory = _http,
        });
    }

    public AmazonS3Client Client { get; }

    public string Bucket => _settings.Bucket;

    public async Task<T> CallAsync<T>(string what, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw Trouble(what, S3Failure.Reason(failure), failure);
        }
    }

    public BucketException Trouble(string what, string reason, Exception? inner = null) => new($"{NameOf(what)}: {reason}", inner);

    /// <summary>An object or a task, with the store that it is in or of.</summary>
    public string NameOf(string what) => $"{_settings}: {what}";

    /// <summary>
    /// A call that the store makes only while the upload is the listed one. Swift compares the tag of an upload in parts with another one
    /// than it lists and refuses, some proxies have made the tag a weak one, and some stores know no such condition at all; there our own
    /// check has to do.
    /// </summary>
    public async Task<T> IfUnchangedAsync<T>(BucketObject source, Func<string?, Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await CallAsync(source.Key, () => call(EntityTag.Quoted(source.ETag)));
        }
        catch (BucketException refused) when (StatusOf(refused) is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound
            or HttpStatusCode.BadRequest or HttpStatusCode.NotImplemented)
        {
            await ThrowIfGoneAsync(source, refused, cancellation);
        }
        return await CallAsync(source.Key, () => call(null));
    }

    /// <exception cref="ObjectGoneException">Another upload, or none, has its key.</exception>
    public async Task ThrowIfGoneAsync(BucketObject source, Exception? refused, CancellationToken cancellation)
    {
        if (await LookAsync(source.Key, cancellation) is not { } now)
            throw ObjectGoneException.NotThere(source, refused);
        ThrowIfOther(source, now.ETag, refused);
    }

    /// <exception cref="ObjectGoneException">The tag is not that of the upload.</exception>
    public static void ThrowIfOther(BucketObject source, string tag, Exception? refused = null)
    {
        if (tag.Length == 0)
            throw ObjectGoneException.WithoutTag(source);
        if (tag != source.ETag)
            throw ObjectGoneException.Replaced(source, refused);
    }

    /// <summary>
    /// Null when the store has no such object. Reads the first byte instead of sending HEAD: some stores answer HEAD from a cache, for objects that
    /// are already deleted.
    /// </summary>
    public Task<ObjectNow?> LookAsync(string key, CancellationToken cancellation) => LookAsync(key, new ByteRange(0, 0), cancellation);

    public void Dispose()
    {
        Client.Dispose();
        _http.Dispose();
    }

    private async Task<ObjectNow?> LookAsync(string key, ByteRange? range, CancellationToken cancellation)
    {
        try
        {
            var request = new GetObjectRequest { BucketName = Bucket, Key = key, ByteRange = range };
            using var answer = await CallAsync($"looking for {key}", () => Client.GetObjectAsync(request, cancellation));
            return new ObjectNow(EntityTag.Unmarked(answer.ETag), AnsweredRange.Of(answer).Total ?? -1, answer.Metadata[SourceTag]);
        }
        catch (BucketException refused) when (StatusOf(refused) is HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (BucketException refused) when (StatusOf(refused) is HttpStatusCode.RequestedRangeNotSatisfiable && range is not null)
        {
            // An empty object has no first byte.
            return await LookAsync(key, range: null, cancellation);
        }
    }

    private static HttpStatusCode? StatusOf(BucketException refused) => (refused.InnerException as AmazonS3Exception)?.StatusCode;
}
