using System.Diagnostics;
using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests;

/// <summary>A signal ends a run within ten seconds wherever it is, also when a server has fallen silent, and leaves nothing half applied.</summary>
public sealed class SignalTests(SharedPostgres postgres, SharedS3 s3, SmallFeeds feeds) : IClassFixture<SmallFeeds>
{
    private const int Middle = 2;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // Well before the run would be ended for being late.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    public static TheoryData<FaultPoint> Points { get; } = [.. Enum.GetValues<FaultPoint>()];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task SigtermAtAnyPoint(FaultPoint point) => await StopsAsync(point, BucketKind.S3, TicketDatasets.Inc, "TERM", 143);

    [Theory]
    [MemberData(nameof(Points))]
    public async Task SigintAtAnyPoint(FaultPoint point) => await StopsAsync(point, BucketKind.Directory, TicketDatasets.Crq, "INT", 130);

    [Fact]
    public async Task SigtermWhileTheDatabaseIsSilent()
    {
        FaultPoint[] points = [FaultPoint.AfterList, FaultPoint.MidCopy, FaultPoint.AfterStaging, FaultPoint.BeforeCommit, FaultPoint.BeforeArchivedMark];
        await Task.WhenAll(points.Select(async point =>
        {
            await using var feed = await FaultedFeed.NewAsync(postgres, s3, BucketKind.Directory, feeds.Of(TicketDatasets.Inc));
            await using var proxy = feed.PutProxyBeforeDatabase();
            await StopsWhileSilentAsync(feed, point, proxy);
        }));
    }

    [Theory]
    [InlineData(FaultPoint.AfterList)]
    [InlineData(FaultPoint.MidDownload)]
    [InlineData(FaultPoint.BetweenCopyAndDelete)]
    public async Task SigtermWhileTheBucketIsSilent(FaultPoint point)
    {
        await using var feed = await FaultedFeed.NewAsync(postgres, s3, BucketKind.S3, feeds.Of(TicketDatasets.Inc));
        await using var proxy = feed.PutProxyBeforeStore();

        await StopsWhileSilentAsync(feed, point, proxy);
    }

    [Fact]
    public async Task ASecondSignalStopsAtOnce()
    {
        await using var feed = await FaultedFeed.NewAsync(postgres, s3, BucketKind.Directory, feeds.Of(TicketDatasets.Inc));
        await using (var proxy = feed.PutProxyBeforeDatabase())
        {
            proxy.Rules.OnCommits(CommitFault.Silence, 2);
            await using var stuck = feed.Bench.Start(Programs.Inc, "--from-bucket", "--apply");
            await proxy.Rules.CommitMet;
            await stuck.SignalAsync("TERM");
            await stuck.WaitForLineAsync("Stopping");

            var time = Stopwatch.StartNew();
            await stuck.SignalAsync("TERM");

            (await stuck.EndAsync()).Expect(143);
            Assert.InRange(time.Elapsed, TimeSpan.Zero, AtOnce);
        }
        feed.RemoveProxy();
        await feed.ExpectWholeFilesAsync();
        await feed.ExpectConvergenceAsync();
    }

    private async Task StopsAsync(FaultPoint point, BucketKind kind, TicketDataset dataset, string signal, int exitCode)
    {
        await using var feed = await FaultedFeed.NewAsync(postgres, s3, kind, feeds.Of(dataset));
        if (point is FaultPoint.DuringSetAside)
            await feed.AddUnreadableAsync();

        await StopAsync(feed, point, dataset, signal, exitCode, atThePoint: () => { });

        await feed.ExpectWholeFilesAsync();
        await feed.ExpectConvergenceAsync();
    }

    private static async Task StopsWhileSilentAsync(FaultedFeed feed, FaultPoint point, TcpProxy proxy)
    {
        await StopAsync(feed, point, TicketDatasets.Inc, "TERM", 143, atThePoint: proxy.Rules.Stall);

        feed.RemoveProxy();
        proxy.Cut();
        await feed.ExpectWholeFilesAsync();
        await feed.ExpectConvergenceAsync();
    }

    private static async Task StopAsync(FaultedFeed feed, FaultPoint point, TicketDataset dataset, string signal, int exitCode, Action atThePoint)
    {
        await using var run = feed.Bench.StartWithFault((await feed.FaultAtAsync(point, Middle, "hold"))!, dataset.Name, "--from-bucket", "--apply");
        await run.WaitForLineAsync("Fault at ");
        atThePoint();

        var time = Stopwatch.StartNew();
        await run.SignalAsync(signal);

        (await run.EndAsync()).Expect(exitCode);
        Assert.InRange(time.Elapsed, TimeSpan.Zero, Limit);
    }
}
