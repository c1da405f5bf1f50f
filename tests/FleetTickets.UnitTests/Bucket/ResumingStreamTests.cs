using System.Text;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using Microsoft.Extensions.Time.Testing;

namespace FleetTickets.UnitTests.Bucket;

public sealed class ResumingStreamTests
{
    private const string Name = "bucket: key";

    private readonly HurriedClock _clock = new();
    private readonly List<long> _openedAt = [];
    private readonly List<ScriptedBody> _bodies = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AWholeDownloadIsOpenedOnce()
    {
        Assert.Equal("abc", await ReadAsync(0, 3, new ScriptedBody("abc", ScriptedBody.Ends)));
        Assert.Equal([0], _openedAt);
    }

    [Fact]
    public async Task ADownloadThatBreaksOffGoesOnAtTheByteWhereItDid()
    {
        Assert.Equal(
            "abcdef",
            await ReadAsync(
                10, 16, new ScriptedBody("abc", ScriptedBody.Breaks), new ScriptedBody("d", ScriptedBody.Breaks), new ScriptedBody("ef", ScriptedBody.Ends)));
        Assert.Equal([10, 13, 14], _openedAt);
        Assert.All(_bodies, body => Assert.True(body.IsDisposed));
    }

    [Fact]
    public async Task ABodyThatStandsStillIsABrokenOne()
    {
        Assert.Equal("abc", await ReadAsync(0, 3, new ScriptedBody("ab", ScriptedBody.Stalls), new ScriptedBody("c", ScriptedBody.Ends)));
        Assert.Equal([0, 2], _openedAt);
        Assert.Contains(TimeSpan.FromSeconds(30), _clock.Waits);
    }

    [Fact]
    public async Task ASlowBodyHasHalfAMinuteForItsNextByte()
    {
        var clock = new FakeTimeProvider();
        var (arrives, watch) = (new TaskCompletionSource<int>(), CancellationToken.None);
        var body = new ScriptedBody("", token =>
        {
            watch = token;
            return arrives.Task;
        });
        await using var content = new ResumingStream(Opening(body), 0, 1, Name, clock);

        var read = content.ReadAsync(new byte[1], Cancellation);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(watch.IsCancellationRequested);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(watch.IsCancellationRequested);
        arrives.SetResult(1);
        Assert.Equal(1, await read);
    }

    [Fact]
    public async Task AfterFiveAttemptsAtOneByteItGivesUpAndSaysWhere()
    {
        var bodies = Enumerable.Range(0, 5).Select(i => new ScriptedBody(i == 0 ? "abc" : "", ScriptedBody.Breaks));

        var failure = await Assert.ThrowsAsync<BucketException>(() => ReadAsync(0, 9, [.. bodies]));
        Assert.Equal("bucket: key: the download broke off at byte 3 of 9, 5 times: connection reset", failure.Message);
        Assert.Equal([0, 3, 3, 3, 3], _openedAt);
    }

