using FleetTickets.Engine.Geocoding;

namespace FleetTickets.UnitTests.Geocoding;

public sealed class ReviewOrderTests
{
    [Fact]
    public void OpenTicketsTimesUncertaintyDecidesWhatComesFirst()
    {
        // 40 × 0.9, 7 × 0.9, 5 × 1, 12 × 0.3, 1 × 1
        ReviewName[] names = [Names.NotFound, Names.Cluster, Names.Accepted, Names.Ambiguous, Names.Far];

        Assert.Equal([Names.Far, Names.Ambiguous, Names.NotFound, Names.Accepted, Names.Cluster], ReviewItem.InOrder(names).Select(item => item.Name));
    }

    [Fact]
    public void WithoutOpenTicketsTheLeastCertainComesFirst()
    {
        ReviewName[] names = [Names.Accepted with { OpenTickets = 0 }, Names.NotFound with { OpenTickets = 0 }];

        Assert.Equal([names[1], names[0]], ReviewItem.InOrder(names).Select(item => item.Name));
    }

    [Fact]
    public void APersonsPointIsMoreCertainThanAGeocodersAndThatMoreThanARefusedOne()
    {
        PlaceStatus?[] statuses = [PlaceStatus.Manual, PlaceStatus.Accepted, null, PlaceStatus.Coarse, PlaceStatus.RejectedName, PlaceStatus.NotFound];

        var shares = statuses.Select(status => Uncertainty.Of(Names.Accepted with { Status = status }).Share).ToList();

        Assert.Equal(shares.Order(), shares);
        Assert.Equal(shares.Count, shares.Distinct().Count());
    }

    [Fact]
    public void AnAcceptedPointIsLessCertainFarOutOrForAWholeTownOrAmongOthers()
    {
        Assert.Equal(["passed all guards, seen by nobody"], Uncertainty.Of(Names.Accepted).Reasons);
        Assert.Equal((0.5, "18.6 km from its cluster"), Doubt(Names.Accepted with { ClusterPoint = new(-1.28333, 36.81667), Point = new(-1.39639, 36.94028) }));
        Assert.Equal((0.6, "a whole town for one estate"), Doubt(Names.Accepted with { Level = PlaceLevel.Town }));
        Assert.Equal((0.4, "a place that may be larger than the estate"), Doubt(Names.Accepted with { Level = PlaceLevel.Suburb }));
        Assert.Equal((0.5, "what kind of place it is was not said"), Doubt(Names.Accepted with { Level = PlaceLevel.Unknown }));
        Assert.Equal((0.4, "one of 2 places of that name"), Doubt(Names.Accepted with { Candidates = Names.Ambiguous.Candidates }));
    }

    [Fact]
    public void ATownIsALocationsDoubtAndNotAClusters() => Assert.Single(Uncertainty.Of(
        Names.Accepted with { Key = new GazetteerKey("Ruiru", null), Level = PlaceLevel.Town, ClusterPoint = null }).Reasons);

    private static (double Share, string Reason) Doubt(ReviewName name)
    {
        var (share, reasons) = Uncertainty.Of(name);
        return (Math.Round(share, 6), Assert.Single(reasons.Skip(1)));
    }
}
