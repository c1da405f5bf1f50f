using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Geocoding.Judging;

public sealed class CollapseTests
{
    private static readonly GeoPoint Point = new(-1.28333, 36.81667);

    [Fact]
    public void AFourthNameOnAPointCollapsesIt()
    {
        Assert.Empty(Collapse.SharedPoints(Rows("karen", "langata", "runda")));
        Assert.Equal(new Dictionary<GeoPoint, int> { [Point] = 4 }, Collapse.SharedPoints(Rows("karen", "langata", "runda", "ruaka")));
    }

    [Fact]
    public void ANameInSeveralClustersIsOneName() =>
        Assert.Empty(Collapse.SharedPoints(Rows("karen", "karen", "karen", "langata", "runda")));

    [Fact]
    public void PointsAreTheSameToTheFifthDecimal()
    {
        (string, GeoPoint)[] near = [.. Rows("karen", "langata", "runda"), ("ruaka", new(-1.283333, 36.816668))];
        (string, GeoPoint)[] beside = [.. Rows("karen", "langata", "runda"), ("ruaka", new(-1.28334, 36.81667))];

        Assert.Equal([Point], Collapse.SharedPoints(near).Keys);
        Assert.Empty(Collapse.SharedPoints(beside));
    }

    private static IEnumerable<(string, GeoPoint)> Rows(params string[] keys) => keys.Select(key => (key, Point));
}
