using FleetTickets.Engine.Geocoding.Calling;
using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Geocoding;

/// <summary>The passes over a real gazetteer, budget and ticket tables, with a geocoder that a test scripts.</summary>
public sealed class GeocodePassTests(PostgresFixture postgres)
{
    [Fact]
    public async Task AClusterIsAskedOnceForBothTypesAndItsTicketsMoveAtOnce()
    {
        await using var bench = await KilimaniAsync();

        var report = await bench.ClustersAsync();

        Assert.Equal(["Kilimani, Kenya"], bench.Geocoder.Asked);
        Assert.Equal((1, 0, 4L), (report.Answers[PlaceStatus.Accepted], report.WithoutPoint, report.TicketsMoved));
        Assert.Equal(["cluster 4"], await bench.SourcesAsync());
    }

    [Fact]
    public async Task NothingNewMakesNoCall()
    {
        await using var bench = await KilimaniAsync();
        await bench.ClustersAsync();

        var again = await bench.ClustersAsync();

        Assert.Equal((0, 1, 0), (again.Calls, again.Plan.Placed, again.WithoutPoint));
        Assert.Single(bench.Geocoder.Asked);
    }

    [Fact]
    public async Task EverySpellingOfALocationCostsOneCallAndTheMostOpenTicketsComeFirst()
    {
        await using var bench = await KilimaniAsync();
        await bench.TicketsAsync("Kilimani", "NW_ADR_MNT_WOOD_AVENUE_FDT3", count: 3);
        await bench.ClustersAsync();

        await bench.LocationsAsync();

        Assert.Equal(["Kilimani, Kenya", "Yaya, Kilimani, Kenya", "Wood Avenue, Kilimani, Kenya"], bench.Geocoder.Asked);
    }

    [Fact]
    public async Task OnlyLocationsOfOpenTicketsAreAsked()
    {
        await using var bench = await KilimaniAsync();
        await bench.TicketsAsync("Kilimani", "HURLINGHAM", isOpen: false);
        await bench.TicketsAsync("Kilimani", "FDT12");

        var report = await bench.RunAsync(PlaceKind.Locations, dryRun: true);

        Assert.Equal("yaya@Kilimani", Assert.Single(report.Plan.ToAsk).Key.ToString());
        Assert.Equal(1, report.WithoutPlace);
    }

    [Fact]
    public async Task NamesThatNoIndexCouldHoldHaveNoPlaceAndStopNothing()
    {
        await using var bench = await KilimaniAsync();
        // Random, so that no compression makes them fit.
        var random = new Random(1);
        var endless = string.Concat(Enumerable.Range(0, 12_000).Select(_ => (char)random.Next('A', 'Z' + 1)));
        await bench.TicketsAsync(endless, "YAYA");
        await bench.TicketsAsync("Kilimani", endless);
        await bench.TicketsAsync(string.Join(' ', Enumerable.Range(1, 31).Select(number => $"W{number}")), "YAYA");

        var clusters = await bench.ClustersAsync();
        var locations = await bench.LocationsAsync();

        Assert.Equal((2L, 1), (clusters.WithoutPlace, clusters.Answered));
        Assert.Equal(2L, locations.WithoutPlace);
        Assert.Equal(["Kilimani"], await bench.ListAsync<string>("select cluster from tickets.geo_clusters"));
    }

    [Fact]
    public async Task ADryRunAsksNobodyAndWritesNothing()
    {
        await using var bench = await KilimaniAsync();

        var report = await bench.RunAsync(PlaceKind.Clusters, dryRun: true);

        Assert.Equal((1, 0, 100), (report.Plan.ToAsk.Count, report.Calls, report.BudgetLeft));
        Assert.Empty(bench.Geocoder.Asked);
        Assert.Equal(0, await bench.ValueAsync<long>("select count(*) from tickets.geo_clusters") + await bench.ValueAsync<long>("select count(*) from tickets.geocode_budget"));
    }

