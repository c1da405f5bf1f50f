using System.Text;
using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Loading;

/// <summary>A file that cannot be used is set aside as a whole, with the reason, and the drain goes on.</summary>
public sealed class UnreadableFileTests(PostgresFixture postgres)
{
    private const string Time = "2026-06-15T07-00-00";

    public static TheoryData<string> Datasets => TestFeed.Datasets;

    /// <summary>What a file holds, and what the ledger says of it.</summary>
    public static TheoryData<string, byte[], string> Unreadables => new()
    {
        { "zero bytes", [], "line 1: the file is empty" },
        { "binary", [0x50, 0x4B, 0x03, 0x04, 0x00, 0xFF, 0x0A], "line 1: " },
        { "UTF-16", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Csv.Header)).ToArray(), "line 1: not UTF-8 text" },
        { "not CSV", "<html><body>502</body></html>\n"u8.ToArray(), "line 1: no ticket_id column" },
        { "thin header", "ticket_id,normalized_status,is_actionable\nA,x,true\n"u8.ToArray(), "line 1: only 3 of the feed's 32 columns" },
        { "column twice", Encoding.UTF8.GetBytes(Csv.Header + ",TICKET_ID\n"), "line 1: the column ticket_id stands 2 times" },
        { "open quote", [.. Csv.File(Csv.Ticket("A")), .. "B,\"cut sho"u8], "line 3: a quote opened in this record" },
    };

    [Theory]
    [MemberData(nameof(Unreadables))]
    public async Task TheFileIsMovedToFailedWithItsReasonAndTheNextOneIsLoaded(string kind, byte[] content, string reason)
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.PutContent($"{Time}.csv", content);
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("B"));

        var report = await feed.DrainAsync();

        Assert.True(report.NeedsAttention, kind);
        Assert.Equal((1, 1), (report.FilesApplied, report.FilesFailed));
        Assert.Equal(["B"], (await feed.StatusesAsync()).Keys);
        Assert.Equal([$"{Time}.csv"], feed.NamesIn(feed.Dataset.FailedFolder));
        var failed = (await feed.LedgerAsync())[0];
        Assert.Equal("failed", failed.Status);
        Assert.StartsWith(reason, failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnreadableFileMovesNoWatermark()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.PutContent($"{Time}.csv", []);

        await feed.DrainAsync();

        Assert.Null(await feed.WatermarkAsync());
    }

    [Fact]
    public async Task RejectsBeforeTheUnreadablePlaceAreKept()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.PutContent($"{Time}.csv", [.. Csv.File(Csv.BadRecord), .. "B,\"cut sho"u8]);

        await feed.DrainAsync();

        Assert.Equal("no ticket_id", await feed.ScalarAsync<string>("select reason from tickets.import_rejects"));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AMendedFileUnderTheSameNameIsMergedAsALateOne(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.PutContent($"{Time}.csv", []);
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("A", "newer"));
        await feed.DrainAsync();
        feed.Put(Time, Csv.Ticket("A", "mended"), Csv.Ticket("B", "mended"));

        var report = await feed.DrainAsync();

        Assert.Equal((1, 1, false), (report.FilesApplied, report.FilesLate, report.NeedsAttention));
        Assert.Equal(new() { ["A"] = "newer", ["B"] = "mended" }, await feed.StatusesAsync());
        Assert.Equal([$"{Time}.csv"], feed.NamesIn(feed.Dataset.FailedFolder));
    }

    [Theory]
    [InlineData(99, 100, FileStatus.Applied)] // fewer than 100 never condemn a file
    [InlineData(100, 2000, FileStatus.Applied)] // exactly 5 % is not more than 5 %
    [InlineData(100, 1999, FileStatus.Failed)]
    [InlineData(101, 2000, FileStatus.Failed)]
    public async Task MoreThanFivePercentAndAtLeastAHundredBadRecordsCondemnTheFile(int bad, int records, FileStatus expected)
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, [.. Csv.Tickets(records - bad), .. Enumerable.Repeat(Csv.BadRecord, bad)]);
        var outcomes = new Outcomes();

        await feed.DrainAsync(progress: outcomes);

        Assert.Equal(expected, Assert.Single(outcomes).Status);
        Assert.Equal(expected is FileStatus.Failed ? 0 : records - bad, (await feed.StatusesAsync()).Count);
        Assert.Equal(bad, await feed.ScalarAsync<int>("select count(*) from tickets.import_rejects"));
    }

    [Theory]
    [InlineData(10, FileStatus.Applied)]
    [InlineData(9.9, FileStatus.Failed)]
    public async Task TheOperatorMayChooseAnotherShare(double maxRejectPercent, FileStatus expected)
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, [.. Csv.Tickets(900), .. Enumerable.Repeat(Csv.BadRecord, 100)]);
        var outcomes = new Outcomes();

        await feed.DrainAsync(maxRejectPercent: maxRejectPercent, progress: outcomes);

        Assert.Equal(expected, Assert.Single(outcomes).Status);
    }

    [Fact]
    public async Task OfACondemnedFileTheFirstThousandRejectsAreKeptAndAllAreCounted()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, [Csv.Ticket("A"), .. Enumerable.Repeat(Csv.BadRecord, 1_500)]);

        await feed.DrainAsync();

        Assert.Equal((1_000, 1_002), await feed.ScalarAsync<(int, int)>("select count(*)::integer, max(line)::integer from tickets.import_rejects"));
        Assert.Equal(("failed", 1_500), Assert.Single(await feed.LedgerAsync()) is var row ? (row.Status, row.Rejected) : default);
    }
}
