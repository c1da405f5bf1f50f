using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Geocoding.Judging;

public sealed class LocationJudgeTests
{
    private static readonly Candidate Kileleshwa = Found.Place("Kileleshwa, Nairobi, Nairobi County, 00100, Kenya");

    [Fact]
    public void APlaceOfTheNameNearTheClusterIsAccepted()
    {
        var verdict = Judged("Kileleshwa", Kileleshwa);

        Assert.Equal((PlaceStatus.Accepted, null, Kileleshwa), (verdict.Status, verdict.Reason, verdict.Choice));
        Assert.Equal(3.97, verdict.DistanceKm!.Value, 0.005);
    }

    [Theory]
    [InlineData(-5.0001, 36.8)]
    [InlineData(5.6001, 36.8)]
    [InlineData(-1.28, 33.7999)]
    [InlineData(-1.28, 42.0001)]
    [InlineData(double.NaN, 36.8)]
    public void OutsideTheBoxAroundKenyaIsAnotherCountry(double latitude, double longitude) =>
        Assert.Equal(PlaceStatus.RejectedCountry, Judged("Kileleshwa", Kileleshwa with { Point = new(latitude, longitude) }).Status);

    [Fact]
    public void AnotherCountrysCodeIsAnotherCountryEvenInTheBox()
    {
        var verdict = Judged("Kileleshwa", Kileleshwa with { CountryCode = "tz" });

        Assert.Equal(PlaceStatus.RejectedCountry, verdict.Status);
        Assert.Equal("Kileleshwa, Nairobi, Nairobi County, 00100, Kenya has the country code tz; expected ke", verdict.Reason);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("KE")]
    public void AMissingCountryCodeIsJudgedByTheBoxAlone(string? country) =>
        Assert.Equal(PlaceStatus.Accepted, Judged("Kileleshwa", Kileleshwa with { CountryCode = country }).Status);

    [Fact]
    public void WithoutAPointOfTheClusterNothingIsAccepted()
    {
        var verdict = Judge.OfLocation("Kileleshwa", "Nairobi", null, [Kileleshwa]);

        Assert.Equal(PlaceStatus.Ambiguous, verdict.Status);
        Assert.Equal("the cluster Nairobi has no point to judge Kileleshwa, Nairobi, Nairobi County, 00100, Kenya by", verdict.Reason);
        Assert.Null(verdict.DistanceKm);
    }

    [Theory]
    [InlineData("Ongata Rongai", -1.3953, 36.764, 13.76, PlaceStatus.Accepted)]
    [InlineData("Mlolongo", -1.39639, 36.94028, 18.62, PlaceStatus.Accepted)]
    [InlineData("Thika", -1.03326, 37.06933, 39.52, PlaceStatus.RejectedFar)]
    [InlineData("Nakuru", -0.30719, 36.07225, 136.50, PlaceStatus.RejectedFar)]
    [InlineData("Edge", -1.058509, 36.81667, 24.999, PlaceStatus.Accepted)]
    [InlineData("Edge", -1.058500, 36.81667, 25.000, PlaceStatus.Accepted)]
    [InlineData("Edge", -1.058491, 36.81667, 25.001, PlaceStatus.RejectedFar)]
    public void MoreThan25KilometresIsTooFar(string name, double latitude, double longitude, double kilometres, PlaceStatus status)
    {
        var verdict = Judged(name, Found.Place($"{name}, Kenya", latitude, longitude));

        Assert.Equal(status, verdict.Status);
        Assert.Equal(kilometres, verdict.DistanceKm!.Value, kilometres is > 24 and < 26 ? 0.0005 : 0.005);
    }

    [Theory]
    [InlineData(-1.03326, 37.06933, "39.5 km from the cluster Nairobi; at most 25")]
    [InlineData(-1.058491, 36.81667, "25.001 km from the cluster Nairobi; at most 25")]
    public void TheReasonSaysHowFarAndHowFarIsAllowed(double latitude, double longitude, string reason) =>
        Assert.Equal(reason, Judged("Thika", Found.Place("Thika, Kenya", latitude, longitude)).Reason);

    [Theory]
    [InlineData(PlaceLevel.City, null, PlaceStatus.Coarse)]
    [InlineData(PlaceLevel.Postcode, null, PlaceStatus.Coarse)]
    [InlineData(PlaceLevel.County, null, PlaceStatus.Coarse)]
    [InlineData(PlaceLevel.State, null, PlaceStatus.Coarse)]
    [InlineData(PlaceLevel.Country, null, PlaceStatus.Coarse)]
    [InlineData(PlaceLevel.Unknown, null, PlaceStatus.Coarse)]
    [InlineData(PlaceLevel.Unknown, 4.0, PlaceStatus.Coarse)]
    [InlineData(PlaceLevel.Unknown, 5.0, PlaceStatus.Accepted)]
    [InlineData(PlaceLevel.Town, null, PlaceStatus.Accepted)]
    [InlineData(PlaceLevel.Village, null, PlaceStatus.Accepted)]
    [InlineData(PlaceLevel.Neighbourhood, null, PlaceStatus.Accepted)]
    [InlineData(PlaceLevel.Street, null, PlaceStatus.Accepted)]
    [InlineData(PlaceLevel.Building, null, PlaceStatus.Accepted)]
    [InlineData(PlaceLevel.Venue, null, PlaceStatus.Accepted)]
    public void ACityOrCoarserIsNotThePlaceItself(PlaceLevel level, double? confidence, PlaceStatus status) =>
        Assert.Equal(status, Judged("Kileleshwa", Kileleshwa with { DisplayName = "Kileleshwa Ward, Nairobi, Kenya", Level = level, Confidence = confidence }).Status);