    [Fact]
    public async Task ACityForAnEstateIsRefusedAndThePriceIsOneMoreCallForItsCore()
    {
        await using var bench = await KilimaniAsync();
        await bench.TicketsAsync("Kilimani", "GREENWOOD_PH2");
        await bench.ClustersAsync();
        bench.Geocoder.Knows("Greenwood Phase 2, Kilimani, Kenya", -1.28, 36.82, PlaceLevel.City, "Nairobi, Kenya");
        bench.Geocoder.Knows("Greenwood, Kilimani, Kenya", -1.30, 36.79);

        await bench.LocationsAsync();

        Assert.Equal("accepted", await bench.StatusAsync("greenwood phase 2"));
        Assert.Equal("Greenwood, Kilimani, Kenya", await bench.ValueAsync<string>("select query from tickets.geo_locations where location_key = 'greenwood phase 2'"));
    }

    [Fact]
    public async Task ARefusedPointPlacesNoTicketAndIsKeptWithItsReasonAndDistance()
    {
        await using var bench = await KilimaniAsync();
        await bench.ClustersAsync();
        bench.Geocoder.Knows("Yaya, Kilimani, Kenya", -0.30719, 36.07225);

        var report = await bench.LocationsAsync();

        Assert.Equal((1, 1), (report.Answers[PlaceStatus.RejectedFar], report.WithoutPoint));
        Assert.Equal(["cluster 4"], await bench.SourcesAsync());
        var (latitude, candidate, reason, km) = await bench.ValueAsync<(double?, double, string, double)>(
            "select latitude, candidate_latitude, reason, distance_km from tickets.geo_locations");
        Assert.Equal((null, -0.30719), (latitude, candidate));
        Assert.Contains("25", reason, StringComparison.Ordinal);
        Assert.InRange(km, 130, 140);
    }

    [Fact]
    public async Task WhenAClusterMovesItsLocationsAreJudgedAgainWithoutACall()
    {
        await using var bench = await KilimaniAsync();
        await bench.ClustersAsync();
        bench.Geocoder.Knows("Yaya, Kilimani, Kenya", -0.30719, 36.07225);
        await bench.LocationsAsync();
        var calls = bench.Geocoder.Asked.Count;
        await bench.ExecuteAsync("update tickets.geo_clusters set latitude = -0.3, longitude = 36.08, verified = true, status = 'verified'");

        var report = await bench.LocationsAsync();

        Assert.Equal((1, calls), (report.Rejudged, bench.Geocoder.Asked.Count));
        Assert.Equal("accepted", await bench.StatusAsync("yaya"));
        Assert.Equal(["location 4"], await bench.SourcesAsync());
    }

    [Fact]
    public async Task AMovedClusterAlsoTakesPointsBack()
    {
        await using var bench = await KilimaniAsync();
        await bench.ClustersAsync();
        bench.Geocoder.Knows("Yaya, Kilimani, Kenya", -1.2925, 36.7870);
        await bench.LocationsAsync();
        await bench.ExecuteAsync("update tickets.geo_clusters set latitude = -0.3, longitude = 36.08, verified = true, status = 'verified'");

        await bench.ClustersAsync();

        Assert.Equal("rejected_far", await bench.StatusAsync("yaya"));
        Assert.Equal(["cluster 4"], await bench.SourcesAsync());
    }

    [Fact]
    public async Task ManyNamesOnOnePointAreAllTakenBack()
    {
        await using var bench = await KilimaniAsync();
        await bench.ClustersAsync();
        foreach (var estate in new[] { "Alpha", "Bravo", "Charlie", "Delta" })
        {
            await bench.TicketsAsync("Kilimani", estate);
            bench.Geocoder.Knows($"{estate}, Kilimani, Kenya", -1.3001, 36.7955);
        }

        await bench.LocationsAsync();

        Assert.Equal(["collapsed", "collapsed", "collapsed", "collapsed"], await bench.ListAsync<string>(
            "select status from tickets.geo_locations where latitude is null and location_key <> 'yaya'"));
    }

    [Theory]
    [InlineData("verified", -1.5)]
    [InlineData("rejected", null)]
    public async Task WhatAPersonDecidedStays(string status, double? latitude)
    {
        await using var bench = await KilimaniAsync();
        await bench.ClustersAsync();
        await bench.ExecuteAsync(
            "insert into tickets.geo_locations (location_key, cluster, latitude, longitude, status, verified) values ('yaya', 'Kilimani', @latitude, @longitude, @status, true)",
            new { latitude, longitude = latitude is null ? (double?)null : 36.8, status });
        bench.Geocoder.Knows("Yaya, Kilimani, Kenya", -1.2925, 36.7870);

        await bench.RunAsync(PlaceKind.Locations, retryFailed: true);

        Assert.Equal((status, latitude), await bench.ValueAsync<(string, double?)>("select status, latitude from tickets.geo_locations"));
        Assert.DoesNotContain("Yaya, Kilimani, Kenya", bench.Geocoder.Asked);
    }

