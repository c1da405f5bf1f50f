using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Reporting;
using FleetTickets.Engine.Runs;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>What the status says of files that need somebody.</summary>
public sealed class StatusTests(PostgresFixture postgres)
{
    private const string Time = "2026-06-15T07-00-00";

    [Fact]
    public async Task AFailedFileIsReportedUntilAMendedOneIsApplied()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.PutContent($"{Time}.csv", []);
        await feed.DrainAsync();
        Assert.Equal(1, (await ReadAsync(feed)).FailedFiles);
        feed.Put(Time, Csv.Ticket("A"));
        await feed.DrainAsync();

        Assert.Equal(0, (await ReadAsync(feed)).FailedFiles);
    }

    [Fact]
    public async Task AFailedUploadAfterAGoodOneIsReported()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A"));
        await feed.DrainAsync();
        feed.PutContent($"{Time}.csv", []);
        await feed.DrainAsync();

        Assert.Equal(1, (await ReadAsync(feed)).FailedFiles);
    }

    [Fact]
    public async Task WaitingAndLateFilesAreCountedAndNothingIsTouched()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A"));
        await feed.DrainAsync();
        feed.Put("2026-06-15T06-00-00", Csv.Ticket("B"));
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("C"));

        var status = await ReadAsync(feed);

        Assert.Equal((2, 1), (status.Waiting.Files, status.Waiting.Late));
        Assert.Equal(feed.Key(Time), status.Watermark);
        Assert.Equal(["A"], (await feed.StatusesAsync()).Keys);
    }

    private static Task<StatusReport> ReadAsync(TestFeed feed) =>
        new Status(feed.Dataset, feed.Database, feed.Bucket, feed.Clock).ReadAsync(TimeSpan.FromHours(6), TestContext.Current.CancellationToken);
}
