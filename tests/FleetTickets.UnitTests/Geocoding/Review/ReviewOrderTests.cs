using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.Engine.Geocoding.Review;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Geocoding.Review;

public sealed class ReviewOrderTests
{
    [Fact]
    public void OpenTicketsTimesUncertaintyDecidesWhatComesFirst()
    {
        // 40 × 0.9, 7 × 0.9, 5 × 1, 12 × 0.3, 1 × 1
        ReviewName[] names = [ReviewNames.NotFound, ReviewNames.Cluster, ReviewNames.Accepted, ReviewNames.Ambiguous, ReviewNames.Far];

        Assert.Equal([ReviewNames.Far, ReviewNames.Ambiguous, ReviewNames.NotFound, ReviewNames.Accepted, ReviewNames.Cluster], ReviewItem.InOrder(names).Select(item => item.Name));
    }

    [Fact]
    public void WithoutOpenTicketsTheLeastCertainComesFirst()
    {
        ReviewName[] names = [ReviewNames.Accepted with { OpenTickets = 0 }, ReviewNames.NotFound with { OpenTickets = 0 }];

        Assert.Equal([names[1], names[0]], ReviewItem.InOrder(names).Select(item => item.Name));
    }

    [Fact]
    public void APersonsPointIsMoreCertainThanAGeocodersAndThatMoreThanARefusedOne()
    {
        PlaceStatus?[] statuses = [PlaceStatus.Manual, PlaceStatus.Accepted, null, PlaceStatus.Coarse, PlaceStatus.RejectedName, PlaceStatus.NotFound];

        var shares = statuses.Select(status => Uncertainty.Of(ReviewNames.Accepted with { Status = status }).Share).ToList();

        Assert.Equal(shares.Order(), shares);
        Assert.Equal(shares.Count, shares.Distinct().Count());
    }

    [Fact]
    public void AnAcceptedPointIsLessCertainFarOutOrForAWholeTownOrAmongOthers()
    {
        Assert.Equal(["passed all guards, seen by nobody"], Uncertainty.Of(ReviewNames.Accepted).Reasons);
        Assert.Equal((0.5, "18.6 km from its cluster"), Doubt(ReviewNames.Accepted with { ClusterPoint = new(-1.28333, 36.81667), Point = new(-1.39639, 36.94028) }));
        Assert.Equal((0.6, "a whole town for one estate"), Doubt(ReviewNames.Accepted with { Level = PlaceLevel.Town }));
        Assert.Equal((0.4, "a place that may be larger than the estate"), Doubt(ReviewNames.Accepted with { Level = PlaceLevel.Suburb }));
        Assert.Equal((0.5, "what kind of place it is was not said"), Doubt(ReviewNames.Accepted with { Level = PlaceLevel.Unknown }));
        Assert.Equal((0.4, "one of 2 places of that name"), Doubt(ReviewNames.Accepted with { Candidates = ReviewNames.Ambiguous.Candidates }));
    }

    [Fact]
    public void ATownIsALocationsDoubtAndNotAClusters() => Assert.Single(Uncertainty.Of(
        ReviewNames.Accepted with { Key = new GazetteerKey("Ruiru", null), Level = PlaceLevel.Town, ClusterPoint = null }).Reasons);

    private static (double Share, string Reason) Doubt(ReviewName name)
    {
        var (share, reasons) = Uncertainty.Of(name);
        return (Math.Round(share, 6), Assert.Single(reasons.Skip(1)));
    }
}
