using System.Text;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Feed.Reading;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Feed.Reading;

/// <summary>A file that does not have its listed length is neither loaded nor set aside.</summary>
public sealed class SizedContentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AFileOfItsListedLengthIsReadAsItIs() => Assert.Equal("abc", await ReadAsync("abc", 3));

    [Theory]
    [InlineData("ab", "key: listed with 3 bytes, and ends after 2; nothing of it was loaded")]
    [InlineData("", "key: listed with 3 bytes, and ends after 0; nothing of it was loaded")]
    [InlineData("abcd", "key: listed with 3 bytes, and has more; nothing of it was loaded")]
    public async Task AShorterOrLongerOneEndsTheRun(string content, string message)
    {
        var failure = await Assert.ThrowsAsync<FileLengthException>(() => ReadAsync(content, 3));

        Assert.Equal(message, failure.Message);
    }

    [Fact]
    public async Task WhatWasNotReadIsReadBeforeTheFileIsJudged()
    {
        var content = new SizedContent(new BucketObject("key", "tag", 5), Opening("abc"));
        await using (var begun = await content.OpenAsync(0, Cancellation))
            Assert.Equal(2, await begun.ReadAsync(new byte[2], Cancellation));

        await Assert.ThrowsAsync<FileLengthException>(() => content.ThrowIfOtherLengthAsync(Cancellation));
    }

    [Fact]
    public async Task WhatWasReadToItsEndIsNotOpenedAgain()
    {
        var opened = 0;
        var content = new SizedContent(new BucketObject("key", "tag", 3), (offset, cancellation) =>
        {
            opened++;
            return Opening("abc")(offset, cancellation);
        });
        await using (var all = await content.OpenAsync(0, Cancellation))
            await all.CopyToAsync(Stream.Null, Cancellation);

        await content.ThrowIfOtherLengthAsync(Cancellation);
        Assert.Equal(1, opened);
    }

    private static async Task<string> ReadAsync(string content, long size)
    {
        using var reader = new StreamReader(await new SizedContent(new BucketObject("key", "tag", size), Opening(content)).OpenAsync(0, Cancellation));
        return await reader.ReadToEndAsync(Cancellation);
    }

    private static ChangeReader.OpenAt Opening(string content) =>
        (offset, _) => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(content)[(int)offset..]));
}
