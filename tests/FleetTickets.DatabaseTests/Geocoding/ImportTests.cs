using FleetTickets.Engine.Geocoding.Curation;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Geocoding;

/// <summary>Curated points find their way into the gazetteers and from there to the tickets.</summary>
public sealed class ImportTests(PostgresFixture postgres)
{
    private const string Header = "cluster,location,latitude,longitude,verified\n";

    [Fact]
    public async Task ClustersAndLocationsAreInsertedAndTicketsOfBothTypesFollow()
    {
        await using var gazetteers = await Gazetteers.StartAsync(postgres);
        await gazetteers.AddTicketsAsync("A", "Ruiru", "NW_ADR_MNT_MEMBLEY_FDT19");
        await gazetteers.AddTicketsAsync("B", "Ruiru", "KAMAKIS");

        var (report, moved) = await gazetteers.ImportAsync(Header + "Ruiru,,-1.15,36.96,\nRuiru,Membley,-1.17,36.94,\n");

        Assert.Equal((2, 0, 0, 0), (report.Inserted, report.Changed, report.Unchanged, report.Kept));
        Assert.Equal(["@Ruiru -1.15 36.96 manual import", "membley@Ruiru -1.17 36.94 manual import"], await gazetteers.RowsAsync());
        Assert.Equal(["A location -1.17 36.94", "B cluster -1.15 36.96"], await gazetteers.PlacesAsync());
        Assert.Equal(4, moved);
    }

    [Fact]
    public async Task ADryRunReportsTheSameAndWritesNothing()
    {
        await using var gazetteers = await Gazetteers.StartAsync(postgres);
        await gazetteers.AddTicketsAsync("A", "Ruiru", "MEMBLEY");
        var csv = Header + "Ruiru,,-1.15,36.96,\nRuiru,Membley,-1.17,36.94,\n";

        var (rehearsed, moved) = await gazetteers.ImportAsync(csv, apply: false);

        Assert.Equal((2L, 0L), (rehearsed.Inserted, moved));
        Assert.Empty(await gazetteers.RowsAsync());
        Assert.Equal(["A none"], await gazetteers.PlacesAsync());
        Assert.Equivalent(rehearsed, (await gazetteers.ImportAsync(csv)).Report);
    }

    [Fact]
    public async Task AVerifiedRowGivesWayOnlyToOneThatIsMarkedAsVerified()
    {
        await using var gazetteers = await Gazetteers.StartAsync(postgres);
        await gazetteers.ImportAsync(Header + "Ruiru,,-1.15,36.96,yes\nRuiru,Membley,-1.17,36.94,yes\n");
        var before = await gazetteers.RowsAsync();

        var unmarked = await gazetteers.ImportAsync(Header + "Ruiru,,-1.2,36.9,\nRuiru,Membley,-1.2,36.9,no\n");
        Assert.Equal((0, 2), (unmarked.Report.Changed, unmarked.Report.Kept));
        Assert.Equal(before, await gazetteers.RowsAsync());

        var marked = await gazetteers.ImportAsync(Header + "Ruiru,,-1.2,36.9,1\nRuiru,Membley,-1.2,36.9,true\n");
        Assert.Equal((2, 0), (marked.Report.Changed, marked.Report.Kept));
        Assert.Equal(["@Ruiru -1.2 36.9 manual import by us", "membley@Ruiru -1.2 36.9 manual import by us"], await gazetteers.RowsAsync());
    }

    [Fact]
    public async Task ANameThatAPersonRejectedIsKeptWithoutAPoint()
    {
        await using var gazetteers = await Gazetteers.StartAsync(postgres);
        await gazetteers.ImportAsync(Header + "Ruiru,,-1.15,36.96,\n");
        await gazetteers.DecideAsync(new Decision.Reject(), ["@Ruiru"]);

        Assert.Equal(1, (await gazetteers.ImportAsync(Header + "Ruiru,,-1.15,36.96,\n")).Report.Kept);
        Assert.Equal(["@Ruiru - - rejected import by us"], await gazetteers.RowsAsync());
    }

