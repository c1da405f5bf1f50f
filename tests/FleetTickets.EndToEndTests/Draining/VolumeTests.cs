using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests;

/// <summary>Many files, and one large file.</summary>
public sealed class VolumeTests(SharedPostgres postgres, SharedS3 s3)
{
    private static readonly TicketDataset Dataset = TicketDatasets.Inc;

    [Fact]
    public async Task MoreFilesThanAPageOfAListingHoldsAreAppliedInOrderAndMoved()
    {
        const int files = 1_200;
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.S3);
        await bench.Feed.WriteAsync("--type", Dataset.Name, "--tickets", "200", "--rows-per-delta", "5", "--files", $"{files}", "--no-bad-records");
        await bench.Feed.DeliverAsync(Dataset);
        var delivered = await bench.Bucket.NamesAsync(Dataset.ChangesFolder);
        Assert.Equal(files, delivered.Count);

        (await bench.DrainAsync(Dataset)).Expect(0);

        Assert.Equal(await bench.Feed.ExpectedAsync(Dataset), await bench.TicketsAsync(Dataset));
        var applied = await bench.RowsAsync("select key from tickets.import_files where status = 'applied' order by applied_at, file_time");
        Assert.Equal(delivered, applied.Select(row => ((string)row[0])[Dataset.ChangesFolder.Length..]));
        Assert.Equal(delivered, await bench.Bucket.NamesAsync(Dataset.ProcessedFolder));
        Assert.Empty(await bench.Bucket.NamesAsync(Dataset.ChangesFolder));
    }

    [Fact]
    public async Task ALargeFileLoadsInLittleMemory()
    {
        const int tickets = 200_000, mebibyte = 1 << 20;
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.Directory);
        await bench.Feed.WriteAsync("--type", Dataset.Name, "--tickets", $"{tickets}", "--files", "1", "--no-bad-records");
        await bench.Feed.DeliverAsync(Dataset);

        // Held before its file, to get hold of its end too, where it closes its run row: a process that is gone has no memory to look at.
        await using var hold = await TableHold.TakeAsync(bench.Database, "tickets.import_meta");
        await using var run = bench.Start(Dataset.Name, "--from-bucket", "--apply");
        await hold.WaitForSomebodyAsync();
        await using var holdAtEnd = await TableHold.TakeAsync(bench.Database, "tickets.import_runs");
        await hold.DisposeAsync();
        await run.WaitForLineAsync("Applied ");
        await holdAtEnd.WaitForSomebodyAsync();
        var peak = run.PeakMemoryBytes();
        await holdAtEnd.DisposeAsync();

        (await run.EndAsync()).Expect(0);
        Assert.Equal(tickets, await bench.ValueAsync<long>($"select count(*) from {Dataset.Table}"));
        Assert.InRange(peak, 1, 200 * mebibyte);
    }
}