    [Fact]
    public async Task AWordOfAPersonThatComesWhileTheCallIsUnderWayWins()
    {
        await using var bench = await KilimaniAsync();
        await bench.ClustersAsync();
        bench.Geocoder.Knows("Yaya, Kilimani, Kenya", -1.2925, 36.7870);
        bench.Geocoder.WhileAsked = _ => bench.ExecuteAsync("update tickets.geo_locations set latitude = -1.5, longitude = 36.8, status = 'manual', verified = true");

        await bench.LocationsAsync();

        Assert.Equal("manual", await bench.StatusAsync("yaya"));
    }

    [Fact]
    public async Task ANameThatWasNotFoundIsAskedAgainWhenItsMemoryEnds()
    {
        await using var bench = await KilimaniAsync();
        await bench.ClustersAsync();
        await bench.LocationsAsync();
        Assert.Equal(1, (await bench.LocationsAsync()).Plan.Remembered);

        bench.Clock.Advance(TimeSpan.FromDays(8));

        Assert.Equal(1, (await bench.LocationsAsync()).Calls);
        bench.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(0, (await bench.LocationsAsync()).Calls);
    }

    [Fact]
    public async Task NewNameRulesAskAgainForWhatWasNotFound()
    {
        await using var bench = await KilimaniAsync();
        await bench.ClustersAsync();
        await bench.LocationsAsync();

        await bench.ExecuteAsync("insert into tickets.name_rules (kind, words, replacement) values ('alias', 'YAYA', 'JAYA CENTRE')");
        bench.Geocoder.Knows("Jaya Centre, Kilimani, Kenya", -1.2925, 36.7870);
        await bench.LocationsAsync();

        Assert.Equal("accepted", await bench.StatusAsync("jaya centre"));
        Assert.Equal(["location 4"], await bench.SourcesAsync());
    }

    [Fact]
    public async Task NewNameRulesBringTicketsToThePlaceThatTheyNowName()
    {
        await using var bench = await KilimaniAsync();
        await bench.ClustersAsync();
        await bench.TicketsAsync("Kilimani", "JAYA");
        bench.Geocoder.Knows("Yaya, Kilimani, Kenya", -1.2925, 36.7870);
        await bench.LocationsAsync();
        Assert.Equal(["cluster 1", "location 4"], await bench.SourcesAsync());

        await bench.ExecuteAsync("insert into tickets.name_rules (kind, words, replacement) values ('alias', 'JAYA', 'YAYA')");
        await bench.LocationsAsync();

        Assert.Equal(["location 5"], await bench.SourcesAsync());
    }

    [Fact]
    public async Task ANameOnWhichTheProviderFailsIsLeftForTheNextRunsAndGivenUpAfterThree()
    {
        await using var bench = await KilimaniAsync();
        bench.Geocoder.Answers("Kilimani, Kenya", new Reply.Trouble("HTTP 500"));

        List<string> statuses = [];
        for (var run = 0; run < 3; run++)
        {
            var report = await bench.ClustersAsync();
            Assert.Equal(1, report.WithoutPoint);
            statuses.Add(await bench.StatusAsync());
        }

        Assert.Equal(["retry", "retry", "exhausted"], statuses);
    }

    [Fact]
    public async Task WhenTheBudgetEndsThePassSaysWhatIsLeftAndTheNextDayGoesOn()
    {
        await using var bench = await GeocodingBench.StartAsync(postgres);
        bench.DailyBudget = 2;
        foreach (var cluster in new[] { "Karen", "Runda", "Nyali" })
        {
            await bench.TicketsAsync(cluster, "X1");
            bench.Geocoder.Knows($"{cluster}, Kenya", -1.3, 36.7);
        }

        var report = await bench.ClustersAsync();

        Assert.Equal((StopReason.OwnBudget, 2, 1, 0), (report.Stop!.Reason, report.Calls, report.Unanswered, report.BudgetLeft));
        bench.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((null, 1, 0), (await bench.ClustersAsync() is var next ? (next.Stop?.Reason, next.Calls, next.WithoutPoint) : default));
        Assert.Equal(3, bench.Geocoder.Asked.Distinct().Count());
    }

