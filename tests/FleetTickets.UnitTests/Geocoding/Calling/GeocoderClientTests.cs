using FleetTickets.Engine.Geocoding.Calling;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.Engine.Results;
using FleetTickets.UnitTests.Geocoding.Providers;

namespace FleetTickets.UnitTests.Geocoding.Calling;

/// <summary>What a reply means for the name, for the calls after it, and for the run.</summary>
public sealed class GeocoderClientTests
{
    private static readonly Candidate Somewhere = new(new GeoPoint(-1.28, 36.78), PlaceLevel.Suburb, "Kileleshwa", "ke", null, null);
    private static readonly Reply Found = new Reply.Found([Somewhere], null);
    private static readonly Reply NotFound = new Reply.NotFound(null);
    private static readonly Reply Trouble = new Reply.Trouble("host answers 503");
    private static readonly Reply Wrong = new Reply.BadRequest("host answers 400");
    private static readonly Reply BySecond = new Reply.TooFast(ByMinute: false, null);
    private static readonly Reply ByMinute = new Reply.TooFast(ByMinute: true, null);

    /// <summary>The night after <see cref="StubTransport.Now"/>.</summary>
    private static readonly DateTimeOffset Midnight = new(2026, 6, 16, 0, 0, 0, TimeSpan.Zero);

    private readonly SkippingClock _clock = new(StubTransport.Now);
    private CountedBudget _budget;
    private ScriptedGeocoder _geocoder;

    public GeocoderClientTests() => (_budget, _geocoder) = (new CountedBudget(100, _clock), new ScriptedGeocoder(_clock));

    [Fact]
    public async Task AnAnswerIsHandedOnAfterOneCall()
    {
        var client = Client(Found, NotFound);

        Assert.Equal([Somewhere], Assert.IsType<Answer.Found>(await AskAsync(client)).Candidates);
        Assert.IsType<Answer.NotFound>(await AskAsync(client));
        Assert.Equal(2, client.CallsMade);
        Assert.Equal(2, _budget.Reservations.Count);
    }

    [Fact]
    public async Task TroubleIsTriedThreeTimesWithGrowingPausesAndEveryTryCosts()
    {
        var client = Client(Trouble, Trouble, Trouble, Found);

        Assert.Equal(new Answer.Failed("host answers 503", IsPermanent: false), await AskAsync(client));
        Assert.Equal(3, client.CallsMade);
        Assert.Equal(3, _budget.Reservations.Count);
        Assert.IsType<Answer.Found>(await AskAsync(client));
    }

    [Fact]
    public async Task TroubleThatPassesIsForgotten()
    {
        Assert.IsType<Answer.Found>(await AskAsync(Client(Trouble, Trouble, Found)));
        Assert.Equal(3, _geocoder.Asked.Count);
    }

