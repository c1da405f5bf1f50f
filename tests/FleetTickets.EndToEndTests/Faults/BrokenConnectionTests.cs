using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests;

/// <summary>What passes is got over within the run; what does not ends it, and the next one goes on.</summary>
public sealed class BrokenConnectionTests(SharedPostgres postgres, SharedS3 s3, SmallFeeds feeds) : IClassFixture<SmallFeeds>
{
    private static readonly TicketDataset Dataset = TicketDatasets.Crq;

    public static TheoryData<FaultPoint> Points { get; } = [.. Enum.GetValues<FaultPoint>()];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task AnErrorAtAnyPointLosesNothing(FaultPoint point)
    {
        await using var feed = await FaultedFeed.NewAsync(postgres, s3, BucketKind.Directory, feeds.Of(Dataset));
        if (point is FaultPoint.DuringSetAside)
            await feed.AddUnreadableAsync();
        await using var run = feed.Bench.StartWithFault((await feed.FaultAtAsync(point, position: 2, "throw"))!, Dataset.Name, "--from-bucket", "--apply");

        // A move that fails is not the run's failure; bad records are in the feed.
        (await run.EndAsync()).Expect(point is FaultPoint.BetweenCopyAndDelete ? 3 : 1);

        await feed.ExpectWholeFilesAsync();
        await feed.ExpectConvergenceAsync();
    }

    // From the login on to the middle of a file.
    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(3_000)]
    [InlineData(4_000)]
    public async Task ADatabaseThatBreaksEveryConnectionOffEndsTheRun(int afterBytes)
    {
        await using var feed = await FaultedFeed.NewAsync(postgres, s3, BucketKind.Directory, feeds.Of(Dataset));
        await using (var proxy = feed.PutProxyBeforeDatabase())
        {
            proxy.Rules.CutAfterBytes = afterBytes;
            (await feed.Bench.DrainAsync(Dataset)).Expect(1);
        }

        feed.RemoveProxy();
        await feed.ExpectWholeFilesAsync();
        await feed.ExpectConvergenceAsync();
    }

    [Fact]
    public async Task DownloadsThatBreakOffAreGoneOnWith()
    {
        await using var feed = await FaultedFeed.NewAsync(postgres, s3, BucketKind.S3, feeds.Of(Dataset));
        await using var proxy = feed.PutProxyBeforeStore();
        proxy.Rules.CutAfterBytes = feeds.Of(Dataset).Files[0].Content.Length / 2;

        var run = (await feed.Bench.DrainAsync(Dataset, "--verbose")).Expect(3);

        Assert.Contains("Download broke off at byte ", run.Errors, StringComparison.Ordinal);
        await feed.ExpectWholeFilesAsync();
        await feed.ExpectConvergenceAsync();
    }

    [Fact]
    public async Task ASlowStoreOnlyTakesLonger()
    {
        await using var feed = await FaultedFeed.NewAsync(postgres, s3, BucketKind.S3, feeds.Of(Dataset));
        await using var proxy = feed.PutProxyBeforeStore();
        proxy.Rules.BytesPerSecond = 30_000;

        (await feed.Bench.DrainAsync(Dataset)).Expect(3);

        await feed.ExpectWholeFilesAsync();
        await feed.ExpectConvergenceAsync();
    }
}
