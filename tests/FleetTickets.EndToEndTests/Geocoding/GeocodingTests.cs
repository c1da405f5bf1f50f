using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.Engine.Results;
using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests;

/// <summary>The passes of the real program against a geocoder on loopback.</summary>
public sealed class GeocodingTests(SharedPostgres postgres, SharedS3 s3)
{
    [Theory]
    [InlineData("locationiq", "/v1/search")]
    [InlineData("opencage", "/geocode/v1/json")]
    public async Task ClustersThenLocationsThenNothing(string provider, string path)
    {
        await using var geocoder = new GeocoderServer(new("Kilimani", -1.2890, 36.7850), new("Yaya", -1.2925, 36.7870));
        await using var bench = await GeocodingBench.CreateAsync(postgres, s3, geocoder, provider);
        await GeocodingBench.AddTicketsAsync(bench, ("Kilimani", "NW_ADR_MNT_YAYA_FDT1"), ("Kilimani", "NW_ADR_MNT_YAYA_FDT1"));

        var clusters = (await bench.RunAsync(Programs.Inc, "--geocode-clusters", "--apply")).Expect(0);
        var locations = (await bench.RunAsync(Programs.Inc, "--geocode-locations", "--apply")).Expect(0);
        var again = (await bench.RunAsync(Programs.Inc, "--geocode-locations", "--apply")).Expect(0);

        Assert.Equal(["Kilimani, Kenya", "Yaya, Kilimani, Kenya"], Searches(geocoder).Select(request => request.Text));
        Assert.All(Searches(geocoder), request => Assert.Equal(path, request.Path));
        Assert.StartsWith("clusters: done, every name has a point\n", clusters.Output, StringComparison.Ordinal);
        Assert.Contains("tickets   moved 2\n", locations.Output, StringComparison.Ordinal);
        Assert.Contains("calls     made 0", again.Output, StringComparison.Ordinal);
        Assert.Equal("location", await bench.ValueAsync<string>("select distinct geo_source from reporting.tickets"));
    }

    [Fact]
    public async Task ADryRunListsTheQuestionsAndNeedsNoKey()
    {
        await using var geocoder = new GeocoderServer();
        await using var bench = await GeocodingBench.CreateAsync(postgres, s3, geocoder);
        bench.Environment.Remove("GEOCODER_API_KEY");
        await GeocodingBench.AddTicketsAsync(bench, ("Kilimani", "X1"));

        var outcome = (await bench.RunAsync(Programs.Inc, "--geocode-clusters")).Expect(0);

        Assert.Contains("     1  @Kilimani  Kilimani, Kenya\n", outcome.Output, StringComparison.Ordinal);
        Assert.Empty(geocoder.Requests);
    }

