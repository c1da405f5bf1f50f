using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>Which of the objects in <c>changes/</c> are taken, and in which order.</summary>
public sealed class ListingTests(PostgresFixture postgres)
{
    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ANameMoreThanADayAheadIsLeftAloneUntilItsTimeComes(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-21T12-00-00", Csv.Ticket("A"));
        feed.Put("2026-06-21T12-00-01", Csv.Ticket("B"));

        var report = await feed.DrainAsync();

        Assert.True(report.NeedsAttention);
        Assert.Equal([feed.Key("2026-06-21T12-00-01")], report.FutureNames);
        Assert.Equal(["A"], (await feed.StatusesAsync()).Keys);

        feed.Clock.Advance(TimeSpan.FromSeconds(1));
        await feed.DrainAsync();
        Assert.Equal(["A", "B"], (await feed.StatusesAsync()).Keys);
    }

    [Theory]
    [InlineData("latest.csv")]
    [InlineData("2026-06-15T07-00-00.csv.part")]
    [InlineData("2026-06-31T07-00-00.csv")]
    [InlineData("2026-06-15 07-00-00.csv")]
    public async Task AnotherKindOfNameIsLeftAlone(string name)
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.PutContent(name, Csv.File(Csv.Ticket("A")));

        var report = await feed.DrainAsync();

        Assert.Equal((1, 0, false), (report.FilesFound, report.FilesApplied, report.NeedsAttention));
        Assert.Equal([name], feed.NamesIn(feed.Dataset.ChangesFolder));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ARunWithNothingNewTouchesNoTicketRow(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T07-00-00", Csv.Tickets(10));
        await feed.DrainAsync();
        var before = await feed.VersionsAsync();

        var report = await feed.DrainAsync();

        Assert.Equal((0, 0), (report.FilesFound, report.FilesApplied));
        Assert.Equal(before, await feed.VersionsAsync());
        Assert.Equal(2, await feed.ScalarAsync<int>("select count(*) from tickets.import_runs where outcome = 'done'"));
    }

    [Fact]
    public async Task ThousandsOfFilesAreDrainedInTheOrderOfTheirNames()
    {
        const int files = 2500;
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        var first = new DateTime(2026, 6, 1);
        foreach (var number in Enumerable.Range(0, files).Reverse())
            feed.Put(first.AddMinutes(number).ToString("yyyy-MM-dd'T'HH-mm-ss"), Csv.Ticket("A", $"{number}"));
        var outcomes = new Outcomes();

        var report = await feed.DrainAsync(progress: outcomes);

        Assert.Equal((files, files, 0), (report.FilesFound, report.FilesApplied, report.FilesLate));
        Assert.Equal(outcomes.OrderBy(outcome => outcome.File.Time), outcomes);
        Assert.Equal($"{files - 1}", (await feed.StatusesAsync())["A"]);
        Assert.Empty(feed.NamesIn(feed.Dataset.ChangesFolder));
        Assert.Equal(files, feed.NamesIn(feed.Dataset.ProcessedFolder).Count());
    }
}
