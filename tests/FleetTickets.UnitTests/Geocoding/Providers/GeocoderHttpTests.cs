using System.Net;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Geocoding.Providers;

/// <summary>What can happen to a request before a provider's words are there to be read.</summary>
public sealed class GeocoderHttpTests
{
    public static TheoryData<string> Providers => [.. GeocoderSettings.Providers];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task ARedirectIsNotFollowedAndNamesTheHostAlone(string provider)
    {
        var reply = await StubTransport.AskAsync(provider, 302, "", ("Location", $"https://login.hotel.example/welcome?key={StubTransport.Key}"));

        var wrong = Assert.IsType<Reply.BadRequest>(reply);
        Assert.EndsWith(" answers with a redirect to https://login.hotel.example", wrong.Why, StringComparison.Ordinal);
        Assert.False(wrong.IsNameAtFault);
    }

    [Fact]
    public async Task ARedirectToNowhereIsOneToo() => Assert.Equal(
        new Reply.BadRequest("us1.locationiq.com answers with a redirect"), await StubTransport.AskAsync("locationiq", 301, ""));

    [Fact]
    public async Task ASlowAnswerIsTroubleAfterTenSeconds()
    {
        var transport = new StubTransport(async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("the wait ended");
        });
        var asked = transport.Geocoder("locationiq").AskAsync(new PlaceQuery("x", null), Cancellation);

        transport.Clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(asked.IsCompleted);
        transport.Clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(new Reply.Trouble("us1.locationiq.com did not answer within 10 s"), await asked);
    }

    [Fact]
    public async Task AStopIsNoTrouble()
    {
        using var stop = new CancellationTokenSource();
        var transport = new StubTransport(async token =>
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("was not told");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => transport.Geocoder("locationiq").AskAsync(new PlaceQuery("x", null), stop.Token));
    }

    [Fact]
    public async Task ABrokenConnectionIsTroubleAndNamesTheHost()
    {
        var transport = new StubTransport(_ => throw new HttpRequestException("An error occurred", new IOException("Connection reset\nby peer")));

        Assert.Equal(
            new Reply.Trouble("api.opencagedata.com: Connection reset by peer"),
            await transport.Geocoder("opencage").AskAsync(new PlaceQuery("x", null), Cancellation));
        Assert.Null(await transport.Geocoder("locationiq").RemainingTodayAsync(Cancellation));
    }

    [Fact]
    public async Task ABodyOfMoreThanAMebibyteIsTrouble()
    {
        var largest = new string(' ', (1024 * 1024) - 2);

        Assert.IsType<Reply.NotFound>(await StubTransport.AskAsync("locationiq", 200, "[]" + largest));
        Assert.IsType<Reply.Trouble>(await StubTransport.AskAsync("locationiq", 200, "[]" + largest + " "));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task AKeyThatTheProviderRepeatsIsStruckOut(string provider)
    {
        var escaped = Uri.EscapeDataString(StubTransport.Key);
        var said = $"no key {StubTransport.Key.ToUpperInvariant()} in /search?key={escaped}&q=x";

        var refused = Assert.IsType<Reply.KeyRefused>(
            await StubTransport.AskAsync(provider, 401, $$$"""{"error":"{{{said}}}","status":{"message":"{{{said}}}"}}"""));

        Assert.EndsWith(" answers 401 no key *** in /search?key=***&q=x", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherHostAndPathCanStandForTheProvider()
    {
        var transport = StubTransport.Answering(500, "");
        var settings = GeocoderSettings.DefaultsOf("locationiq", "k") with { BaseUrl = new Uri("http://localhost:8080/geo/v2/") };

        var reply = await transport.Geocoder(settings).AskAsync(new PlaceQuery("x", null), Cancellation);

        Assert.Equal(new Reply.Trouble("localhost:8080 answers 500"), reply);
        Assert.StartsWith("http://localhost:8080/geo/v2/search?q=x&", Assert.Single(transport.Urls).AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANameOfAnyLengthAndOfHalfLettersIsAsked()
    {
        var transport = StubTransport.Answering((int)HttpStatusCode.RequestUriTooLong, "");

        var reply = await transport.Geocoder("locationiq").AskAsync(new PlaceQuery(new string('x', 200_000) + '\ud800', null), Cancellation);

        Assert.True(Assert.IsType<Reply.BadRequest>(reply).IsNameAtFault);
    }
}
