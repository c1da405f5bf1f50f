using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;

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

    /// <summary>A store tags what it holds by its content: the third upload has the first one's tag.</summary>
    [Fact]
    public async Task AnUploadThatSaysAgainWhatAnEarlierOneSaidWins()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A", "first"), Csv.Ticket("B", "first"));
        await feed.DrainAsync();
        feed.Put(Time, Csv.Ticket("A", "second"), Csv.Ticket("C", "second"));
        await feed.DrainAsync();
        Assert.True(feed.PutBack($"{Time}.csv"));

        var run = await feed.DrainAsync();

        Assert.Equal(1, run.FilesApplied);
        Assert.Equal(new() { ["A"] = "first", ["B"] = "first", ["C"] = "second" }, await feed.StatusesAsync());
        Assert.Empty(feed.NamesIn(feed.Dataset.ChangesFolder));
        Assert.Empty((await feed.VerifyAsync()).Differences);
        Assert.Equal(0, (await feed.DrainAsync()).FilesApplied);
    }

    /// <summary>The runbook's way back after a restore.</summary>
    [Fact]
    public async Task AnArchiveThatIsPutBackWholeIsOnlyMovedAgain()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A", "first"));
        await feed.DrainAsync();
        feed.Put(Time, Csv.Ticket("A", "second"));
        await feed.DrainAsync();
        foreach (var name in feed.NamesIn(feed.Dataset.ProcessedFolder).ToList())
            feed.Move(feed.Dataset.ProcessedFolder + name, feed.Dataset.ChangesFolder + name);

        Assert.Equal(0, (await feed.DrainAsync()).FilesApplied);

        Assert.Equal("second", (await feed.StatusesAsync())["A"]);
        Assert.Equal(2, feed.NamesIn(feed.Dataset.ProcessedFolder).Count());
    }

    [Fact]
    public async Task AnUploadThatWasLeftBehindIsOnlyMoved()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A", "first"));
        await feed.DrainAsync();
        Assert.True(feed.PutBack($"{Time}.csv"));

        Assert.Equal(0, (await feed.DrainAsync()).FilesApplied);
        Assert.Empty(feed.NamesIn(feed.Dataset.ChangesFolder));
    }

    /// <summary>As somebody leaves it who copies archived objects back.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public async Task ANameThatAMoveHasMadeIsAnUploadOfThePlainNameAlsoInChanges(int fewestTogether)
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.PutContent($"{Time}.csv", Csv.File(Csv.Ticket("A", "first"), Csv.Ticket("B", "first")));
        feed.PutContent($"{Time}.5f3a-1b.csv", Csv.File(Csv.Ticket("A", "second")));
        feed.PutContent($"{Time}.0c.csv", Csv.File(Csv.Ticket("C", "third"), Csv.Ticket("A", "third")));

        await feed.DrainAsync(batches: new BatchRule(fewestTogether, long.MaxValue));

        Assert.Equal(new() { ["A"] = "third", ["B"] = "first", ["C"] = "third" }, await feed.StatusesAsync());
        Assert.All(await feed.LedgerAsync(), row => Assert.Equal((feed.Key(Time), "applied"), (row.Key, row.Status)));
        Assert.Equal(3, feed.NamesIn(feed.Dataset.ProcessedFolder).Count());
        Assert.Empty((await feed.VerifyAsync()).Differences);
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