    [Fact]
    public async Task TheSameFileAgainWritesNoRow()
    {
        await using var gazetteers = await Gazetteers.StartAsync(postgres);
        var csv = Header + "Ruiru,,-1.15,36.96,\nRuiru,Membley,-1.17,36.94,yes\n";
        await gazetteers.ImportAsync(csv);
        var before = await VersionsAsync(gazetteers);

        var (report, moved) = await gazetteers.ImportAsync(csv);

        Assert.Equal((0, 0, 2, 0, 0L), (report.Inserted, report.Changed, report.Unchanged, report.Kept, moved));
        Assert.Equal(before, await VersionsAsync(gazetteers));
    }

    [Fact]
    public async Task AGeocodersRowBecomesThePersonsAndKeepsWhatWasFound()
    {
        await using var gazetteers = await Gazetteers.StartAsync(postgres);
        await gazetteers.ExecuteAsync(
            """
            insert into tickets.geo_clusters (cluster, status, provider, reason, candidate_latitude, candidate_longitude, geocoded_at)
            values ('Ruiru', 'coarse', 'locationiq', 'a county', -1.1, 36.8, '2026-06-01')
            """);

        Assert.Equal(1, (await gazetteers.ImportAsync(Header + "Ruiru,,-1.15,36.96,\n")).Report.Changed);

        Assert.Equal(["@Ruiru -1.15 36.96 manual import"], await gazetteers.RowsAsync());
        Assert.Equal([true], await gazetteers.QueryAsync<bool>(
            "select reason is null and candidate_latitude = -1.1 and geocoded_at = '2026-06-01' from tickets.geo_clusters"));
    }

    [Fact]
    public async Task OneBadRowKeepsTheWholeFileOut()
    {
        await using var gazetteers = await Gazetteers.StartAsync(postgres);
        var rows = "Ruiru,,-1.15,36.96,\nRuiru,FDT12,-1.15,36.96,\nRuiru,MEMBLEY,-1.15,36.96,\nRuiru,nw_membley_fdt1,-1.15,36.96,\n Ruiru ,,-1.15,36.96,\n";

        var refused = await Assert.ThrowsAsync<CurationException>(() => gazetteers.ImportAsync(Header + rows));

        Assert.Equal(
            [
                "line 3: location 'FDT12' names no place: nothing is left after cleaning",
                "line 5: 'membley@Ruiru' stands already on line 4",
                "line 6: '@Ruiru' stands already on line 2",
            ],
            refused.Problems);
        Assert.Empty(await gazetteers.RowsAsync());
    }

    [Fact]
    public async Task OfManyBadRowsTheFirstTwentyAreListed()
    {
        await using var gazetteers = await Gazetteers.StartAsync(postgres);

        var refused = await Assert.ThrowsAsync<CurationException>(
            () => gazetteers.ImportAsync(Header + string.Concat(Enumerable.Repeat("Ruiru,,36.96,-1.15,\n", 25))));

        Assert.Equal(21, refused.Problems.Count);
        Assert.StartsWith("line 21: ", refused.Problems[19], StringComparison.Ordinal);
        Assert.Equal("and 5 more", refused.Problems[20]);
    }

    [Fact]
    public async Task ALocationFarFromTheClusterOfTheSameFileIsTakenAndNamed()
    {
        await using var gazetteers = await Gazetteers.StartAsync(postgres);

        var (report, _) = await gazetteers.ImportAsync(Header + "Ruiru,Milimani,-0.2803,36.0712,\nRuiru,,-1.1457,36.9649,\n");

        Assert.Equal(2, report.Inserted);
        Assert.Equal(["line 2: 'milimani@Ruiru' lies 138.3 km from its cluster's point"], report.FarFromCluster);
    }

    private static Task<List<string>> VersionsAsync(Gazetteers gazetteers) => gazetteers.QueryAsync<string>(
        "select xmin::text from tickets.geo_clusters union all select xmin::text from tickets.geo_locations");
}
