using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests;

/// <summary>The bucket was replaced: its files are older than the watermark that the former one has left.</summary>
public sealed class ReseedTests(SharedPostgres postgres, SharedS3 s3)
{
    private const int Files = 6;

    private static readonly TicketDataset Dataset = TicketDatasets.Inc;

    [Fact]
    public async Task AReseedTakesEveryFileOfTheNewBucket()
    {
        await using var bench = await BenchWithReplacedBucketAsync();

        (await bench.DrainAsync(Dataset, "--reseed")).Expect(0);

        Assert.Equal(await bench.Feed.ExpectedAsync(Dataset), await bench.TicketsAsync(Dataset));
        Assert.Equal(1L, await bench.ValueAsync<long>("select (metadata->>'stream_epoch')::bigint from tickets.import_meta"));
    }

    [Fact]
    public async Task WithoutReseedTheNewBucketIsMergedAsLate()
    {
        await using var bench = await BenchWithReplacedBucketAsync();
        var before = await bench.TicketsAsync(Dataset);

        var run = (await bench.DrainAsync(Dataset)).Expect(0);

        Assert.Contains($"late {Files}", run.Output, StringComparison.Ordinal);
        var after = await bench.TicketsAsync(Dataset);
        Assert.Empty(before.Except(after));
        var formerIds = before.Select(IdOf).ToHashSet();
        Assert.Equal(
            (await bench.Feed.ExpectedAsync(Dataset)).Where(ticket => !formerIds.Contains(IdOf(ticket))),
            after.Where(ticket => !formerIds.Contains(IdOf(ticket))));
    }

    [Fact]
    public async Task AReseedThatIsKilledAfterEachFileIsFinishedByRunsWithoutTheOption()
    {
        await using var bench = await BenchWithReplacedBucketAsync();

        var wasKilled = await bench.KillAfterAsync(files: 1, Dataset.Name, "--from-bucket", "--reseed", "--apply");
        while (wasKilled)
            wasKilled = await bench.KillAfterAsync(files: 1, Dataset.Name, "--from-bucket", "--apply");

        await FinishAsync(bench);
    }

    [Fact]
    public async Task AReseedThatIsKilledAfterAnyFileCanBeStartedAgain()
    {
        await using var bench = await BenchWithReplacedBucketAsync();

        for (var files = 1; files <= Files; files++)
            await bench.KillAfterAsync(files, Dataset.Name, "--from-bucket", "--reseed", "--apply");

        await FinishAsync(bench, "--reseed");
    }

    /// <summary>The former bucket had fewer tickets, and newer files.</summary>
    private async Task<Workbench> BenchWithReplacedBucketAsync()
    {
        var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.Directory);
        await bench.Feed.WriteAsync("--type", Dataset.Name, "--tickets", "50", "--no-bad-records", "--start", "2025-09-01T06-00-00");
        await bench.Feed.DeliverAsync(Dataset);
        (await bench.DrainAsync(Dataset)).Expect(0);

        bench.ReplaceBucket();
        await bench.Feed.WriteAsync("--type", Dataset.Name, "--tickets", "200", "--no-bad-records", "--seed", "7");
        await bench.Feed.DeliverAsync(Dataset);
        return bench;
    }

    private static async Task FinishAsync(Workbench bench, params string[] more)
    {
        (await bench.DrainAsync(Dataset, more)).Expect(0);
        Assert.Equal(await bench.Feed.ExpectedAsync(Dataset), await bench.TicketsAsync(Dataset));
        Assert.Empty(await bench.Bucket.NamesAsync(Dataset.ChangesFolder));
    }

    private static string IdOf(string ticket) => ticket[..ticket.IndexOf(' ', StringComparison.Ordinal)];
}
