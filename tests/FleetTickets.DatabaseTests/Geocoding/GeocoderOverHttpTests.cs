using System.Net;
using System.Net.Sockets;
using FleetTickets.Engine.Geocoding.Calling;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.Engine.Results;
using FleetTickets.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace FleetTickets.DatabaseTests.Geocoding;

/// <summary>From a question to an answer over a real connection, with the budget in the database.</summary>
public sealed class GeocoderOverHttpTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>, IAsyncLifetime
{
    private const int Cap = 1_000_000;

    // The budget's own: a test that runs over midnight counts on one day.
    private readonly FakeTimeProvider _today = new();
    private readonly GeocoderServer _server = new(
        new GeocoderPlace("Kileleshwa", -1.282, 36.781), new GeocoderPlace("Nairobi", -1.28333, 36.81667, "city"));

    public static TheoryData<string> Providers => [.. GeocoderSettings.Providers];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task ANameIsFoundAndAnotherIsNot(string provider)
    {
        var client = Client(provider);

        var found = Assert.IsType<Answer.Found>(await client.AskAsync(new PlaceQuery("KILELESHWA, Nairobi, Kenya", null), Cancellation));
        Assert.IsType<Answer.NotFound>(await client.AskAsync(new PlaceQuery("Atlantis, Nairobi, Kenya", null), Cancellation));

        var place = Assert.Single(found.Candidates);
        Assert.Equal((new GeoPoint(-1.282, 36.781), PlaceLevel.Suburb), (place.Point, place.Level));
        Assert.Equal(("ke", "Nairobi County"), (place.CountryCode, place.County));
        Assert.Equal(2, client.CallsMade);
        Assert.Equal(
            ["KILELESHWA, Nairobi, Kenya", "Atlantis, Nairobi, Kenya"], _server.Requests.Select(request => request.Text).Where(text => text != ""));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task ACityIsACityInBothDialects(string provider)
    {
        var reply = Assert.IsType<Reply.Found>(await Geocoder(provider).AskAsync(new PlaceQuery("Nairobi, Kenya", null), Cancellation));

        Assert.Equal(PlaceLevel.City, Assert.Single(reply.Candidates).Level);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task WhatTheProviderSaysIsLeftIsWhatIsLeft(string provider)
    {
        _server.Left = 7;
        var budget = new CallBudget(database.DataSource, $"{provider} {Guid.NewGuid():N}", Cap, _today);

        await Client(provider, budget).AskAsync(new PlaceQuery("Kileleshwa", null), Cancellation);

        // LocationIQ was asked before the call, OpenCage tells with the answer.
        Assert.Equal(provider == "locationiq" ? 6 : 7, await budget.LeftTodayAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task ARefusedKeyStopsTheRunAndIsNotShown(string provider)
    {
        const string Wrong = "wrong-and-secret";
        var geocoder = Geocoders.Create(SettingsOf(provider) with { ApiKey = Wrong }, TimeProvider.System);

        var stopped = await Assert.ThrowsAsync<GeocodingStoppedException>(
            () => Client(geocoder, Budget()).AskAsync(new PlaceQuery("Kileleshwa", null), Cancellation));

        Assert.Equal(StopReason.KeyRefused, stopped.Reason);
        Assert.DoesNotContain(Wrong, stopped.ToString(), StringComparison.Ordinal);
        Assert.All(_server.Requests, request => Assert.Equal(Wrong, request.Key));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task AUsedUpQuotaLeavesNoCallForAnybodyToday(string provider)
    {
        var refusal = provider == "locationiq" ? (429, """{"error":"Rate Limited Day"}""") : (402, """{"status":{"message":"quota exceeded"}}""");
        _server.Answer("Kileleshwa", new ScriptedResponse(refusal.Item1, refusal.Item2));
        var name = $"{provider} {Guid.NewGuid():N}";
        var (first, second) = (new CallBudget(database.DataSource, name, Cap, _today), new CallBudget(database.DataSource, name, Cap, _today));

        var stopped = await Assert.ThrowsAsync<GeocodingStoppedException>(
            () => Client(provider, first).AskAsync(new PlaceQuery("Kileleshwa", null), Cancellation));

        Assert.Equal(StopReason.ProviderQuota, stopped.Reason);
        Assert.Equal(TimeSpan.Zero, stopped.RenewsAt?.TimeOfDay);
        Assert.False(await second.TryReserveAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task WhatIsNoAnswerIsTroubleThatNamesTheHostAlone(string provider)
    {
        ScriptedResponse[] troubles =
        [
            ScriptedResponse.Garbage, ScriptedResponse.Huge, new(200, """[{"lat":"-1.2820","lon":"36.7810"}]""", IsCut: true),
            new(503, "down"), new(200, ""),
        ];
        _server.Answer("Kileleshwa", troubles);
        var geocoder = Geocoder(provider);

        foreach (var _ in troubles)
            AssertTrouble(await geocoder.AskAsync(new PlaceQuery("Kileleshwa", null), Cancellation));
    }

    [Fact]
    public async Task ARedirectIsNotFollowed()
    {
        _server.Answer("Kileleshwa", ScriptedResponse.Redirect(_server.BaseUrlOf("locationiq") + "/elsewhere"));

        Assert.IsType<Reply.BadRequest>(await Geocoder("locationiq").AskAsync(new PlaceQuery("Kileleshwa", null), Cancellation));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task AnAnswerThatDoesNotComeIsTroubleAfterTenSeconds()
    {
        var clock = new FakeTimeProvider();
        _server.Answer("Kileleshwa", ScriptedResponse.Never);
        var asked = Geocoders.Create(SettingsOf("locationiq"), clock).AskAsync(new PlaceQuery("Kileleshwa", null), Cancellation);
        await _server.RequestArrivesAsync(Cancellation);

        clock.Advance(TimeSpan.FromSeconds(10));

        AssertTrouble(await asked);
    }

    [Fact]
    public async Task AServerThatIsNotThereIsTrouble()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var dead = new Uri($"http://{listener.LocalEndpoint}/v1");
        listener.Stop();

        foreach (var nowhere in new[] { dead, new Uri("https://geocoder.invalid/v1") })
        {
            var geocoder = Geocoders.Create(SettingsOf("locationiq") with { BaseUrl = nowhere }, TimeProvider.System);

            var trouble = Assert.IsType<Reply.Trouble>(await geocoder.AskAsync(new PlaceQuery("Kileleshwa", null), Cancellation));
            Assert.StartsWith($"{nowhere.Authority}: ", trouble.Why, StringComparison.Ordinal);
            Assert.Null(await geocoder.RemainingTodayAsync(Cancellation));
        }
    }

    private void AssertTrouble(Reply reply)
    {
        var why = Assert.IsType<Reply.Trouble>(reply).Why;
        Assert.StartsWith(_server.BaseUrlOf("locationiq").Authority, why, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Key, why, StringComparison.Ordinal);
        Assert.DoesNotContain("q=", why, StringComparison.Ordinal);
    }

    private GeocoderSettings SettingsOf(string provider) =>
        GeocoderSettings.DefaultsOf(provider, _server.Key) with { BaseUrl = _server.BaseUrlOf(provider) };

    private IGeocoder Geocoder(string provider) => Geocoders.Create(SettingsOf(provider), TimeProvider.System);

    private CallBudget Budget() => new(database.DataSource, $"provider {Guid.NewGuid():N}", Cap, _today);

    private GeocoderClient Client(string provider) => Client(provider, Budget());

    private GeocoderClient Client(string provider, CallBudget budget) => Client(Geocoder(provider), budget);

    private static GeocoderClient Client(IGeocoder geocoder, CallBudget budget) =>
        new(geocoder, budget, new Pace(1_000, TimeProvider.System), runLimit: null, TimeProvider.System);
}
