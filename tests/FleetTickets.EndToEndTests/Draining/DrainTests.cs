using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests;

/// <summary>The main job: what the generator expects is what the database holds, for both types, from both kinds of bucket.</summary>
public sealed class DrainTests(SharedPostgres postgres, SharedS3 s3)
{
    private const int NothingToLookAt = 0;
    private const int RejectedRecords = 3;

    public static MatrixTheoryData<TicketDataset, BucketKind> Everywhere { get; } =
        new(TicketDatasets.All, [BucketKind.Directory, BucketKind.S3]);

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task TheTableIsWhatTheFeedSays(TicketDataset dataset, BucketKind kind)
    {
        await using var bench = await Workbench.CreateAsync(postgres, s3, kind);
        await bench.Feed.WriteAsync("--type", dataset.Name, "--tickets", "300", "--late-apart");
        await bench.Feed.DeliverAsync(dataset);
        (await bench.DrainAsync(dataset)).Expect(RejectedRecords);

        await bench.Feed.DeliverLateAsync(dataset);
        var late = (await bench.DrainAsync(dataset)).Expect(NothingToLookAt);
        Assert.Contains("is late", late.Errors, StringComparison.Ordinal);
        Assert.Equal(await bench.Feed.ExpectedAsync(dataset), await bench.TicketsAsync(dataset));

        await bench.Feed.WriteNextAsync(files: 5);
        await bench.Feed.DeliverAsync(dataset);
        (await bench.DrainAsync(dataset)).Expect(RejectedRecords);
        Assert.Equal(await bench.Feed.ExpectedAsync(dataset), await bench.TicketsAsync(dataset));

        Assert.Empty(await bench.Bucket.NamesAsync(dataset.ChangesFolder));
        Assert.Equal(11, (await bench.Bucket.NamesAsync(dataset.ProcessedFolder)).Count);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task ASecondRunHasNothingNewAndTouchesNoTicket(TicketDataset dataset, BucketKind kind)
    {
        await using var bench = await Workbench.CreateAsync(postgres, s3, kind);
        await bench.Feed.WriteAsync("--type", dataset.Name, "--tickets", "100", "--files", "4");
        await bench.Feed.DeliverAsync(dataset);
        (await bench.DrainAsync(dataset)).Expect(RejectedRecords);
        var before = await bench.RowVersionsAsync(dataset);

        var again = (await bench.DrainAsync(dataset)).Expect(NothingToLookAt);

        Assert.StartsWith($"{dataset.Name}: done, nothing new", again.Output, StringComparison.Ordinal);
        Assert.Equal(before, await bench.RowVersionsAsync(dataset));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task ADryRunSaysWhatTheRunWillDoAndDoesNothing(TicketDataset dataset, BucketKind kind)
    {
        await using var bench = await Workbench.CreateAsync(postgres, s3, kind);
        await bench.Feed.WriteAsync("--type", dataset.Name, "--tickets", "100");
        await bench.Feed.DeliverAsync(dataset);

        var rehearsal = (await bench.RunAsync(dataset.Name, "--from-bucket")).Expect(RejectedRecords);
        Assert.Empty(await bench.TicketsAsync(dataset));
        Assert.Equal(0L, await bench.ValueAsync<long>("select count(*) from tickets.import_files"));
        Assert.Equal(6, (await bench.Bucket.NamesAsync(dataset.ChangesFolder)).Count);

        var run = (await bench.DrainAsync(dataset)).Expect(RejectedRecords);
        Assert.Equal(CountsIn(run), CountsIn(rehearsal));
    }

    [Fact]
    public async Task BothTypesAreIngestedSideBySide()
    {
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.S3);
        await bench.Feed.WriteAsync("--tickets", "200", "--no-bad-records");
        using var scripts = new IngestSandbox();
        scripts.Inc($"exec {Programs.PathOf(Programs.Inc)} \"$@\"");
        scripts.Crq($"exec {Programs.PathOf(Programs.Crq)} \"$@\"");
        foreach (var dataset in TicketDatasets.All)
            await bench.Feed.DeliverAsync(dataset);

        var run = await scripts.RunAsync([], [.. Programs.Environment.Concat(bench.Environment).Select(variable => (variable.Key, variable.Value))]);

        Assert.True(run.ExitCode == 0, run.Errors);
        foreach (var dataset in TicketDatasets.All)
            Assert.Equal(await bench.Feed.ExpectedAsync(dataset), await bench.TicketsAsync(dataset));
    }

    /// <summary>The lines of a summary that count files and rows, and the watermark after.</summary>
    private static string[] CountsIn(ProgramOutcome run) => run.Output.Split('\n')[1..6];
}
