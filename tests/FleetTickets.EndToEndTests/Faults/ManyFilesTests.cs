using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;

namespace FleetTickets.EndToEndTests;

/// <summary>Files that waited through an outage are loaded in one transaction: a kill leaves all of them applied or none, and the next run ends it.</summary>
public sealed class ManyFilesTests(SharedPostgres postgres, SharedS3 s3)
{
    private const int Files = 12;

    public static TheoryData<BucketKind, FaultPoint, int, int> Kills => new()
    {
        { BucketKind.S3, FaultPoint.MidDownload, 5, 0 },
        { BucketKind.S3, FaultPoint.MidCopy, 30, 0 },
        { BucketKind.S3, FaultPoint.AfterStaging, 1, 0 },
        { BucketKind.S3, FaultPoint.BeforeCommit, 1, 0 },
        { BucketKind.S3, FaultPoint.AfterCommit, 1, Files },
        { BucketKind.S3, FaultPoint.BetweenCopyAndDelete, 4, Files },
        { BucketKind.Directory, FaultPoint.BeforeCommit, 1, 0 },
        { BucketKind.Directory, FaultPoint.AfterDelete, 6, Files },
    };

    [Theory]
    [MemberData(nameof(Kills))]
    public async Task AKillLeavesAllOfThemOrNone(BucketKind kind, FaultPoint point, int time, int applied)
    {
        await using var bench = await Workbench.CreateAsync(postgres, s3, kind);
        var dataset = TicketDatasets.All[time % TicketDatasets.All.Count];
        await bench.Feed.WriteAsync(["--type", dataset.Name, "--tickets", "60", "--rows-per-delta", "10", "--files", $"{Files}"]);
        await bench.Feed.DeliverAsync(dataset);

        await using (var killed = bench.StartWithFault($"{PlannedFault.NameOf(point)}@{time}:kill", dataset.Name, "--from-bucket", "--apply"))
            (await killed.EndAsync()).Expect(137);

        await bench.WaitUntilNobodyIsConnectedAsync();
        Assert.Equal(applied, (int)await bench.ValueAsync<long>("select count(*) from tickets.import_files where status = 'applied'"));
        Assert.Equal(applied > 0 ? await bench.Feed.ExpectedAsync(dataset) : [], await bench.TicketsAsync(dataset));

        var last = await bench.DrainAsync(dataset);
        Assert.True(last.ExitCode is 0 or 3, last.Errors);
        Assert.Equal(await bench.Feed.ExpectedAsync(dataset), await bench.TicketsAsync(dataset));
        Assert.Empty(await bench.Bucket.NamesAsync(dataset.ChangesFolder));
        Assert.Empty(await bench.RowsAsync("select key from tickets.import_files where archived_at is null"));
    }
}
