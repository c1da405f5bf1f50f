using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>A file behind the watermark is merged as if it had come in its turn.</summary>
public sealed class LateFileTests(PostgresFixture postgres)
{
    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ALateRecordLosesToANewerFileThatNamedItsTicketUnchanged(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A", "x"));
        feed.Put("2026-06-15T09-00-00", Csv.Ticket("A", "x"));
        await feed.DrainAsync();
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("A", "y"));

        await feed.DrainAsync();

        Assert.Equal("x", (await feed.StatusesAsync())["A"]);
        Assert.Equal((1, 0, 0, 1, 0, 0, 0), (await feed.LedgerAsync())[1].Rows);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ALateRecordIsTakenWhenNoNewerFileNamedItsTicket(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A", "x"), Csv.Ticket("B", "x"));
        feed.Put("2026-06-15T09-00-00", Csv.Ticket("A", "x"));
        await feed.DrainAsync();
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("B", "y"), Csv.Ticket("C", "y"));

        await feed.DrainAsync();

        Assert.Equal(new() { ["A"] = "x", ["B"] = "y", ["C"] = "y" }, await feed.StatusesAsync());
    }

    [Fact]
    public async Task ALateFileIsReportedWithItsLagAndLeavesTheWatermark()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put("2026-06-15T09-00-00", Csv.Ticket("A"));
        await feed.DrainAsync();
        feed.Put("2026-06-15T07-30-00", Csv.Ticket("B"));
        var outcomes = new Outcomes();

        var report = await feed.DrainAsync(progress: outcomes);

        Assert.Equal((1, 1), (report.FilesApplied, report.FilesLate));
        Assert.Equal(TimeSpan.FromMinutes(90), Assert.Single(outcomes).Lag);
        Assert.True((await feed.LedgerAsync())[0].Late);
        Assert.Equal(feed.Key("2026-06-15T09-00-00"), await feed.WatermarkAsync());
        Assert.False(report.NeedsAttention);
    }

    [Fact]
    public async Task ARecordThatANewerFileHadRejectedDoesNotCountAsNamed()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A", "x"));
        feed.Put("2026-06-15T09-00-00", Csv.Ticket("A", "z") + ",one field more");
        await feed.DrainAsync();
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("A", "y"));

        await feed.DrainAsync();

        Assert.Equal("y", (await feed.StatusesAsync())["A"]);
    }
}
