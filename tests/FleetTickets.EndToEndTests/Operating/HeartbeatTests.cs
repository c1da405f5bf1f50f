using System.Text;
using FleetTickets.Engine.Feed;
using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests;

/// <summary>HEARTBEAT_URL: a monitor hears that a load begins and how it ended, and nothing of one that was killed.</summary>
public sealed class HeartbeatTests(SharedPostgres postgres, SharedS3 s3) : IAsyncDisposable
{
    private static readonly TicketDataset Dataset = TicketDatasets.Inc;

    private readonly WebhookServer _monitor = new();

    public ValueTask DisposeAsync() => _monitor.DisposeAsync();

    [Fact]
    public async Task EveryEndIsHeardWithItsExitCodeAndADeathByItsSilence()
    {
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.Directory);
        bench.Environment["HEARTBEAT_URL"] = _monitor.Url;
        (await bench.DrainAsync(Dataset)).Expect(0);
        await bench.Bucket.PutAsync(Dataset.ChangesFolder + "2025-06-15T17-00-00.csv", Encoding.UTF8.GetBytes("a,b\n1,2\n"));
        (await bench.DrainAsync(Dataset)).Expect(3);
        (await bench.RunAsync(Dataset.Name, "--from-bucket")).Expect(0);
        (await bench.RunAsync(Dataset.Name, "--status")).Expect(3);
        await using (var killed = bench.StartWithFault("after-list:kill", Dataset.Name, "--from-bucket", "--apply"))
            await killed.EndAsync();
        bench.Environment["TICKETS_BUCKET"] = "file:///no/such/directory";
        (await bench.DrainAsync(Dataset)).Expect(1);

        Assert.Equal(["start", "0", "start", "3", "start", "start", "1"], _monitor.Posts.Select(Signal));
        Assert.Contains("inc from-bucket on ", _monitor.Posts[3].Body, StringComparison.Ordinal);
        Assert.Contains("files      found 1  applied 0  late 0  failed 1", _monitor.Posts[3].Body, StringComparison.Ordinal);
        Assert.Contains("no such directory", _monitor.Posts[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMonitorThatIsNotThereIsAWarningAndNothingElse()
    {
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.Directory);
        bench.Environment["HEARTBEAT_URL"] = "http://127.0.0.1:1/hush-hush";

        var run = (await bench.DrainAsync(Dataset)).Expect(0);

        Assert.Contains("The heartbeat was not heard: HEARTBEAT_URL cannot be reached: ConnectionError", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush", run.Errors + run.Output, StringComparison.Ordinal);
    }

    private string Signal(ReceivedRequest post)
    {
        var path = post.Line.Split(' ')[1];
        Assert.EndsWith($"?key={_monitor.Token}", path, StringComparison.Ordinal);
        return path[(path.LastIndexOf('/') + 1)..path.IndexOf('?', StringComparison.Ordinal)];
    }
}
