using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests;

/// <summary>However a run ends, nothing is half applied, and the next one finishes the work.</summary>
public sealed class StopTests(SharedPostgres postgres, SharedS3 s3)
{
    private static readonly TicketDataset Dataset = TicketDatasets.Inc;

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task ASignalRollsTheCurrentFileBack(string signal, int exitCode)
    {
        await using var bench = await BenchWithFeedAsync(BucketKind.S3);
        await using (var hold = await TableHold.TakeAsync(bench.Database, Dataset.Table))
        {
            await using var stopped = bench.Start(Dataset.Name, "--from-bucket", "--apply");
            await hold.WaitForSomebodyAsync();
            await stopped.SignalAsync(signal);
            (await stopped.EndAsync()).Expect(exitCode);
        }

        Assert.Empty(await bench.TicketsAsync(Dataset));
        Assert.Equal(0L, await bench.ValueAsync<long>("select count(*) from tickets.import_files"));
        Assert.Equal("stopped", await bench.ValueAsync<string>("select outcome from tickets.import_runs"));
        await FinishAsync(bench);
    }

    [Fact]
    public async Task ASecondRunFindsTheDatasetHeldAndSaysByWhom()
    {
        await using var bench = await BenchWithFeedAsync(BucketKind.Directory);
        await using var hold = await TableHold.TakeAsync(bench.Database, Dataset.Table);
        await using var first = bench.Start(Dataset.Name, "--from-bucket", "--apply");
        await hold.WaitForSomebodyAsync();

        var second = (await bench.DrainAsync(Dataset)).Expect(75);
        Assert.Matches(@"inc is held by another run: process \d+ \(role \w+, fleettickets-inc@.*\) since .* EAT\. Nothing was done", second.Errors);
        Assert.Equal("", second.Output);

        await hold.DisposeAsync();
        (await first.EndAsync()).Expect(0);
    }

    [Theory]
    [InlineData(BucketKind.Directory)]
    [InlineData(BucketKind.S3)]
    public async Task ARunThatIsKilledAfterEachFileConverges(BucketKind kind)
    {
        await using var bench = await BenchWithFeedAsync(kind);

        bool wasKilled;
        do
            wasKilled = await bench.KillAfterAsync(files: 1, Dataset.Name, "--from-bucket", "--apply");
        while (wasKilled);

        await FinishAsync(bench);
    }

    private async Task<Workbench> BenchWithFeedAsync(BucketKind kind, params string[] options)
    {
        var bench = await Workbench.CreateAsync(postgres, s3, kind);
        await bench.Feed.WriteAsync(["--type", Dataset.Name, "--tickets", "200", "--no-bad-records", .. options]);
        await bench.Feed.DeliverAsync(Dataset);
        return bench;
    }

    private static async Task FinishAsync(Workbench bench)
    {
        (await bench.DrainAsync(Dataset)).Expect(0);
        Assert.Equal(await bench.Feed.ExpectedAsync(Dataset), await bench.TicketsAsync(Dataset));
        Assert.Empty(await bench.Bucket.NamesAsync(Dataset.ChangesFolder));
    }
}
