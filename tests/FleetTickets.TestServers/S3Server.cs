using System.Net;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace FleetTickets.TestServers;

/// <summary>
/// A real S3 server for tests, one that checks signatures: the one that FLEETTICKETS_TEST_S3_ENDPOINT names, else a
/// container, else OpenStack Swift from the machine's own packages. Without any of them it fails and lists every reason.
/// </summary>
public sealed class S3Server : IAsyncDisposable
{
    private readonly IS3Source _source;
    private readonly List<string> _buckets = [];

    private S3Server(IS3Source source)
    {
        _source = source;
        Client = ClientOf(AccessKey, SecretKey);
    }

    /// <summary>Where the server came from, for a test log.</summary>
    public string Description => _source.Description;

    public string Endpoint => _source.Access.Endpoint;

    public string Region => _source.Access.Region;

    public string AccessKey => _source.Access.AccessKey;

    public string SecretKey => _source.Access.SecretKey;

    /// <summary>With <see cref="DeniedSecretKey"/> a valid pair of keys that has no rights.</summary>
    public string DeniedAccessKey => _source.Access.DeniedAccessKey;

    public string DeniedSecretKey => _source.Access.DeniedSecretKey;

    public IAmazonS3 Client { get; }

    public static Task<S3Server> StartAsync(CancellationToken cancellation = default)
    {
        // A server that was named on purpose must not be replaced by another one in silence.
        if (Environment.GetEnvironmentVariable(GivenS3.EndpointVariable) is { Length: > 0 })
            return AcceptAsync(() => Task.FromResult<IS3Source>(GivenS3.FromEnvironment()), cancellation);

        return FirstUsable.StartAsync(
            "S3 server",
            GivenS3.EndpointVariable,
            () => AcceptAsync(async () => await MinioContainer.StartAsync(cancellation), cancellation),
            () => AcceptAsync(async () => await SwiftServer.StartAsync(cancellation), cancellation));
    }

    /// <summary>A client with other keys than the worker's; the caller disposes it.</summary>
    public IAmazonS3 ClientOf(string accessKey, string secretKey) => new AmazonS3Client(
        new BasicAWSCredentials(accessKey, secretKey),
        new AmazonS3Config
        {
            ServiceURL = Endpoint,
            ForcePathStyle = true,
            AuthenticationRegion = Region,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            DisableS3ExpressSessionAuth = true,
            MaxErrorRetry = 2,
            Timeout = TimeSpan.FromSeconds(30),
            ConnectTimeout = TimeSpan.FromSeconds(5),
        });

    /// <returns>The name of a bucket that nobody else uses.</returns>
    public async Task<string> CreateBucketAsync(CancellationToken cancellation = default)
    {
        var name = $"fleettickets-test-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        await Client.PutBucketAsync(name, cancellation);
        lock (_buckets)
            _buckets.Add(name);
        return name;
    }

    public async Task PutAsync(string bucket, string key, byte[] content, CancellationToken cancellation = default)
    {
        using var body = new MemoryStream(content, writable: false);
        // Chunked bodies are AWS's own; stores refuse them or, worse, store the chunk marks.
        await Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, InputStream = body, UseChunkEncoding = false }, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_source.OutlivesUs)
        {
            foreach (var bucket in _buckets)
                await DropAsync(bucket);
        }

        Client.Dispose();
        await _source.DisposeAsync();
    }

    private static async Task<S3Server> AcceptAsync(Func<Task<IS3Source>> start, CancellationToken cancellation)
    {
        var server = new S3Server(await start());
        try
        {
            await server.RequireSignaturesAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private async Task RequireSignaturesAsync(CancellationToken cancellation)
    {
        try
        {
            await Client.ListBucketsAsync(cancellation);
        }
        catch (Exception unusable) when (unusable is AmazonServiceException or HttpRequestException or TimeoutException)
        {
            throw new InvalidOperationException($"{Description} ({Endpoint}) does not list the buckets of {AccessKey}: {unusable.Message}", unusable);
        }

        using var forger = ClientOf(AccessKey, SecretKey + "-forged");
        try
        {
            await forger.ListBucketsAsync(cancellation);
        }
        catch (AmazonS3Exception refused) when (refused.StatusCode == HttpStatusCode.Forbidden)
        {
            return;
        }

        throw new InvalidOperationException($"{Description} ({Endpoint}) accepts a wrong secret; the tests need a server that checks signatures");
    }

    private async Task DropAsync(string bucket)
    {
        await foreach (var found in Client.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = bucket }).S3Objects)
            await Client.DeleteObjectAsync(bucket, found.Key);
        await Client.DeleteBucketAsync(bucket);
    }
}
