using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Passes;
using FleetTickets.Engine.Results;
using static FleetTickets.UnitTests.Geocoding.Passes.KnownPlaces;

namespace FleetTickets.UnitTests.Geocoding.Passes;

public sealed class GeocodePlanTests
{
    private static readonly DateTimeOffset Tomorrow = Now.AddDays(1);
    private static readonly AskRules Rules = new(Now, "locationiq", RulesVersion: 1, RetryFailed: false);

    [Fact]
    public void ANameThatTheGazetteerDoesNotHaveIsAsked() => Assert.Single(Plan(null).ToAsk);

    [Theory]
    [InlineData(PlaceStatus.NotFound)]
    [InlineData(PlaceStatus.Coarse)]
    [InlineData(PlaceStatus.RejectedFar)]
    [InlineData(PlaceStatus.Ambiguous)]
    [InlineData(PlaceStatus.Exhausted)]
    public void ARefusalIsRememberedUntilItsTime(PlaceStatus refusal)
    {
        Assert.Equal(1, Plan(Known(refusal, retryAfter: Tomorrow)).Remembered);
        Assert.Single(Plan(Known(refusal, retryAfter: Now)).ToAsk);
    }

    [Fact]
    public void ARefusalIsForgottenWhenAnotherProviderOrOtherRulesMayAnswerOtherwise()
    {
        var known = Known(PlaceStatus.NotFound, retryAfter: Tomorrow);

        Assert.Single(Plan(known with { Provider = "opencage" }).ToAsk);
        Assert.Single(Plan(known with { RulesVersion = 0 }).ToAsk);
    }

    [Fact]
    public void RetryFailedAsksForEveryRefusal() =>
        Assert.Single(Plan(Known(PlaceStatus.Coarse, retryAfter: Tomorrow), Rules with { RetryFailed = true }).ToAsk);

    [Fact]
    public void WhatAPersonDecidedIsNeverAsked()
    {
        var rejected = Known(PlaceStatus.Rejected, isVerified: true);

        Assert.Equal((0, 1), (Plan(rejected, Rules with { RetryFailed = true }).ToAsk.Count, Plan(rejected).Remembered));
    }

    [Fact]
    public void APointIsNeverAskedForAgainWhoeverFoundIt()
    {
        Assert.Equal(1, Plan(Known(PlaceStatus.Accepted, Kilimani)).Placed);
        Assert.Equal(1, Plan(Known(status: null, Kilimani) with { Provider = null, RulesVersion = null }).Placed);
    }

    [Fact]
    public void AnotherRunsReservationHoldsUntilItEnds()
    {
        Assert.Equal(1, Plan(Known(PlaceStatus.Reserved, retryAfter: Tomorrow), Rules with { RetryFailed = true }).Held);
        Assert.Single(Plan(Known(PlaceStatus.Reserved, retryAfter: Now)).ToAsk);
    }

    [Fact]
    public void AFailureIsAskedAgainByTheNextRun() => Assert.Single(Plan(Known(PlaceStatus.Retry)).ToAsk);

    [Fact]
    public void OnlyNamesOfTicketsThatHoldAPlaceAreAsked()
    {
        var plan = GeocodePlan.For([Of("Yaya") with { IsNamed = false }, Of("Yaya") with { CleanedName = null }], Rules);

        Assert.Equal((0, 0, 0, 0), (plan.ToAsk.Count, plan.Placed, plan.Remembered, plan.Held));
    }

    private static GeocodePlan Plan(KnownPlace? known, AskRules? rules = null) => GeocodePlan.For([Of("Yaya", known)], rules ?? Rules);
}
