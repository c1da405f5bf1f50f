using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>One file given on the command line.</summary>
public sealed class LocalFileTests(PostgresFixture postgres)
{
    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ItIsLocalInTheLedgerMovesNoWatermarkAndStaysWhereItIs(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);

        await feed.LoadLocalAsync("2026-06-15T07-00-00.csv", [Csv.Ticket("A")]);

        Assert.Equal(["A"], (await feed.StatusesAsync()).Keys);
        Assert.Equal(("local/2026-06-15T07-00-00.csv", "local"), Assert.Single(await feed.LedgerAsync()) is var row ? (row.Key, row.Status) : default);
        Assert.Null(await feed.WatermarkAsync());
        Assert.Equal(["2026-06-15T07-00-00.csv"], feed.NamesIn("outside"));
    }

    [Fact]
    public async Task ANameThatIsATimeMergesAsOfThatTime()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put("2026-06-15T09-00-00", Csv.Ticket("A", "newer"));
        await feed.DrainAsync();

        await feed.LoadLocalAsync("2026-06-15T08-00-00.csv", [Csv.Ticket("A", "local"), Csv.Ticket("B", "local")]);

        Assert.Equal(new() { ["A"] = "newer", ["B"] = "local" }, await feed.StatusesAsync());
    }

    [Fact]
    public async Task AnyOtherNameMergesAsOfNowAndKeepsItsTicketsFromOlderFiles()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put("2026-06-20T09-00-00", Csv.Ticket("A", "bucket"));
        await feed.DrainAsync();
        await feed.LoadLocalAsync("export.csv", [Csv.Ticket("A", "local")]);
        feed.Put("2026-06-20T11-00-00", Csv.Ticket("A", "older than now"), Csv.Ticket("B", "bucket"));

        await feed.DrainAsync();

        Assert.Equal(new() { ["A"] = "local", ["B"] = "bucket" }, await feed.StatusesAsync());
    }

    [Fact]
    public async Task ABucketFileThatIsNewerThanTheLocalLoadWins()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        await feed.LoadLocalAsync("export.csv", [Csv.Ticket("A", "local")]);
        feed.Put("2026-06-20T13-00-00", Csv.Ticket("A", "bucket"));

        await feed.DrainAsync();

        Assert.Equal("bucket", (await feed.StatusesAsync())["A"]);
    }

    [Fact]
    public async Task TheSameFileMayBeLoadedAgainLater()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        await feed.LoadLocalAsync("export.csv", [Csv.Ticket("A", "local")]);
        feed.Put("2026-06-20T13-00-00", Csv.Ticket("A", "bucket"));
        await feed.DrainAsync();
        feed.Clock.Advance(TimeSpan.FromHours(2));

        await feed.LoadLocalAsync("export.csv", [Csv.Ticket("A", "local")]);

        Assert.Equal("local", (await feed.StatusesAsync())["A"]);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ANameFarAheadIsLeftAlone(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);

        var report = await feed.LoadLocalAsync("2062-06-15T07-00-00.csv", [Csv.Ticket("A", "2062")]);

        Assert.Empty(await feed.StatusesAsync());
        Assert.Empty(await feed.LedgerAsync());
        Assert.Equal(["local/2062-06-15T07-00-00.csv"], report.FutureNames);
        Assert.True(report.NeedsAttention);
    }

    [Fact]
    public async Task ANameADayAheadIsNotFar()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");

        await feed.LoadLocalAsync("2026-06-21T12-00-00.csv", [Csv.Ticket("A")]);

        Assert.Equal(["A"], (await feed.StatusesAsync()).Keys);
    }
}
