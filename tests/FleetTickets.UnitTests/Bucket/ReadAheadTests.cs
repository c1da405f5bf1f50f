using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Bucket;

public sealed class ReadAheadTests
{
    private static readonly ChangeFile[] Files = [.. Enumerable.Range(0, 8).Select(n => new ChangeFile(new BucketObject($"{n}", "tag", 1), default))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheNextFourFilesAreOpenedWhileOneIsRead()
    {
        using var bucket = new OpeningBucket();
        await using var ahead = new ReadAhead(bucket, Files, Cancellation);

        await ahead.Open(Files[0])(0, Cancellation);
        Assert.Equal(["0", "1", "2", "3", "4"], bucket.Opened);
        await ahead.Open(Files[1])(0, Cancellation);
        Assert.Equal(["0", "1", "2", "3", "4", "5"], bucket.Opened);
    }

    [Fact]
    public async Task EachFileIsOpenedOnceAndAgainFromAnOffset()
    {
        using var bucket = new OpeningBucket();
        await using var ahead = new ReadAhead(bucket, Files.Take(1), Cancellation);

        await ahead.Open(Files[0])(0, Cancellation);
        await ahead.Open(Files[0])(7, Cancellation);

        Assert.Equal(["0", "0+7"], bucket.Opened);
    }

    [Fact]
    public async Task WhatNobodyTookIsClosed()
    {
        using var bucket = new OpeningBucket();
        Stream taken;
        await using (var ahead = new ReadAhead(bucket, Files.Take(3), Cancellation))
            taken = await ahead.Open(Files[0])(0, Cancellation);

        Assert.True(taken.CanRead);
        Assert.Equal([true, false, false], bucket.Contents.Select(content => content.CanRead));
    }

    [Fact]
    public async Task AFileThatCannotBeOpenedFailsWhereItIsTaken()
    {
        using var bucket = new OpeningBucket { Failing = "1" };
        await using var ahead = new ReadAhead(bucket, Files.Take(3), Cancellation);

        await ahead.Open(Files[0])(0, Cancellation);

        await Assert.ThrowsAsync<BucketException>(() => ahead.Open(Files[1])(0, Cancellation));
        Assert.NotNull(await ahead.Open(Files[2])(0, Cancellation));
    }

    private sealed class OpeningBucket : IChangeBucket
    {
        public string? Failing { get; init; }

        public List<string> Opened { get; } = [];

        public List<Stream> Contents { get; } = [];

        public Task<Stream> OpenAsync(BucketObject source, long offset, CancellationToken cancellation)
        {
            Opened.Add(offset == 0 ? source.Key : $"{source.Key}+{offset}");
            if (source.Key == Failing)
                return Task.FromException<Stream>(new BucketException("refused"));
            Contents.Add(new MemoryStream());
            return Task.FromResult(Contents[^1]);
        }

        public Task<IReadOnlyList<BucketObject>> ListAsync(string folder, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyList<BucketObject>> ListAfterAsync(string folder, string key, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<bool> HasAnyAsync(string prefix, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<string> MoveAsync(BucketObject source, string folder, CancellationToken cancellation) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