    [Fact]
    public async Task ANameThatAnotherRunIsAskingForIsLeftToIt()
    {
        await using var bench = await KilimaniAsync();
        bench.Geocoder.WhileAsked = async _ =>
        {
            bench.Geocoder.WhileAsked = _ => Task.CompletedTask;
            var other = await bench.ClustersAsync();
            Assert.Equal((1, 0, 1), (other.Plan.Held, other.Calls, other.WithoutPoint));
        };

        await bench.ClustersAsync();

        Assert.Single(bench.Geocoder.Asked);
    }

    [Fact]
    public async Task TheReservationOfAKilledRunEnds()
    {
        await using var bench = await KilimaniAsync();
        await bench.ExecuteAsync("insert into tickets.geo_clusters (cluster, status, retry_after) values ('Kilimani', 'reserved', '2026-06-15 09:30+00')");
        Assert.Equal(0, (await bench.ClustersAsync()).Calls);

        bench.Clock.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal(1, (await bench.ClustersAsync()).Calls);
    }

    [Fact]
    public async Task ARunThatIsStoppedGivesItsNameBack()
    {
        await using var bench = await KilimaniAsync();
        bench.Geocoder.Answers("Kilimani, Kenya", new Reply.KeyRefused("HTTP 401"));

        var report = await bench.ClustersAsync();

        Assert.Equal((StopReason.KeyRefused, 1), (report.Stop!.Reason, report.Unanswered));
        Assert.Equal("retry", await bench.StatusAsync());
    }

    /// <summary>The Python worker lost precise points when a delta wrote a ticket again.</summary>
    [Fact]
    public async Task ADeltaThatWritesATicketAgainKeepsItsPrecisePoint()
    {
        await using var bench = await KilimaniAsync();
        await bench.ClustersAsync();
        bench.Geocoder.Knows("Yaya, Kilimani, Kenya", -1.2925, 36.7870);
        await bench.LocationsAsync();
        Assert.Equal(["location 4"], await bench.SourcesAsync());

        await bench.ExecuteAsync(
            """
            insert into tickets.inc (ticket_id, raw) select ticket_id, raw || '{"owner": "Wanjiku"}' from tickets.inc
            on conflict (ticket_id) do update set raw = excluded.raw
            """);

        Assert.Equal(["location 4"], await bench.SourcesAsync());
    }

    [Fact]
    public async Task APassNeedsNoMoreRightsThanALoader()
    {
        await using var bench = await KilimaniAsync(role: "fleettickets_ingest");
        bench.Geocoder.Knows("Yaya, Kilimani, Kenya", -1.2925, 36.7870);
        await bench.ClustersAsync();
        await bench.ExecuteAsync("insert into tickets.name_rules (kind, words, replacement) values ('alias', 'YAYA', 'JAYA')");

        await bench.LocationsAsync();

        Assert.Equal(["Kilimani, Kenya", "Jaya, Kilimani, Kenya"], bench.Geocoder.Asked);
    }

    [Fact]
    public async Task ARowOfAnotherProgramWithAPointCountsAndOneWithoutIsAsked()
    {
        await using var bench = await KilimaniAsync();
        await bench.TicketsAsync("Karen", "X1");
        await bench.ExecuteAsync("insert into tickets.geo_clusters (cluster, latitude, longitude) values ('Karen', -1.32, 36.71), ('Kilimani', null, null)");

        var report = await bench.ClustersAsync();

        Assert.Equal((1, 1), (report.Plan.Placed, report.Calls));
    }

    /// <summary>Four open tickets, two of each type, in one cluster that the geocoder knows; their location has two spellings.</summary>
    private async Task<GeocodingBench> KilimaniAsync(string? role = null)
    {
        var bench = await GeocodingBench.StartAsync(postgres, role);
        await bench.TicketsAsync("Kilimani", "NW_ADR_MNT_YAYA_FDT1", count: 2);
        await bench.TicketsAsync("Kilimani", "ADR_MNT_YAYA_FDT7A", count: 2);
        bench.Geocoder.Knows("Kilimani, Kenya", -1.2890, 36.7850);
        return bench;
    }
}
