using FleetTickets.Engine.Geocoding.Curation;
using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Geocoding.Curation;

public sealed class DecisionTests
{
    private static readonly GeoPoint Here = new(-1.282, 36.781);
    private static readonly GeoPoint There = new(-1.3, 36.8);

    [Fact]
    public void WhatIsVerifiedIsThePointOrElseTheCandidate()
    {
        Assert.Equal(new DecidedPoint(Here, "verified"), new Decision.Verify().Decide(Row(Here, There)));
        Assert.Equal(new DecidedPoint(There, "verified"), new Decision.Verify().Decide(Row(null, There)));
    }

    [Fact]
    public void WithoutEitherNothingCanBeVerified() => Assert.Equal(
        ["'kamakis@Ruiru' has neither a point nor a candidate that could be verified; --geocode-move gives it a point"],
        Assert.Throws<CurationException>(() => new Decision.Verify().Decide(Row(null, null))).Problems);

    [Fact]
    public void ACandidateAbroadCannotBeVerified() => Assert.Equal(
        ["'kamakis@Ruiru' is at 51.5, -0.1, which is not in Kenya; --geocode-move gives it a point"],
        Assert.Throws<CurationException>(() => new Decision.Verify().Decide(Row(null, new GeoPoint(51.5, -0.1)))).Problems);

    [Fact]
    public void ARejectedNameHasNoPointAndAMovedOneHasTheGivenPoint()
    {
        Assert.Equal(new DecidedPoint(null, "rejected"), new Decision.Reject().Decide(Row(Here, There)));
        Assert.Equal(new DecidedPoint(There, "manual"), new Decision.Move(There).Decide(Row(Here, null)));
    }

    [Fact]
    public void WhatIsSoAlreadyIsNoChange()
    {
        var verified = Row(Here, null) with { Status = "verified", IsVerified = true };

        Assert.Equal("kamakis@Ruiru: verified already, -1.282, 36.781", new DecidedRow(verified, new Decision.Verify().Decide(verified)).ToString());
        Assert.Equal("kamakis@Ruiru: accepted → verified, -1.282, 36.781", new DecidedRow(Row(Here, null), new Decision.Verify().Decide(Row(Here, null))).ToString());
        Assert.Equal("kamakis@Ruiru: accepted → rejected, no point", new DecidedRow(Row(Here, null), new Decision.Reject().Decide(Row(Here, null))).ToString());
    }

    private static GazetteerRow Row(GeoPoint? point, GeoPoint? candidate) =>
        new(new GazetteerKey("Ruiru", "kamakis"), "KAMAKIS", "accepted", IsVerified: false, point, candidate);
}
