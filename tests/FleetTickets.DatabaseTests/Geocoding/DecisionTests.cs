using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Geocoding.Curation;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Geocoding;

/// <summary>What a person decides about a name is stored with who did, and the tickets follow.</summary>
public sealed class DecisionTests(PostgresFixture postgres)
{
    private const string Rows =
        """
        insert into tickets.geo_clusters (cluster, latitude, longitude, candidate_latitude, candidate_longitude, status, provider)
        values ('Ruiru', -1.15, 36.96, -1.15, 36.96, 'accepted', 'locationiq'), ('Juja', null, null, null, null, 'not_found', 'locationiq');
        insert into tickets.geo_locations
          (location_key, cluster, location_name, candidate_latitude, candidate_longitude, status, provider, reason, retry_after)
        values ('membley', 'Ruiru', 'MEMBLEY', -1.17, 36.94, 'rejected_name', 'locationiq', 'another name', '2027-01-01')
        """;

    private static readonly Decision.Move ToKamakis = new(new GeoPoint(-1.18, 36.98));

    [Fact]
    public async Task AVerifiedCandidateBecomesThePointAndTheTicketsFollow()
    {
        await using var gazetteers = await StartAsync();
        await gazetteers.AddTicketsAsync("A", "Ruiru", "NW_MEMBLEY_FDT1");

        var (rows, moved) = await gazetteers.DecideAsync(new Decision.Verify(), ["membley@Ruiru", "@Ruiru", "@Ruiru"]);

        Assert.Equal(["@Ruiru: accepted → verified, -1.15, 36.96", "membley@Ruiru: rejected_name → verified, -1.17, 36.94"], rows.Select(row => row.ToString()));
        Assert.Equal(
            ["@Juja - - not_found locationiq", "@Ruiru -1.15 36.96 verified locationiq by us", "membley@Ruiru -1.17 36.94 verified locationiq by us"],
            await gazetteers.RowsAsync());
        Assert.Equal(["A location -1.17 36.94"], await gazetteers.PlacesAsync());
        Assert.Equal(2, moved);
        Assert.Equal([true], await gazetteers.QueryAsync<bool>("select reason is null and retry_after is null from tickets.geo_locations"));
    }

    [Fact]
    public async Task ARejectedNameNoLongerPlacesTickets()
    {
        await using var gazetteers = await StartAsync();
        await gazetteers.AddTicketsAsync("A", "Ruiru", "KAMAKIS");

        await gazetteers.DecideAsync(new Decision.Reject(), ["@Ruiru"]);

        Assert.Contains("@Ruiru - - rejected locationiq by us", await gazetteers.RowsAsync());
        Assert.Equal(["A none"], await gazetteers.PlacesAsync());
    }

    [Fact]
    public async Task ANameThatOnlyTicketsKnowIsGivenAPlace()
    {
        await using var gazetteers = await StartAsync();
        await gazetteers.AddTicketsAsync("A", "Ruiru", "NW_ADR_KAMAKIS_FDT2");
        await gazetteers.AddTicketsAsync("B", "Thika", "FDT12");

        await gazetteers.DecideAsync(ToKamakis, ["kamakis@Ruiru"]);
        await gazetteers.DecideAsync(new Decision.Move(new GeoPoint(-1.03, 37.07)), ["@Thika"]);

        Assert.Equal(["A location -1.18 36.98", "B cluster -1.03 37.07"], await gazetteers.PlacesAsync());
        Assert.Contains("kamakis@Ruiru -1.18 36.98 manual manual by us", await gazetteers.RowsAsync());
        Assert.Contains("NW_ADR_KAMAKIS_FDT2", await gazetteers.QueryAsync<string>("select location_name from tickets.geo_locations"));
    }

    [Fact]
    public async Task OneKeyThatNobodyKnowsKeepsAllDecisionsOut()
    {
        await using var gazetteers = await StartAsync();
        var before = await gazetteers.RowsAsync();

        foreach (var decision in new Decision[] { new Decision.Verify(), new Decision.Reject(), ToKamakis })
        {
            var refused = await Assert.ThrowsAsync<CurationException>(() => gazetteers.DecideAsync(decision, ["@Ruiru", "@ruiru", "nowhere@Ruiru"]));
            Assert.Equal(
                [
                    "'@ruiru' is not in the gazetteers; a key is LOCATION@CLUSTER in the spelling of the review page, or @CLUSTER for a cluster",
                    "'nowhere@Ruiru' is not in the gazetteers; a key is LOCATION@CLUSTER in the spelling of the review page, or @CLUSTER for a cluster",
                ],
                refused.Problems);
        }

        Assert.Equal(before, await gazetteers.RowsAsync());
    }

    [Fact]
    public async Task WhatHasNoPointCannotBeVerifiedAndNothingIs()
    {
        await using var gazetteers = await StartAsync();
        var before = await gazetteers.RowsAsync();

        await Assert.ThrowsAsync<CurationException>(() => gazetteers.DecideAsync(new Decision.Verify(), ["@Ruiru", "@Juja"]));

        Assert.Equal(before, await gazetteers.RowsAsync());
    }

    [Fact]
    public async Task ADryRunSaysWhatWouldBecomeOfEachRowAndWritesNothing()
    {
        await using var gazetteers = await StartAsync();
        var before = await gazetteers.RowsAsync();

        var (rows, moved) = await gazetteers.DecideAsync(ToKamakis, ["@Juja"], apply: false);

        Assert.Equal(("@Juja: not_found → manual, -1.18, 36.98", 0L), (Assert.Single(rows).ToString(), moved));
        Assert.Equal(before, await gazetteers.RowsAsync());
    }

    [Fact]
    public async Task TheTicketsOfABusyDatasetAreLeftToItsRunAndTheOthersMove()
    {
        await using var gazetteers = await StartAsync();
        await gazetteers.AddTicketsAsync("A", "Juja", "X");
        await using var running = await RunLock.TakeAsync(gazetteers.RunsOn, TicketDatasets.Inc, TestContext.Current.CancellationToken);

        Assert.Equal(1, (await gazetteers.DecideAsync(ToKamakis, ["@Juja"])).Moved);

        Assert.Equal(["none"], await gazetteers.QueryAsync<string>("select geo_source from tickets.inc"));
        Assert.Equal(["cluster"], await gazetteers.QueryAsync<string>("select geo_source from tickets.crq"));
    }

    private async Task<Gazetteers> StartAsync()
    {
        var gazetteers = await Gazetteers.StartAsync(postgres);
        await gazetteers.ExecuteAsync(Rows);
        return gazetteers;
    }
}