    [Theory]
    [InlineData("Ruiru", PlaceLevel.City, PlaceStatus.Accepted)]
    [InlineData("Ruiru Kimbo", PlaceLevel.City, PlaceStatus.Coarse)]
    [InlineData("Ruiru", PlaceLevel.County, PlaceStatus.Coarse)]
    public void ACityIsThePlaceWhenTheNameIsTheCitys(string name, PlaceLevel level, PlaceStatus status) =>
        Assert.Equal(status, Judged(name, Found.Place("Ruiru, Kiambu County, Kenya", -1.1466, 36.9569, level)).Status);

    [Fact]
    public void TheReasonOfACoarseAnswerNamesTheCity() =>
        Assert.Equal("a city: Nairobi, Kenya; expected a town or finer", Judged("Kileleshwa", Found.Place("Nairobi, Kenya", level: PlaceLevel.City)).Reason);

    [Theory]
    // 0.0026 degrees of latitude are 289 m, 0.0028 are 311 m.
    [InlineData("Kileleshwa", -1.28073, PlaceLevel.Suburb, PlaceStatus.Coarse)]
    [InlineData("Kileleshwa", -1.28073, PlaceLevel.Unknown, PlaceStatus.Coarse)]
    [InlineData("Kileleshwa", -1.28053, PlaceLevel.Suburb, PlaceStatus.Accepted)]
    [InlineData("Kileleshwa", -1.28073, PlaceLevel.Neighbourhood, PlaceStatus.Accepted)]
    [InlineData("Kileleshwa", -1.28073, PlaceLevel.Street, PlaceStatus.Accepted)]
    public void TheClustersOwnPointIsAnEchoUnlessThePlaceIsFine(string name, double latitude, PlaceLevel level, PlaceStatus status) =>
        Assert.Equal(status, Judged(name, Found.Place("Kileleshwa, Kenya", latitude, Found.Nairobi.Longitude, level, confidence: 9)).Status);

    [Fact]
    public void ALocationThatIsNamedAsItsClusterMayBeOnItsPoint() => Assert.Equal(
        PlaceStatus.Accepted,
        Judge.OfLocation("Nairobi", "Nairobi", Found.Nairobi, [Found.Place("Nairobi, Kenya", Found.Nairobi.Latitude, Found.Nairobi.Longitude)]).Status);

    [Fact]
    public void APlaceOfAnotherNameIsAnotherPlace()
    {
        var verdict = Judged("Lavington", Kileleshwa);

        Assert.Equal(PlaceStatus.RejectedName, verdict.Status);
        Assert.Equal("found Kileleshwa, Nairobi, Nairobi County, 00100, Kenya, which does not name Lavington", verdict.Reason);
    }

    [Fact]
    public void TheNearestThatPassesIsChosenAndNotTheFirst()
    {
        var nearer = Kileleshwa with { Point = new(-1.2825, 36.79) };

        var verdict = Judged("Kileleshwa", Found.Place("Nairobi, Kenya", level: PlaceLevel.City), Kileleshwa, nearer);

        Assert.Equal((PlaceStatus.Accepted, nearer), (verdict.Status, verdict.Choice));
    }

    [Theory]
    [InlineData(-1.2551, PlaceStatus.Accepted)]
    [InlineData(-1.2549, PlaceStatus.Ambiguous)]
    public void TwoPlacesMoreThanThreeKilometresApartAreTwo(double latitude, PlaceStatus status) =>
        Assert.Equal(status, Judged("Kileleshwa", Kileleshwa, Kileleshwa with { Point = new(latitude, 36.7810) }).Status);

    [Fact]
    public void TheReasonOfTwoPlacesNamesBoth()
    {
        var verdict = Judged("Milimani", Found.Place("Milimani, Nairobi, Kenya"), Found.Place("Milimani Estate, Ruiru, Kenya", -1.2, 36.8));

        Assert.Equal("Milimani, Nairobi, Kenya and Milimani Estate, Ruiru, Kenya are 9.359 km apart; at most 3", verdict.Reason);
    }

    [Fact]
    public void OnlyTheFirstFiveAreLookedAt()
    {
        var wrong = Found.Place("Lavington, Nairobi, Kenya");

        Assert.Equal(PlaceStatus.Accepted, Judged("Kileleshwa", wrong, wrong, wrong, wrong, Kileleshwa).Status);
        Assert.Equal(PlaceStatus.RejectedName, Judged("Kileleshwa", wrong, wrong, wrong, wrong, wrong, Kileleshwa).Status);
    }

    [Fact]
    public void WhenNonePassesTheOneThatGotFurthestIsSpokenOf()
    {
        var abroad = Kileleshwa with { CountryCode = "tz" };
        var far = Kileleshwa with { Point = new(-0.30719, 36.07225) };
        var city = Kileleshwa with { Level = PlaceLevel.City, DisplayName = "Nairobi, Kenya" };

        Assert.Equal((PlaceStatus.Coarse, city), StatusAndChoice(Judged("Kileleshwa", abroad, city, far)));
        Assert.Equal((PlaceStatus.RejectedFar, far), StatusAndChoice(Judged("Kileleshwa", abroad, far)));
        Assert.Equal((PlaceStatus.RejectedCountry, abroad), StatusAndChoice(Judged("Kileleshwa", abroad)));
    }

    [Fact]
    public void WithoutCandidatesThereIsNothingToJudge() =>
        Assert.Throws<ArgumentException>(() => Judged("Kileleshwa"));

    private static (PlaceStatus, Candidate?) StatusAndChoice(Verdict verdict) => (verdict.Status, verdict.Choice);

    private static Verdict Judged(string name, params Candidate[] candidates) => Judge.OfLocation(name, "Nairobi", Found.Nairobi, candidates);
}
