using FleetTickets.Engine.Geocoding.Curation;
using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Review;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Geocoding;

/// <summary>The review has the names that a person should look at, with their open tickets of both types.</summary>
public sealed class ReviewTests(PostgresFixture postgres)
{
    private const string Rows =
        """
        insert into tickets.geo_clusters (cluster, latitude, longitude, status, level, verified)
        values ('Ruiru', -1.15, 36.96, 'verified', 'town', true), ('Juja', -1.1, 37.0, 'accepted', 'town', false), ('Old', -1, 37, null, null, false);
        insert into tickets.geo_locations
          (location_key, cluster, location_name, status, reason, provider, query, display_name, level,
           candidate_latitude, candidate_longitude, candidates)
        values
          ('membley', 'Ruiru', 'MEMBLEY', 'rejected_far', '39.5 km', 'locationiq', 'Membley, Ruiru, Kenya', 'Membley, Thika', 'suburb', -1.03, 37.07,
           '[{"latitude": -1.03, "longitude": 37.07, "display_name": "Membley, Thika"}, {"latitude": "x"}, 7]'),
          ('kamakis', 'Ruiru', null, 'not_found', null, null, null, null, 'no such level', null, null, '{}')
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("fleettickets_ingest")]
    public async Task EverythingThatIsKnownOfANameIsRead(string? role)
    {
        await using var gazetteers = await Gazetteers.StartAsync(postgres, role);
        await gazetteers.ExecuteAsync(Rows);
        await gazetteers.AddTicketsAsync("A", "Ruiru", "NW_MEMBLEY_FDT1");
        await gazetteers.AddTicketsAsync("B", "Ruiru", "Membley");

        var names = await NamesAsync(gazetteers);

        Assert.Equal(["@Juja", "@Old", "kamakis@Ruiru", "membley@Ruiru"], names.Keys);
        Assert.Equivalent(
            new ReviewName
            {
                Key = new GazetteerKey("Ruiru", "membley"),
                Name = "MEMBLEY",
                Status = PlaceStatus.RejectedFar,
                OpenTickets = 4,
                Reason = "39.5 km",
                Provider = "locationiq",
                Query = "Membley, Ruiru, Kenya",
                DisplayName = "Membley, Thika",
                Level = PlaceLevel.Suburb,
                Candidate = new GeoPoint(-1.03, 37.07),
                Candidates = [new ReviewCandidate(new GeoPoint(-1.03, 37.07), "Membley, Thika")],
                ClusterPoint = new GeoPoint(-1.15, 36.96),
            },
            names["membley@Ruiru"],
            strict: true);
        Assert.Equal(("kamakis", PlaceLevel.Unknown, 0L), (names["kamakis@Ruiru"].Name, names["kamakis@Ruiru"].Level, names["kamakis@Ruiru"].OpenTickets));
        Assert.Equal((null, new GeoPoint(-1, 37), null), (names["@Old"].Status, names["@Old"].Point, names["@Old"].ClusterPoint));
    }

    [Fact]
    public async Task OnlyNamesThatWaitForAPersonAreOnThePage()
    {
        await using var gazetteers = await Gazetteers.StartAsync(postgres);
        await gazetteers.ExecuteAsync(
            """
            insert into tickets.geo_clusters (cluster, status, verified)
            select status, status, false
            from unnest(array['accepted', 'manual', 'coarse', 'rejected_far', 'rejected_country', 'rejected_name', 'collapsed', 'ambiguous', 'not_found',
              'exhausted', 'verified', 'rejected', 'reserved', 'retry']) status
            union all
            select 'a person''s', 'manual', true
            """);

        Assert.Equal(
            ["@accepted", "@ambiguous", "@coarse", "@collapsed", "@exhausted", "@manual", "@not_found", "@rejected_country", "@rejected_far", "@rejected_name"],
            (await NamesAsync(gazetteers)).Keys);
    }

    [Fact]
    public async Task TheHeaderCountsAllNamesByStatus()
    {
        await using var gazetteers = await Gazetteers.StartAsync(postgres);
        await gazetteers.ExecuteAsync(Rows);
        await using var connection = await gazetteers.RunsOn.OpenConnectionAsync(Cancellation);

        Assert.Equal(
            [
                new("clusters", "accepted", 1), new("clusters", "unknown", 1), new("clusters", "verified", 1),
                new("locations", "not_found", 1), new StatusTotal("locations", "rejected_far", 1),
            ],
            await ReviewQueries.TotalsAsync(connection, Cancellation));
    }

    [Fact]
    public async Task AFailureLeavesTheOldPageAndNothingElse()
    {
        await using var gazetteers = await Gazetteers.StartAsync(postgres);
        await gazetteers.ExecuteAsync(Rows);
        var folder = Directory.CreateTempSubdirectory("fleettickets-review-");
        try
        {
            var page = new FileInfo(Path.Combine(folder.FullName, "page.html"));
            await File.WriteAllTextAsync(page.FullName, "the old page", Cancellation);
            var run = new ReviewRun(gazetteers.RunsOn, "inc", TimeProvider.System);
            using var stopped = new CancellationTokenSource();
            await stopped.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WriteAsync(page, stopped.Token));
            Assert.Equal("the old page", await File.ReadAllTextAsync(page.FullName, Cancellation));

            Assert.Equal(4, await run.WriteAsync(page, Cancellation));
            Assert.Contains("membley@Ruiru", await File.ReadAllTextAsync(page.FullName, Cancellation), StringComparison.Ordinal);
            Assert.Equal("page.html", Assert.Single(folder.GetFiles()).Name);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task APersonWithTheIngestRoleImportsAndDecides()
    {
        await using var gazetteers = await Gazetteers.StartAsync(postgres, "fleettickets_ingest");
        await gazetteers.AddTicketsAsync("A", "Ruiru", "MEMBLEY");

        await gazetteers.ImportAsync("cluster,latitude,longitude,verified\nRuiru,-1.15,36.96,yes\n");
        await gazetteers.DecideAsync(new Decision.Move(new GeoPoint(-1.17, 36.94)), ["membley@Ruiru"]);

        Assert.Equal(
            ["@Ruiru -1.15 36.96 manual import by fleettickets_ingest", "membley@Ruiru -1.17 36.94 manual manual by fleettickets_ingest"],
            await gazetteers.RowsAsync());
        Assert.Equal(["A location -1.17 36.94"], await gazetteers.PlacesAsync());
    }

    private static async Task<SortedDictionary<string, ReviewName>> NamesAsync(Gazetteers gazetteers)
    {
        await using var connection = await gazetteers.RunsOn.OpenConnectionAsync(Cancellation);
        return new(
            (await ReviewQueries.NamesAsync(connection, Cancellation)).ToDictionary(name => name.Key.ToString()), StringComparer.Ordinal);
    }
}
