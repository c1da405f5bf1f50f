using FleetTickets.Cli.Notices;
using FleetTickets.UnitTests.Geocoding.Providers;

namespace FleetTickets.UnitTests.Cli.Notices;

[Collection(ProcessWideState.Name)]
public sealed class HeartbeatTests
{
    [Theory]
    [InlineData("https://hc.example.org/ping/abc", "https://hc.example.org/ping/abc/start", "https://hc.example.org/ping/abc/3")]
    [InlineData("https://hc.example.org/key/{program}/?create=1", "https://hc.example.org/key/crq/start?create=1", "https://hc.example.org/key/crq/3?create=1")]
    public async Task TheStartAndTheExitCodeArePathsBelowTheUrl(string url, string start, string end)
    {
        using var monitor = StubTransport.Answering(200, "OK");
        var heartbeat = new Heartbeat(new Uri(url), "crq", monitor.Clock, monitor);

        heartbeat.Start();
        await heartbeat.EndAsync(3, "summary");

        Assert.Equal([new Uri(start), new Uri(end)], monitor.Urls);
    }

    [Fact]
    public async Task AMonitorThatRefusesIsAWarningWithoutItsAddress()
    {
        using var log = new WrittenLog();
        using var monitor = StubTransport.Answering(404, "not found");
        var heartbeat = new Heartbeat(new Uri("https://hc.example.org/hush-hush"), "inc", monitor.Clock, monitor);

        await heartbeat.EndAsync(0, "");

        Assert.Equal("warn  The heartbeat was not heard: HEARTBEAT_URL answers 404\n", log.Text);
    }
}
