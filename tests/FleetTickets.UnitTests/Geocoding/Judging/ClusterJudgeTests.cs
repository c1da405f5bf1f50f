using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Geocoding.Judging;

public sealed class ClusterJudgeTests
{
    private static readonly Candidate Ruiru =
        Found.Place("Ruiru, Kiambu County, Kenya", -1.1466, 36.9569, PlaceLevel.Town, county: "Kiambu County");

    [Theory]
    [InlineData(PlaceLevel.Neighbourhood, PlaceStatus.Accepted)]
    [InlineData(PlaceLevel.Suburb, PlaceStatus.Accepted)]
    [InlineData(PlaceLevel.Village, PlaceStatus.Accepted)]
    [InlineData(PlaceLevel.Town, PlaceStatus.Accepted)]
    [InlineData(PlaceLevel.City, PlaceStatus.Accepted)]
    [InlineData(PlaceLevel.Postcode, PlaceStatus.Coarse)]
    [InlineData(PlaceLevel.County, PlaceStatus.Coarse)]
    [InlineData(PlaceLevel.State, PlaceStatus.Coarse)]
    [InlineData(PlaceLevel.Country, PlaceStatus.Coarse)]
    [InlineData(PlaceLevel.Street, PlaceStatus.Ambiguous)]
    [InlineData(PlaceLevel.Building, PlaceStatus.Ambiguous)]
    [InlineData(PlaceLevel.Venue, PlaceStatus.Ambiguous)]
    [InlineData(PlaceLevel.Unknown, PlaceStatus.Ambiguous)]
    public void AClusterIsASettlement(PlaceLevel level, PlaceStatus status) =>
        Assert.Equal(status, Judge.OfCluster("Ruiru", [Ruiru with { Level = level, Confidence = 9 }]).Status);

    [Theory]
    [InlineData(PlaceLevel.Street, "a street, not a settlement: Ruiru, Kiambu County, Kenya")]
    [InlineData(PlaceLevel.Unknown, "a place of unknown kind, not a settlement: Ruiru, Kiambu County, Kenya")]
    [InlineData(PlaceLevel.County, "a county: Ruiru, Kiambu County, Kenya; expected a city or finer")]
    public void TheReasonSaysWhatKindOfPlaceWasFound(PlaceLevel level, string reason) =>
        Assert.Equal(reason, Judge.OfCluster("Ruiru", [Ruiru with { Level = level }]).Reason);

    [Fact]
    public void AnotherCountryIsRejected() =>
        Assert.Equal(PlaceStatus.RejectedCountry, Judge.OfCluster("Ruiru", [Ruiru with { CountryCode = "ug" }]).Status);

    [Fact]
    public void AnotherNameIsRejected() => Assert.Equal(PlaceStatus.RejectedName, Judge.OfCluster("Juja", [Ruiru]).Status);

    [Fact]
    public void TheFirstThatPassesIsChosenWhereverItIs()
    {
        var second = Ruiru with { Point = new(-1.2, 36.9) };

        var verdict = Judge.OfCluster("Ruiru", [Ruiru with { Level = PlaceLevel.Street }, Ruiru, second]);

        Assert.Equal((PlaceStatus.Accepted, Ruiru, null, null), (verdict.Status, verdict.Choice, verdict.DistanceKm, verdict.Reason));
    }

    [Fact]
    public void TwoCountiesAreTwoPlaces()
    {
        var other = Ruiru with { County = "Meru", Level = PlaceLevel.Street };

        var verdict = Judge.OfCluster("Ruiru", [Ruiru, other]);

        Assert.Equal((PlaceStatus.Ambiguous, "places called Ruiru in Kiambu County and Meru; expected one county"), (verdict.Status, verdict.Reason));
    }

    public static TheoryData<string, string?, string, string?> NoSecondCounty => new()
    {
        { "the same written otherwise", "Kiambu", "Ruiru, Kenya", "ke" },
        { "one that is not told", null, "Ruiru, Kenya", "ke" },
        { "that of a place of another name", "Meru", "Juja, Kenya", "ke" },
        { "that of a place abroad", "Meru", "Ruiru, Tanzania", "tz" },
    };

    [Theory]
    [MemberData(nameof(NoSecondCounty))]
    public void OnlyACountyOfTheSameNameInKenyaCounts(string what, string? county, string displayName, string? country)
    {
        var verdict = Judge.OfCluster("Ruiru", [Ruiru, Ruiru with { County = county, DisplayName = displayName, CountryCode = country }]);

        Assert.Equal((what, PlaceStatus.Accepted), (what, verdict.Status));
    }

    [Fact]
    public void WithoutCandidatesThereIsNothingToJudge() => Assert.Throws<ArgumentException>(() => Judge.OfCluster("Ruiru", []));
}
