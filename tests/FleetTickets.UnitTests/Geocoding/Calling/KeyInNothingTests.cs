using FleetTickets.Engine.Geocoding.Calling;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.UnitTests.Geocoding.Providers;

namespace FleetTickets.UnitTests.Geocoding.Calling;

/// <summary>Whatever a provider answers, and it may repeat the key: what a run says of it does not hold the key.</summary>
[Collection(ProcessWideState.Name)]
public sealed class KeyInNothingTests
{
    // They end in an answer, in waits, and in a stop.
    private static readonly int[] Statuses = [200, 302, 400, 401, 403, 404, 429, 503];

    public static TheoryData<string, int> Ends => [.. from provider in GeocoderSettings.Providers from status in Statuses select (provider, status)];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task NeitherLogNorAnswerNorExceptionHoldsIt(string provider, int status)
    {
        var echo = $"{StubTransport.Key} {Uri.EscapeDataString(StubTransport.Key)}";
        var transport = StubTransport.Answering(
            status, $$$"""{"error":"{{{echo}}}","status":{"message":"{{{echo}}}"}}""", ("Location", $"https://elsewhere.example/?key={echo}"));
        var clock = new SkippingClock(StubTransport.Now);
        var client = new GeocoderClient(transport.Geocoder(provider), new CountedBudget(100, clock), new Pace(1, clock), runLimit: 20, clock);
        using var log = new WrittenLog();

        var outcome = await OutcomeAsync(client);

        Assert.NotEmpty(transport.Urls);
        foreach (var said in new[] { log.Text, outcome })
        {
            Assert.DoesNotContain(StubTransport.Key, said, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Uri.EscapeDataString(StubTransport.Key), said, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static async Task<string> OutcomeAsync(GeocoderClient client)
    {
        try
        {
            return (await client.AskAsync(new PlaceQuery("x", null), TestContext.Current.CancellationToken)).ToString();
        }
        catch (GeocodingStoppedException stopped)
        {
            return stopped.ToString();
        }
    }
}
