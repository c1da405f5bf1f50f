using FleetTickets.Engine.Geocoding.Curation;
using FleetTickets.Engine.Results;
using FleetTickets.SampleFeed;

namespace FleetTickets.UnitTests.SampleFeed;

/// <summary>The demo's gazetteer fits the feed that the demo loads, so that its map is not empty without a geocoder.</summary>
public sealed class GazetteerTests
{
    [Fact]
    public async Task EveryClusterOfTheFeedHasAPoint()
    {
        var points = await ReadAsync();

        Assert.Equal(
            Places.Clusters.Select(cluster => cluster.Name).Order(StringComparer.Ordinal),
            points.Where(point => point.LocationName is null).Select(point => point.Cluster).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EveryLocationIsAnEstateOfItsClusterAndNearIt()
    {
        var points = await ReadAsync();
        var clusters = points.Where(point => point.LocationName is null).ToDictionary(point => point.Cluster, point => point.Point);
        var locations = points.Where(point => point.LocationName is not null).ToList();

        Assert.NotEmpty(locations);
        Assert.All(locations, location =>
        {
            Assert.Contains(location.LocationName!.ToUpperInvariant().Replace(' ', '_'), Places.Clusters.Single(cluster => cluster.Name == location.Cluster).Estates);
            Assert.InRange(location.Point.KilometresTo(clusters[location.Cluster]), 0, CuratedPoints.Far);
        });
    }

    private static async Task<IReadOnlyList<CuratedPoint>> ReadAsync()
    {
        await using var csv = File.OpenRead(Path.Combine(Repository.Root, "src", "FleetTickets.SampleFeed", "gazetteer.csv"));
        var file = await GazetteerFile.ReadAsync(csv, TestContext.Current.CancellationToken);
        Assert.Empty(file.Problems);
        return file.Points;
    }
}
