using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;

namespace FleetTickets.EndToEndTests;

/// <summary>
/// SIGKILL at every fault point of the first, the middle and the last file, one run after the other: each run goes on where the killed one
/// stopped, and in the end nothing is lost, doubled or miscounted. That a run is killed at all shows that it reaches the point. The types share
/// their code, and so do the buckets theirs: one of each meets one of the others.
/// </summary>
public abstract class KillMatrix(SharedPostgres postgres, SharedS3 s3, SmallFeeds feeds, BucketKind kind, TicketDataset dataset)
{
    public static TheoryData<FaultPoint> Points { get; } = [.. Enum.GetValues<FaultPoint>()];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task KilledRunsConverge(FaultPoint point)
    {
        await using var feed = await FaultedFeed.NewAsync(postgres, s3, kind, feeds.Of(dataset));
        if (point is FaultPoint.DuringSetAside)
            await feed.AddUnreadableAsync();

        for (var position = 1; position <= SmallFeed.Count; position++)
        {
            if (await feed.FaultAtAsync(point, position, "kill") is { } fault)
                await feed.KillAsync(fault);
        }

        await feed.ExpectConvergenceAsync();
    }

    [Theory]
    [InlineData(FaultPoint.BeforeCommit)]
    [InlineData(FaultPoint.AfterCommit)]
    public async Task KilledReseedsConverge(FaultPoint point)
    {
        await using var feed = await FaultedFeed.ReplacedAsync(postgres, s3, kind, feeds.Of(dataset));

        for (var position = 1; position <= SmallFeed.Count; position++)
        {
            if (await feed.FaultAtAsync(point, position, "kill") is { } fault)
                await feed.KillAsync(fault, await OptionsAsync(feed, again: position == SmallFeed.Count));
        }

        await feed.ExpectConvergenceAsync(await OptionsAsync(feed, again: false));
    }

    /// <summary>A reseed that has begun is finished with the option and without it.</summary>
    private static async Task<string[]> OptionsAsync(FaultedFeed feed, bool again) =>
        again || !await feed.HasNewEpochAsync() ? ["--reseed"] : [];
}

public sealed class KillsOfIncFromS3Tests(SharedPostgres postgres, SharedS3 s3, SmallFeeds feeds)
    : KillMatrix(postgres, s3, feeds, BucketKind.S3, TicketDatasets.Inc), IClassFixture<SmallFeeds>;

public sealed class KillsOfCrqFromADirectoryTests(SharedPostgres postgres, SharedS3 s3, SmallFeeds feeds)
    : KillMatrix(postgres, s3, feeds, BucketKind.Directory, TicketDatasets.Crq), IClassFixture<SmallFeeds>;