    [Fact]
    public async Task WithoutAKeyNothingIsAppliedAndTheVariableIsNamed()
    {
        await using var geocoder = new GeocoderServer();
        await using var bench = await GeocodingBench.CreateAsync(postgres, s3, geocoder);
        bench.Environment.Remove("GEOCODER_API_KEY");

        var outcome = (await bench.RunAsync(Programs.Inc, "--geocode-clusters", "--apply")).Expect(2);

        Assert.Contains("GEOCODER_API_KEY is not set", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AKeyThatIsRefusedEndsThePassAtOnceAndIsNotShown()
    {
        await using var geocoder = new GeocoderServer();
        await using var bench = await GeocodingBench.CreateAsync(postgres, s3, geocoder);
        bench.Environment["GEOCODER_API_KEY"] = "pk.a-key-that-nobody-knows";
        await GeocodingBench.AddTicketsAsync(bench, ("Kilimani", "X1"), ("Karen", "X1"));

        var outcome = (await bench.RunAsync(Programs.Inc, "--geocode-clusters", "--apply", "--verbose")).Expect(1);

        Assert.Single(Searches(geocoder));
        Assert.Contains("check GEOCODER_API_KEY", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("names left: 2", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWrongAddressIsAMatterOfConfiguration()
    {
        await using var geocoder = new GeocoderServer();
        await using var bench = await GeocodingBench.CreateAsync(postgres, s3, geocoder);
        bench.Environment["GEOCODER_BASE_URL"] += "/no/such/page";
        await GeocodingBench.AddTicketsAsync(bench, ("Kilimani", "X1"));

        var outcome = (await bench.RunAsync(Programs.Inc, "--geocode-clusters", "--apply")).Expect(2);

        Assert.Contains("check GEOCODER_BASE_URL", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoProcessesWithASharedBudgetOfFiftyMakeExactlyFiftyCallsAndAskNoNameTwice()
    {
        await using var geocoder = new GeocoderServer();
        await using var bench = await GeocodingBench.CreateAsync(postgres, s3, geocoder);
        bench.Environment["GEOCODER_DAILY_BUDGET"] = "50";
        await GeocodingBench.AddTicketsAsync(bench, [.. Enumerable.Range(0, 80).Select(i => ($"Cluster {Letters(i)}", "X1"))]);

        var outcomes = await Task.WhenAll(
            bench.RunAsync(Programs.Inc, "--geocode-clusters", "--apply"), bench.RunAsync(Programs.Inc, "--geocode-clusters", "--apply"));

        Assert.All(outcomes, outcome => outcome.Expect(0));
        Assert.Equal(50, Searches(geocoder).Count);
        Assert.Equal(50, Searches(geocoder).Select(request => request.Text).Distinct().Count());
        Assert.All(outcomes, outcome => Assert.Contains("budget", outcome.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ARunThatIsKilledAtEachCallAndStartedAgainAsksNoNameTwice()
    {
        const int Names = 5;
        await using var geocoder = new GeocoderServer();
        await using var bench = await GeocodingBench.CreateAsync(postgres, s3, geocoder);
        await GeocodingBench.AddTicketsAsync(bench, [.. Enumerable.Range(0, Names).Select(i => ($"Cluster {Letters(i)}", "X1"))]);

        for (var kills = 0; kills < Names; kills++)
        {
            await using var running = bench.Start(Programs.Inc, "--geocode-clusters", "--apply");
            await SearchArrivesAsync(geocoder, kills);
            await running.KillAsync();
        }
        var last = (await bench.RunAsync(Programs.Inc, "--geocode-clusters", "--apply")).Expect(0);

        Assert.DoesNotContain(": done, ", last.Output, StringComparison.Ordinal);
        Assert.Equal(Names, Searches(geocoder).Select(request => request.Text).Distinct().Count());
        Assert.Equal(Names, Searches(geocoder).Count);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task ASignalEndsAPassThatWaitsForAnAnswerAndTheNextOneGoesOn(string signal, int exitCode)
    {
        await using var geocoder = new GeocoderServer(new GeocoderPlace("Kilimani", -1.2890, 36.7850));
        await using var bench = await GeocodingBench.CreateAsync(postgres, s3, geocoder);
        await GeocodingBench.AddTicketsAsync(bench, ("Kilimani", "X1"));
        geocoder.Answer("Kilimani", ScriptedResponse.Never);

        await using (var running = bench.Start(Programs.Inc, "--geocode-clusters", "--apply"))
        {
            await SearchArrivesAsync(geocoder, 0);
            await running.SignalAsync(signal);
            (await running.EndAsync()).Expect(exitCode);
        }

        geocoder.Answer("Kilimani", new ScriptedResponse(404, """{"error":"Unable to geocode"}"""));
        (await bench.RunAsync(Programs.Inc, "--geocode-clusters", "--apply")).Expect(0);
        Assert.Equal("not_found", await bench.ValueAsync<string>("select status from tickets.geo_clusters"));
    }

    /// <summary>What was asked for, without the questions for the balance.</summary>
    private static List<GeocoderRequest> Searches(GeocoderServer geocoder) => [.. geocoder.Requests.Where(request => request.Text.Length > 0)];

    private static async Task SearchArrivesAsync(GeocoderServer geocoder, int earlier)
    {
        while (Searches(geocoder).Count <= earlier)
            await geocoder.RequestArrivesAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Names are letters: a number alone holds no place.</summary>
    private static string Letters(int number) => $"{(char)('A' + (number / 26))}{(char)('A' + (number % 26))}";
}
