using System.Globalization;
using FleetTickets.Engine.Geocoding.Names;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests;

/// <summary>
/// The gold set through the whole geocoder: names as the feed delivers them, a provider that finds some and is wrong or vague about others, and
/// what stands in the gazetteer afterwards. A change of rules or guards that lowers the quality changes the report.
/// </summary>
public sealed class GoldSetTests(SharedPostgres postgres, SharedS3 s3)
{
    private const string Results =
        """
        select status, count(*), count(latitude) from tickets.geo_locations group by status order by status
        """;

    private const string Points =
        """
        select distinct t.location_name, t.cluster, t.latitude, t.longitude from tickets.inc t where t.geo_source = 'location'
        """;

    [Theory]
    [InlineData("locationiq")]
    [InlineData("opencage")]
    public async Task NoPointIsWrongAndEveryVagueOrDistantAnswerIsRefused(string provider)
    {
        await using var geocoder = new GeocoderServer();
        await using var bench = await GeocodingBench.CreateAsync(postgres, s3, geocoder, provider);
        await GeocodingBench.AddTicketsAsync(bench, [.. GoldSet.Places.Select(place => (place.Cluster, place.Name))]);
        await PlaceClustersAsync(bench);
        await TeachAsync(geocoder, bench);

        (await bench.RunAsync(Programs.Inc, "--geocode-locations", "--apply")).Expect(0);

        Assert.Equal(
            """
            names           184
            coverage        65.8 %
            wrong accepts   0.0 %
            accepted        120
            ambiguous       8
            coarse          22
            not_found       12
            rejected_far    11
            rejected_name   10
            """,
            await ReportAsync(bench));
    }

    private static async Task<string> ReportAsync(Workbench bench)
    {
        var points = await bench.RowsAsync(Points);
        var wrong = points.Count(IsWrong);
        var statuses = (await bench.RowsAsync(Results)).Select(row => $"{row[0],-15} {row[1]}");
        return string.Join('\n', [
            $"names           {GoldSet.Places.Count}",
            string.Create(CultureInfo.InvariantCulture, $"coverage        {100.0 * points.Count / GoldSet.Places.Count:0.0} %"),
            string.Create(CultureInfo.InvariantCulture, $"wrong accepts   {100.0 * wrong / points.Count:0.0} %"),
            .. statuses]);
    }

    private static bool IsWrong(object[] row)
    {
        var gold = GoldSet.Places.Single(place => (place.Name, place.Cluster) == ((string)row[0], (string)row[1]));
        return PointOf(gold).KilometresTo(new GeoPoint((double)row[2], (double)row[3])) * 1000 > gold.ToleranceMetres;
    }

    private static async Task PlaceClustersAsync(Workbench bench)
    {
        foreach (var (cluster, point) in GoldSet.Clusters)
        {
            await using var insert = bench.Database.CreateCommand(
                "insert into tickets.geo_clusters (cluster, latitude, longitude, status, verified) values ($1, $2, $3, 'manual', true)");
            foreach (var value in new object[] { cluster, point.Latitude, point.Longitude })
                insert.Parameters.Add(new() { Value = value });
            await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task TeachAsync(GeocoderServer geocoder, Workbench bench)
    {
        var cleaned = (await bench.RowsAsync("select location_name, cluster, tickets.clean_location(location_name) from tickets.inc"))
            .ToDictionary(row => ((string)row[0], (string)row[1]), row => (string)row[2]);
        foreach (var gold in GoldSet.Places)
        {
            var name = cleaned[(gold.Name, gold.Cluster)];
            foreach (var query in QueryLadder.OfLocation(name, gold.Cluster))
                geocoder.Know(query, AnswersTo(gold, query.Split(',')[0]));
        }
    }

    private static GeocoderPlace[] AnswersTo(GoldPlace gold, string name) => gold.Answer switch
    {
        GoldAnswer.Right => [Place(name, PointOf(gold))],
        GoldAnswer.City => [Place(gold.Cluster, Away(ClusterOf(gold), kilometres: 2), "city")],
        GoldAnswer.Elsewhere => [Place(name, Away(ClusterOf(gold), kilometres: 26))],
        GoldAnswer.Other => [Place("Quarry Hill", Away(PointOf(gold), kilometres: 0.4))],
        GoldAnswer.Two => [Place(name, PointOf(gold)), Place(name, Away(PointOf(gold), kilometres: 4))],
        GoldAnswer.Echo => [Place(gold.Cluster, ClusterOf(gold))],
        _ => [],
    };

    private static GeocoderPlace Place(string name, GeoPoint point, string kind = "suburb") => new(name, point.Latitude, point.Longitude, kind);

    private static GeoPoint PointOf(GoldPlace gold) => new(gold.Latitude, gold.Longitude);

    private static GeoPoint ClusterOf(GoldPlace gold) => new(GoldSet.Clusters[gold.Cluster].Latitude, GoldSet.Clusters[gold.Cluster].Longitude);

    // A degree of latitude is 111.2 km.
    private static GeoPoint Away(GeoPoint point, double kilometres) => point with { Latitude = point.Latitude + (kilometres / 111.2) };
}
