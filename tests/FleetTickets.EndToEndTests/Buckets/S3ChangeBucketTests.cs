using Amazon.S3.Model;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Bucket.S3;
using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests;

public sealed class S3ChangeBucketTests(SharedS3 shared) : ChangeBucketContract
{
    private readonly S3Server _s3 = shared.Server;
    private S3ChangeBucket? _bucket;
    private string _name = "";

    protected override IChangeBucket Bucket => _bucket!;

    public override async ValueTask InitializeAsync()
    {
        _name = await _s3.CreateBucketAsync(Cancellation);
        _bucket = new S3ChangeBucket(
            new S3Settings(new Uri(_s3.Endpoint), _name, _s3.AccessKey, _s3.SecretKey, _s3.Region), TimeProvider.System);
    }

    // Also called when the bucket could not be made.
    public override ValueTask DisposeAsync()
    {
        _bucket?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnUploadInPartsIsReadAndMovedAlthoughItsCopyHasAnotherTag(bool wasKilledAfterTheCopy)
    {
        const string key = "automations/inc/changes/2025-06-15T17-00-00.csv", archivedKey = "automations/inc/processed/2025-06-15T17-00-00.csv";
        var content = new string('x', 5 << 20) + "end";
        await PutInPartsAsync(key, content[..(5 << 20)], content[(5 << 20)..]);
        var listed = await ListedAsync();
        Assert.Contains('-', listed.ETag);
        Assert.Equal("end", await ReadAsync(listed, offset: 5 << 20));
        if (wasKilledAfterTheCopy)
            await BeginMoveAsync(key, archivedKey, listed.ETag);

        Assert.Equal(archivedKey, await Bucket.MoveAsync(listed, "automations/inc/processed/", Cancellation));

        Assert.Empty(await Bucket.ListAsync("automations/inc/changes/", Cancellation));
        using var copy = await _s3.Client.GetObjectAsync(_name, archivedKey, Cancellation);
        using var reader = new StreamReader(copy.ResponseStream);
        Assert.Equal(content, await reader.ReadToEndAsync(Cancellation));
    }

    protected override Task PutAsync(string key, string content) =>
        _s3.PutAsync(_name, key, System.Text.Encoding.UTF8.GetBytes(content), Cancellation);

    protected override Task BeginMoveAsync(string source, string target) => BeginMoveAsync(source, target, sourceTag: null);

    private async Task BeginMoveAsync(string source, string target, string? sourceTag)
    {
        var copy = new CopyObjectRequest { SourceBucket = _name, SourceKey = source, DestinationBucket = _name, DestinationKey = target };
        if (sourceTag is not null)
        {
            copy.MetadataDirective = Amazon.S3.S3MetadataDirective.REPLACE;
            copy.Metadata["x-amz-meta-source-etag"] = sourceTag;
        }
        await _s3.Client.CopyObjectAsync(copy, Cancellation);
    }

    private async Task PutInPartsAsync(string key, params string[] parts)
    {
        var upload = await _s3.Client.InitiateMultipartUploadAsync(_name, key, Cancellation);
        var done = new CompleteMultipartUploadRequest { BucketName = _name, Key = key, UploadId = upload.UploadId };
        foreach (var (index, part) in parts.Index())
        {
            using var body = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(part));
            done.AddPartETags(await _s3.Client.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = _name, Key = key, UploadId = upload.UploadId, PartNumber = index + 1, InputStream = body, UseChunkEncoding = false,
                },
                Cancellation));
        }
        await _s3.Client.CompleteMultipartUploadAsync(done, Cancellation);
    }
}
