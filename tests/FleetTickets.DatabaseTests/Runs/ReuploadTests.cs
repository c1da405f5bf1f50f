using FleetTickets.DatabaseTests.Feed;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>An object that changed under its key is a second file of the same time.</summary>
public sealed class ReuploadTests(PostgresFixture postgres)
{
    private const string Time = "2026-06-15T07-00-00";

    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task TheLaterUploadWinsAndTicketsItNoLongerNamesStay(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Time, Csv.Ticket("A", "first"), Csv.Ticket("B", "first"));
        await feed.DrainAsync();
        feed.Put(Time, Csv.Ticket("A", "second"));

        await feed.DrainAsync();

        Assert.Equal(new() { ["A"] = "second", ["B"] = "first" }, await feed.StatusesAsync());
    }

    [Fact]
    public async Task BothUploadsAreKeptInProcessedTheSecondWithItsTag()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A", "first"));
        await feed.DrainAsync();
        feed.Put(Time, Csv.Ticket("A", "second"));

        await feed.DrainAsync();

        Assert.Empty(feed.NamesIn(feed.Dataset.ChangesFolder));
        Assert.Collection(
            feed.NamesIn(feed.Dataset.ProcessedFolder),
            name => Assert.Matches($@"^{Time}\.[0-9a-f-]+\.csv$", name),
            name => Assert.Equal($"{Time}.csv", name));
        Assert.All(await feed.LedgerAsync(), row => Assert.Equal((feed.Key(Time), "applied"), (row.Key, row.Status)));
    }

    [Fact]
    public async Task TheSecondUploadOfAnOlderTimeStillLosesToNewerFiles()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A", "first"));
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("A", "newer"));
        await feed.DrainAsync();
        feed.Put(Time, Csv.Ticket("A", "second"));

        await feed.DrainAsync();

        Assert.Equal("newer", (await feed.StatusesAsync())["A"]);
    }
}