    [Fact]
    public async Task AfterFiveFailuresInARowItWaitsFiveMinutesAndTriesOnce()
    {
        var client = Client(Trouble, Trouble, Trouble, Trouble, Trouble, Found);

        await AskAsync(client);
        Assert.IsType<Answer.Found>(await AskAsync(client));

        Assert.InRange(Gaps()[4], TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(10));
        Assert.All(Gaps()[..4], gap => Assert.True(gap < TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task AProviderThatNeverRecoversStopsTheRunAfterTwoPauses()
    {
        var client = Client(Trouble);
        await AskAsync(client);
        await AskAsync(client);

        var stopped = await StopsAsync(client, StopReason.ProviderKeepsFailing);

        Assert.Equal("host answers 503; gave up after 7 calls", stopped.Message);
        Assert.Equal(7, client.CallsMade);
        Assert.Equal(2, Gaps().Count(gap => gap >= TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public async Task TooFastByTheSecondWaitsTwoSecondsDoublesTheDistanceAndAsksForTheSameNameAgain()
    {
        var client = Client(BySecond, Found);

        Assert.IsType<Answer.Found>(await AskAsync(client));
        await AskAsync(client, "another");

        Assert.Equal(["x", "x", "another"], _geocoder.Asked);
        Assert.Equal([TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)], Gaps());
        Assert.Equal(3, _budget.Reservations.Count);
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(-7, 1)]
    [InlineData(86_400, 300)]
    public async Task ATimeToWaitIsKeptWithinReason(int told, int waited)
    {
        await AskAsync(Client(new Reply.TooFast(ByMinute: false, TimeSpan.FromSeconds(told)), Found));

        Assert.Equal([TimeSpan.FromSeconds(waited)], Gaps());
    }

    [Fact]
    public async Task TooFastThriceInARowWaitsAMinute()
    {
        await AskAsync(Client(BySecond, BySecond, BySecond, Found));

        Assert.InRange(Gaps()[2], TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(70));
        Assert.All(Gaps()[..2], gap => Assert.True(gap <= TimeSpan.FromSeconds(4)));
    }

    [Fact]
    public async Task TooFastByTheMinuteWaitsAMinuteKeepsTheDistanceAndAsksForTheBalance()
    {
        var client = Client(ByMinute, Found);
        await AskAsync(client);
        await AskAsync(client);

        Assert.InRange(Gaps()[0], TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(72));
        Assert.Equal(TimeSpan.FromSeconds(1), Gaps()[1]);
        Assert.Equal(2, _geocoder.BalanceRequests);
    }

    [Fact]
    public async Task ABalanceOfNothingAfterAMinuteIsTheDaysEnd()
    {
        var client = Client(ByMinute);
        _geocoder.Balance = 1;

        Assert.Equal(Midnight, (await StopsAsync(client, StopReason.OwnBudget)).RenewsAt);
        Assert.Single(_geocoder.Asked);
    }

    [Fact]
    public async Task AProviderThatIsAlwaysAskedTooQuicklyStopsTheRun()
    {
        var byMinute = await StopsAsync(Client(ByMinute), StopReason.ProviderKeepsFailing);
        var bySecond = await StopsAsync(Client(BySecond), StopReason.ProviderKeepsFailing);

        Assert.Equal("locationiq limits calls by the minute; gave up after 3 calls", byMinute.Message);
        Assert.Equal("locationiq limits calls by the second; gave up after 5 calls", bySecond.Message);
    }

    [Fact]
    public async Task ARefusedKeyStopsTheRunAtOnceAndSaysWhichVariableToCheck()
    {
        var stopped = await StopsAsync(Client(new Reply.KeyRefused("host answers 401 Invalid key")), StopReason.KeyRefused);

        Assert.Equal("host answers 401 Invalid key; check GEOCODER_API_KEY", stopped.Message);
        Assert.Null(stopped.RenewsAt);
        Assert.Single(_geocoder.Asked);
    }

    [Fact]
    public async Task AUsedUpQuotaEndsTheBudgetAndSaysWhenItRenews()
    {
        var told = new DateTimeOffset(2026, 6, 17, 0, 0, 0, TimeSpan.Zero);
        var stopped = await StopsAsync(Client(new Reply.QuotaUsedUp(told)), StopReason.ProviderQuota);

        Assert.Equal(("locationiq allows no more calls today", told), (stopped.Message, stopped.RenewsAt));
        Assert.Equal(0, await _budget.LeftTodayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AQuotaWithoutAWordOnItsRenewalRenewsAtMidnight() =>
        Assert.Equal(Midnight, (await StopsAsync(Client(new Reply.QuotaUsedUp(null)), StopReason.ProviderQuota)).RenewsAt);

    [Fact]
    public async Task WithoutBudgetNoCallIsMade()
    {
        _budget = new CountedBudget(1, _clock);
        var client = Client(Found);
        await AskAsync(client);

        var stopped = await StopsAsync(client, StopReason.OwnBudget);

        Assert.Equal(("today's budget of calls to locationiq is used up", Midnight), (stopped.Message, stopped.RenewsAt));
        Assert.Equal(1, client.CallsMade);
        Assert.Single(_geocoder.Asked);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task TheRunsOwnLimitCountsEveryTry(int limit)
    {
        var client = Client(limit, Trouble);

        var stopped = await StopsAsync(client, StopReason.RunLimit);

        Assert.Equal(($"this run's limit of {limit} calls is reached", null), (stopped.Message, stopped.RenewsAt));
        Assert.Equal(limit, _geocoder.Asked.Count);
        Assert.Equal(limit, _budget.Reservations.Count);
    }

    [Fact]
    public async Task AFirstRequestThatIsWrongStopsTheRun()
    {
        var stopped = await StopsAsync(Client(Wrong), StopReason.Configuration);

        Assert.Equal("host answers 400; check GEOCODER_BASE_URL and GEOCODER_PROVIDER", stopped.Message);
        Assert.Single(_geocoder.Asked);
    }

    [Fact]
    public async Task AfterAnAnswerAWrongRequestIsTheNamesFault()
    {
        var client = Client(NotFound, Wrong, Wrong, Found);
        await AskAsync(client);

        Assert.Equal(new Answer.Failed("host answers 400", IsPermanent: true), await AskAsync(client));
        Assert.Equal(new Answer.Failed("host answers 400", IsPermanent: true), await AskAsync(client));
        Assert.IsType<Answer.Found>(await AskAsync(client));
    }

    [Fact]
    public async Task ThreeWrongRequestsInARowAreNotTheNamesFault()
    {
        var client = Client(Found, Wrong, Wrong, Found, Wrong, Wrong, Wrong);
        for (var i = 0; i < 6; i++)
            await AskAsync(client);

        await StopsAsync(client, StopReason.Configuration);
    }

    [Fact]
    public async Task ANameThatTheProviderFindsTooLongFailsForGoodAlsoAsTheFirst()
    {
        var client = Client(new Reply.BadRequest("host answers 410", IsNameAtFault: true), Found);

        Assert.Equal(new Answer.Failed("host answers 410", IsPermanent: true), await AskAsync(client));
        Assert.IsType<Answer.Found>(await AskAsync(client));
    }

    [Fact]
    public async Task TheProvidersCountCorrectsTheBudgetWithEveryAnswer()
    {
        var client = Client(new Reply.Found([Somewhere], 7), new Reply.NotFound(5), new Reply.NotFound(50));

        await AskAsync(client);
        Assert.Equal(7, await _budget.LeftTodayAsync(TestContext.Current.CancellationToken));
        await AskAsync(client);
        Assert.Equal(5, await _budget.LeftTodayAsync(TestContext.Current.CancellationToken));
        await AskAsync(client);
        Assert.Equal(4, await _budget.LeftTodayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task TheBalanceIsAskedForOnceBeforeTheFirstCallAndKeepsItsDistance()
    {
        var client = Client(Found);
        _geocoder.Balance = 40;
        Assert.Equal(0, _geocoder.BalanceRequests);

        await AskAsync(client);
        await AskAsync(client);

        Assert.Equal(1, _geocoder.BalanceRequests);
        Assert.Equal(38, await _budget.LeftTodayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(StubTransport.Now + TimeSpan.FromSeconds(1), _geocoder.Times[0]);
    }

    [Fact]
    public async Task ACallIsTakenFromTheDayOnWhichItIsMade()
    {
        _clock.Advance(Midnight - TimeSpan.FromSeconds(0.5) - _clock.GetUtcNow());
        var client = Client(Found);
        await AskAsync(client);

        Assert.Equal(Midnight + TimeSpan.FromSeconds(0.5), _budget.Reservations[^1]);
    }

    [Fact]
    public async Task AStopIsNoAnswer()
    {
        using var stop = new CancellationTokenSource();
        var client = Client(Found);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AskAsync(new PlaceQuery("x", null), stop.Token));
    }

    private static Task<Answer> AskAsync(GeocoderClient client, string name = "x") =>
        client.AskAsync(new PlaceQuery(name, null), TestContext.Current.CancellationToken);

    private static async Task<GeocodingStoppedException> StopsAsync(GeocoderClient client, StopReason reason)
    {
        var stopped = await Assert.ThrowsAsync<GeocodingStoppedException>(() => AskAsync(client));
        Assert.Equal(reason, stopped.Reason);
        return stopped;
    }

    private GeocoderClient Client(params Reply[] replies) => Client(null, replies);

    private GeocoderClient Client(int? limit, params Reply[] replies)
    {
        _geocoder = new ScriptedGeocoder(_clock, replies);
        return new GeocoderClient(_geocoder, _budget, new Pace(1, _clock), limit, _clock);
    }

    /// <summary>The times between the calls.</summary>
    private List<TimeSpan> Gaps() => [.. _geocoder.Times.Zip(_geocoder.Times.Skip(1), (one, next) => next - one)];
}
