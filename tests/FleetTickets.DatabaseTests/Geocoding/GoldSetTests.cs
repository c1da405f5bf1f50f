using Dapper;
using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.Engine.Results;
using FleetTickets.TestServers;

namespace FleetTickets.DatabaseTests.Geocoding;

/// <summary>Cleaning and judging together, over the gold set: every right answer is accepted, and no other.</summary>
public sealed class GoldSetTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private static readonly Dictionary<GoldAnswer, PlaceStatus> Expected = new()
    {
        [GoldAnswer.Right] = PlaceStatus.Accepted,
        [GoldAnswer.City] = PlaceStatus.Coarse,
        [GoldAnswer.Elsewhere] = PlaceStatus.RejectedFar,
        [GoldAnswer.Other] = PlaceStatus.RejectedName,
        [GoldAnswer.Two] = PlaceStatus.Ambiguous,
        [GoldAnswer.Echo] = PlaceStatus.Coarse,
    };

    [Fact]
    public void ThePlacesAreManyDifferentAndWithinTheirClusters()
    {
        Assert.True(GoldSet.Places.Count >= 150, $"{GoldSet.Places.Count} places");
        Assert.Equal(Enum.GetValues<GoldAnswer>().Order(), GoldSet.Places.Select(place => place.Answer).Distinct().Order());
        Assert.Equal(GoldSet.Places.Count, GoldSet.Places.Select(place => (place.Name, place.Cluster)).Distinct().Count());
        Assert.All(GoldSet.Places, place => Assert.True(PointOf(place).KilometresTo(PointOf(place.Cluster)) <= 25, place.Name));
    }

    [Fact]
    public async Task OnlyRightAnswersAreAccepted()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var wrong = new List<string>();
        foreach (var place in GoldSet.Places.Where(place => place.Answer != GoldAnswer.None))
        {
            var (name, cluster) = await connection.QuerySingleAsync<(string, string)>(
                "select tickets.clean_location(@Name), tickets.clean_location(@Cluster)", place);
            var verdict = Judge.OfLocation(name, cluster, PointOf(place.Cluster), Answers(place, name, cluster));
            if (verdict.Status != Expected[place.Answer])
                wrong.Add($"{place.Name}: {verdict.Status} ({verdict.Reason}), expected {Expected[place.Answer]}");
        }

        Assert.Empty(wrong);
    }

    private static Candidate[] Answers(GoldPlace place, string name, string cluster) => place.Answer switch
    {
        GoldAnswer.Right => [Place(name, PointOf(place))],
        GoldAnswer.City => [Place(cluster, Away(PointOf(place.Cluster), kilometres: 2), PlaceLevel.City)],
        GoldAnswer.Elsewhere => [Place(name, Away(PointOf(place.Cluster), kilometres: 26))],
        GoldAnswer.Other => [Place("Quarry Hill", Away(PointOf(place), kilometres: 0.4))],
        GoldAnswer.Two => [Place(name, PointOf(place)), Place(name, Away(PointOf(place), kilometres: 4))],
        GoldAnswer.Echo => [Place(cluster, PointOf(place.Cluster))],
        _ => [],
    };

    private static Candidate Place(string name, GeoPoint point, PlaceLevel level = PlaceLevel.Suburb) =>
        new(point, level, $"{name}, 00100, Kenya", "ke", County: null, Confidence: null);

    private static GeoPoint PointOf(GoldPlace place) => new(place.Latitude, place.Longitude);

    private static GeoPoint PointOf(string cluster) => new(GoldSet.Clusters[cluster].Latitude, GoldSet.Clusters[cluster].Longitude);

    // A degree of latitude is 111.2 km.
    private static GeoPoint Away(GeoPoint point, double kilometres) => point with { Latitude = point.Latitude + (kilometres / 111.2) };
}
