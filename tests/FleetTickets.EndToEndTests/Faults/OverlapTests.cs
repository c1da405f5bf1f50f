using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests;

/// <summary>Two runs of one type: the second one never waits, and no file is applied twice.</summary>
public sealed class OverlapTests(SharedPostgres postgres, SharedS3 s3, SmallFeeds feeds) : IClassFixture<SmallFeeds>
{
    private static readonly TicketDataset Dataset = TicketDatasets.Inc;

    // The server ends a statement that waits for longer, and the run would end with another code than 75.
    private const string NoLongerThanASecond = ";Options=-c statement_timeout=1000";

    private const string EndTheLocksSession =
        """
        select pg_terminate_backend(pid, 10000)
        from pg_locks
        where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
        """;

    [Theory]
    [InlineData(FaultPoint.AfterList, "--apply")]
    [InlineData(FaultPoint.MidCopy, "--apply")]
    [InlineData(FaultPoint.BeforeCommit, "--apply")]
    [InlineData(FaultPoint.BeforeCommit)]
    [InlineData(FaultPoint.BetweenCopyAndDelete, "--apply")]
    public async Task WhereverTheFirstRunIsTheSecondOneEndsAtOnceAndDoesNothing(FaultPoint point, params string[] options)
    {
        await using var feed = await FaultedFeed.NewAsync(postgres, s3, BucketKind.Directory, feeds.Of(Dataset));
        await using var first = feed.Bench.StartWithFault((await feed.FaultAtAsync(point, position: 2, "hold"))!, Dataset.Name, "--from-bucket", "--apply");
        await first.WaitForLineAsync("Fault at ");
        var impatient = new Dictionary<string, string>(feed.Bench.Environment);
        impatient["DATABASE_URL"] += NoLongerThanASecond;

        await using var second = RunningProgram.Start(Dataset.Name, ["--from-bucket", .. options], impatient, feed.Bench.WorkingDirectory);

        (await second.EndAsync()).Expect(75);
        await first.KillAsync();
        await feed.ExpectWholeFilesAsync();
        await feed.ExpectConvergenceAsync();
    }

    [Theory]
    [InlineData(BucketKind.Directory)]
    [InlineData(BucketKind.S3)]
    public async Task OfTwoRunsThatAreStartedTogetherOneDoesTheWork(BucketKind kind)
    {
        await using var feed = await FaultedFeed.NewAsync(postgres, s3, kind, feeds.Of(Dataset));

        var runs = await Task.WhenAll(feed.Bench.DrainAsync(Dataset), feed.Bench.DrainAsync(Dataset));

        Assert.Contains(runs, run => run.ExitCode is 3);
        Assert.All(runs, run => Assert.True(run.ExitCode is 0 or 3 or 75, run.Errors));
        await feed.ExpectConvergenceAsync();
    }

    [Fact]
    public async Task ARunThatHasLostItsLockStillKeepsOthersFromItsFile()
    {
        await using var feed = await FaultedFeed.NewAsync(postgres, s3, BucketKind.Directory, feeds.Of(Dataset));
        await using var hold = await TableHold.TakeAsync(feed.Bench.Database, Dataset.Table);
        await using var first = feed.Bench.Start(Dataset.Name, "--from-bucket", "--apply");
        await hold.WaitForSomebodyAsync();
        Assert.True(await feed.Bench.ValueAsync<bool>(EndTheLocksSession));

        var second = (await feed.Bench.DrainAsync(Dataset)).Expect(75);

        Assert.Contains("its row in tickets.import_meta is locked", second.Errors, StringComparison.Ordinal);
        await hold.DisposeAsync();
        (await first.EndAsync()).Expect(3);
        await feed.ExpectConvergenceAsync();
    }
}
