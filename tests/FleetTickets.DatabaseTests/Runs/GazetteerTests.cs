using FleetTickets.DatabaseTests.Feed;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>A run brings the tickets to where the gazetteers say they are, and never to a coarser place.</summary>
public sealed class GazetteerTests(PostgresFixture postgres)
{
    private const string Places =
        """
        insert into tickets.geo_clusters (cluster, latitude, longitude) values ('West', 1, 11);
        insert into tickets.geo_locations (location_key, cluster, latitude, longitude) values ('kileleshwa', 'West', 2, 12)
        """;

    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ARunWithNothingNewMovesTheTicketsOfAChangedGazetteer(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A", others: [("cluster", "West"), ("location_name", "NW_KILELESHWA_FDT1")]), Csv.Ticket("B"));
        await feed.DrainAsync();
        var before = await feed.VersionsAsync();
        await feed.ExecuteAsync(Places);

        var report = await feed.DrainAsync();

        Assert.Equal((0, 1), (report.FilesApplied, report.GeomsMoved));
        Assert.Equal(("location", 2.0), await PlaceAsync(feed));
        Assert.Equal("B", Assert.Single(before.Intersect(await feed.VersionsAsync())).Id);
    }

    /// <summary>The clock was ahead for one run, or for some time, and was set right.</summary>
    [Theory]
    [InlineData("40 days", "40 days")]
    [InlineData("40 days", "0")]
    [InlineData("2 hours", "2 hours")]
    public async Task ADatabaseClockThatWasAheadKeepsNoChangeFromTheTickets(string first, string last)
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A", others: [("cluster", "West"), ("location_name", "NW_KILELESHWA_FDT1")]));
        await feed.DrainAsync();
        await feed.DrainAsync();
        await feed.ExecuteAsync(
            $"""
            update tickets.import_runs
            set geoms_resolved_at = geoms_resolved_at
              + case run_id when (select max(run_id) from tickets.import_runs) then interval '{last}' else interval '{first}' end
            """);
        await feed.ExecuteAsync(Places);

        Assert.Equal(1, (await feed.DrainAsync()).GeomsMoved);
        Assert.Equal(("location", 2.0), await PlaceAsync(feed));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AChangedTicketKeepsItsPlace(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        await feed.ExecuteAsync(Places);
        (string, string)[] place = [("cluster", "West"), ("location_name", "NW_KILELESHWA_FDT1")];
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A", others: place));
        await feed.DrainAsync();
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("A", "changed", place));

        await feed.DrainAsync();

        Assert.Equal("changed", (await feed.StatusesAsync())["A"]);
        Assert.Equal(("location", 2.0), await PlaceAsync(feed));
    }

    private static Task<(string Source, double Latitude)> PlaceAsync(TestFeed feed) =>
        feed.ScalarAsync<(string, double)>($"select geo_source, latitude from {feed.Dataset.Table} where ticket_id = 'A'");
}
