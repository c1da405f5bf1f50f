using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests;

/// <summary>A connection breaks while COMMIT is under way: the ledger knows how it ended, and the run goes on.</summary>
public sealed class CommitTests(SharedPostgres postgres, SharedS3 s3)
{
    private static readonly int[] OfEachFile = [1, 2, 3];
    private static readonly int[] OfEachFileAndNotOfItsSecondAttempt = [1, 3, 5];

    public static TheoryData<TicketDataset> Datasets { get; } = [.. TicketDatasets.All];

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AnAnswerThatIsLostDoesNotMatter(TicketDataset dataset) =>
        await RunsAsIfNothingHappenedAsync(dataset, CommitFault.AnswerLost, OfEachFile);

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ACommitThatNeverReachedTheServerIsMadeUpFor(TicketDataset dataset) =>
        await RunsAsIfNothingHappenedAsync(dataset, CommitFault.NeverSent, OfEachFileAndNotOfItsSecondAttempt);

    [Fact]
    public async Task ACommitThatFailsTwiceEndsTheRunAndTheNextOneGoesOn()
    {
        await using var feed = await NewAsync(TicketDatasets.Inc);
        await using var proxy = feed.PutProxyBeforeDatabase();
        proxy.Rules.OnCommits(CommitFault.NeverSent, 2, 3);

        var failed = (await feed.Bench.DrainAsync(TicketDatasets.Inc)).Expect(1);

        Assert.Contains("the database cannot be reached: ", failed.ErrorLines[^1], StringComparison.Ordinal);
        await feed.ExpectWholeFilesAsync();
        Assert.Equal(1, await feed.AppliedAsync());
        await feed.ExpectConvergenceAsync();
    }

    private async Task RunsAsIfNothingHappenedAsync(TicketDataset dataset, CommitFault fault, int[] commits)
    {
        await using var undisturbed = await NewAsync(dataset);
        var expected = (await undisturbed.Bench.DrainAsync(dataset)).Expect(0);
        await using var feed = await NewAsync(dataset);
        await using var proxy = feed.PutProxyBeforeDatabase();
        proxy.Rules.OnCommits(fault, commits);

        var run = (await feed.Bench.DrainAsync(dataset)).Expect(0);

        Assert.Equal(SmallFeed.Count, run.ErrorLines.Count(line => line.Contains("asking the ledger", StringComparison.Ordinal)));
        Assert.Equal(CountsIn(expected), CountsIn(run));
        await feed.ExpectConvergenceAsync();
    }

    private async Task<FaultedFeed> NewAsync(TicketDataset dataset) => await FaultedFeed.NewAsync(
        postgres, s3, BucketKind.Directory, await SmallFeed.GenerateAsync(dataset, "--no-bad-records"));

    /// <summary>The lines of a summary that count files and rows, and the watermark after.</summary>
    private static string[] CountsIn(ProgramOutcome run) => run.Output.Split('\n')[1..6];
}