    [Fact]
    public async Task ABodyThatEndsEarlyIsABrokenOneHoweverCleanlyItEnds()
    {
        Assert.Equal("abcde", await ReadAsync(0, 5, new ScriptedBody("abc", ScriptedBody.Ends), new ScriptedBody("de", ScriptedBody.Ends)));
        Assert.Equal([0, 3], _openedAt);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task ABodyThatIsLongerEndsTheDownloadAtOnce(long size)
    {
        var failure = await Assert.ThrowsAsync<BucketException>(() => ReadAsync(0, size, new ScriptedBody("abcd", ScriptedBody.Ends)));

        Assert.Equal($"bucket: key: the store lists {size} bytes and sends more", failure.Message);
        Assert.Equal([0], _openedAt);
    }

    [Fact]
    public async Task ABodyThatBreaksOffAfterItsLastByteIsWhole()
    {
        Assert.Equal("abc", await ReadAsync(0, 3, new ScriptedBody("abc", ScriptedBody.Breaks)));
        Assert.Equal([0], _openedAt);
    }

    [Fact]
    public async Task WhenABodyBeginsAnewWhatIsKnownIsPassedOver()
    {
        var (again, isFirst) = (new ScriptedBody("abcde", ScriptedBody.Ends), true);
        await using var content = new ResumingStream(
            _ =>
            {
                var body = isFirst ? new ScriptedBody("ab", ScriptedBody.Breaks) : again;
                isFirst = false;
                return Task.FromResult(new DownloadBody(body, 0));
            },
            0, 5, Name, _clock);

        Assert.Equal("abcde", await ReadToEndAsync(content));
    }

    [Fact]
    public async Task EveryByteThatArrivesStartsTheAttemptsAnew()
    {
        var bodies = Enumerable.Range(0, 12).Select(_ => new ScriptedBody("x", ScriptedBody.Breaks)).Append(new ScriptedBody("", ScriptedBody.Ends));

        Assert.Equal(new string('x', 12), await ReadAsync(0, 12, [.. bodies]));
    }

    [Fact]
    public async Task ThePausesGrow()
    {
        await Assert.ThrowsAsync<BucketException>(() => ReadAsync(0, 1, [.. Enumerable.Range(0, 5).Select(_ => new ScriptedBody("", ScriptedBody.Breaks))]));

        var pauses = _clock.Waits.Where(wait => wait < TimeSpan.FromSeconds(30)).Select(wait => wait.TotalMilliseconds).ToList();
        Assert.Collection(
            pauses,
            pause => Assert.InRange(pause, 125, 375),
            pause => Assert.InRange(pause, 250, 750),
            pause => Assert.InRange(pause, 500, 1500),
            pause => Assert.InRange(pause, 1000, 3000));
    }

    [Fact]
    public async Task AnObjectThatIsGoneIsNotAskedForAgain()
    {
        var gone = new ObjectGoneException(new BucketObject("key", "tag", 3));
        var first = Opening(new ScriptedBody("ab", ScriptedBody.Breaks));
        await using var content = new ResumingStream(offset => _openedAt.Count == 0 ? first(offset) : throw gone, 0, 3, Name, _clock);

        Assert.Same(gone, await Assert.ThrowsAsync<ObjectGoneException>(() => ReadToEndAsync(content)));
    }

    [Fact]
    public async Task AStoreThatRefusesEveryTimeIsQuotedAsItIs()
    {
        var refused = new BucketException("bucket at store: access denied");
        await using var content = new ResumingStream(_ => throw refused, 0, 3, Name, _clock);

        Assert.Same(refused, await Assert.ThrowsAsync<BucketException>(() => ReadToEndAsync(content)));
    }

    [Fact]
    public async Task AMissingObjectShowsBeforeAnythingIsRead()
    {
        await using var content = new ResumingStream(_ => throw new ObjectGoneException(new BucketObject("key", "tag", 3)), 0, 3, Name, _clock);

        await Assert.ThrowsAsync<ObjectGoneException>(content.StartAsync);
    }

    [Fact]
    public async Task AStopIsNoFailureOfTheDownload()
    {
        using var stop = new CancellationTokenSource();
        await using var content = new ResumingStream(Opening(new ScriptedBody("", ScriptedBody.Stalls)), 0, 1, Name, new FakeTimeProvider());

        var read = content.ReadAsync(new byte[1], stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await read);
        Assert.Equal([0], _openedAt);
    }

    private Func<long, Task<DownloadBody>> Opening(params IEnumerable<ScriptedBody> bodies)
    {
        var next = new Queue<ScriptedBody>(bodies);
        return offset =>
        {
            _openedAt.Add(offset);
            _bodies.Add(next.Dequeue());
            return Task.FromResult(new DownloadBody(_bodies[^1], offset));
        };
    }

    private async Task<string> ReadAsync(long offset, long size, params ScriptedBody[] bodies)
    {
        await using var content = new ResumingStream(Opening(bodies), offset, size, Name, _clock);
        return await ReadToEndAsync(content);
    }

    private static async Task<string> ReadToEndAsync(ResumingStream content)
    {
        var (text, buffer) = (new StringBuilder(), new byte[16]);
        int read;
        while ((read = await content.ReadAsync(buffer, Cancellation)) > 0)
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        return text.ToString();
    }
}
