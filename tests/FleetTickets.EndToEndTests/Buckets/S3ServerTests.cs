using System.Net;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using FleetTickets.Engine.Results;
using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests;

/// <summary>What the other tests take for granted about the S3 server they run against.</summary>
public sealed class S3ServerTests(SharedS3 shared)
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("ticket_id\nWOT0000001\n");

    private readonly S3Server _s3 = shared.Server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AWrongSecretIsRefused()
    {
        var bucket = await _s3.CreateBucketAsync(Cancellation);
        using var forger = _s3.ClientOf(_s3.AccessKey, _s3.SecretKey + "x");

        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => forger.ListObjectsV2Async(Everything(bucket), Cancellation));

        Assert.Equal("SignatureDoesNotMatch", refused.ErrorCode);
    }

    [Fact]
    public async Task TheDeniedKeysSignCorrectlyAndMayDoNothing()
    {
        var bucket = await _s3.CreateBucketAsync(Cancellation);
        using var stranger = _s3.ClientOf(_s3.DeniedAccessKey, _s3.DeniedSecretKey);

        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => stranger.ListObjectsV2Async(Everything(bucket), Cancellation));

        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), (refused.StatusCode, refused.ErrorCode));
    }

    [Theory]
    [InlineData("automations/inc/processed/2026-06-15T17-00-00.csv")]
    [InlineData("automations/inc/failed/a b+c%41&é.csv")]
    public async Task ACopyHoldsTheSameBytes(string target)
    {
        var bucket = await _s3.CreateBucketAsync(Cancellation);
        await _s3.PutAsync(bucket, "automations/inc/changes/2026-06-15T17-00-00.csv", Content, Cancellation);

        await _s3.Client.CopyObjectAsync(bucket, "automations/inc/changes/2026-06-15T17-00-00.csv", bucket, target, Cancellation);

        using var copy = await _s3.Client.GetObjectAsync(bucket, target, Cancellation);
        using var bytes = new MemoryStream();
        await copy.ResponseStream.CopyToAsync(bytes, Cancellation);
        Assert.Equal(Content, bytes.ToArray());
    }

    [Fact]
    public async Task AListingPastAThousandKeysComesInPages()
    {
        var bucket = await _s3.CreateBucketAsync(Cancellation);
        var keys = Enumerable.Range(1, 1_003).Select(number => $"automations/crq/changes/{number:0000}.csv").ToList();
        await Parallel.ForEachAsync(
            keys,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancellation },
            async (key, cancellation) => await _s3.PutAsync(bucket, key, Content, cancellation));

        var first = await _s3.Client.ListObjectsV2Async(Everything(bucket), Cancellation);
        var rest = await _s3.Client.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = bucket, ContinuationToken = first.NextContinuationToken }, Cancellation);

        Assert.True(first.IsTruncated);
        Assert.Equal(1_000, first.S3Objects.Count);
        Assert.Equal(keys, first.S3Objects.Concat(rest.S3Objects).Select(found => found.Key));
    }

    private static ListObjectsV2Request Everything(string bucket) => new() { BucketName = bucket };
}
