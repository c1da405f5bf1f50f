using System.Text.Json;
using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>What a run says of the feed, in its report and in its row.</summary>
public sealed class FindingsTests(PostgresFixture postgres)
{
    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ARunThatIsFineFindsNothing(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-20T11-40-00", Csv.Ticket("A"));

        await feed.DrainAsync();

        Assert.Empty(await FoundAsync(feed));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task EverythingThatIsOddAboutTheFilesStandsInTheRunsRow(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.PutContent("2026-06-20T11-00-00.csv", "not a change file"u8.ToArray());
        feed.Put("2026-06-20T11-20-00", Csv.Ticket("A"), Csv.BadRecord, "Export stopped: row limit reached");
        feed.PutContent("2026-06-20T11-40-00.csv", OtherColumns());
        feed.Put("2026-06-25T11-00-00", Csv.Ticket("B"));

        var report = await feed.DrainAsync();

        Assert.Equal(
            [
                (FindingKind.FileFailed, 1, ""), (FindingKind.RecordRejected, 1, ""), (FindingKind.FutureName, 1, feed.Key("2026-06-25T11-00-00")),
                (FindingKind.ExportTruncated, 1, ""), (FindingKind.NewColumn, 1, "priority"), (FindingKind.MissingColumn, 1, "owner"),
            ],
            await FoundAsync(feed));
        Assert.Equal(Findings.Of(report).Select(finding => finding.Kind), (await FoundAsync(feed)).Select(finding => finding.Kind));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AFeedThatHasStalledIsSaidByEveryRunAndIsNoReasonForAnExitCode(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-20T06-00-00", Csv.Ticket("A"));
        await feed.DrainAsync();
        Assert.Empty(await FoundAsync(feed));

        feed.Clock.Advance(TimeSpan.FromSeconds(1));
        var report = await feed.DrainAsync();

        Assert.Equal([(FindingKind.FeedStalled, 6, "")], await FoundAsync(feed));
        Assert.Equal(new RunEnd(Outcome.Done, null), RunEnd.From(report));

        feed.Put("2026-06-20T12-00-00", Csv.Ticket("A"));
        await feed.DrainAsync();
        Assert.Empty(await FoundAsync(feed));
    }

    [Fact]
    public async Task AFeedThatNeverCameHasNotStalledAndNeitherHasALocalFile()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");

        await feed.DrainAsync();
        Assert.Equal([(FindingKind.BucketUnknown, 1, "")], await FoundAsync(feed));
        await feed.LoadLocalAsync("2026-01-01T07-00-00.csv", [Csv.Ticket("A")]);
        Assert.Empty(await FoundAsync(feed));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task RecordsThatAStrayQuoteSwallowsAreCountedWithTheFirstLine(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-20T11-40-00", WithStrayQuotes());

        var report = await feed.DrainAsync();

        Assert.Equal(5, (await feed.StatusesAsync()).Count);
        Assert.Equal([(FindingKind.RecordsSwallowed, 5, "2026-06-20T11-40-00.csv line 4")], await FoundAsync(feed));
        Assert.Equal(new RunEnd(Outcome.Attention, null), RunEnd.From(report));

        IEnumerable<string> WithStrayQuotes() => Enumerable.Range(1, 10).Select(number => string.Join(',', FeedColumns.All.Select(column => column switch
        {
            FeedColumns.TicketId => $"WOT{number}",
            "owner" when number is 3 => "\"open",
            "owner" when number is 8 => "shut\"",
            _ => "",
        })));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AColumnWhoseFormatChangedIsNamedWithCountAndExample(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(
            "2026-06-20T11-40-00",
            Csv.Ticket("A", others: [("created_at_service", "14/06/2026 08:00"), ("last_seen_at", "2026-06-14 08:00:00")]),
            Csv.Ticket("B", others: [("created_at_service", "06/07/2026 08:00"), ("mttr", "n/a")]),
            Csv.Ticket("C", others: [("created_at_service", "2026-06-14 08:00:00")]));

        var report = await feed.DrainAsync();

        Assert.Equal([(FindingKind.ColumnUnreadable, 2, "14/06/2026 08:00")], await FoundAsync(feed));
        Assert.Equal("2 of 3 values of created_at_service cannot be read", Assert.Single(Findings.Of(report)).Text);
        Assert.True(report.NeedsAttention);
    }

    [Theory]
    [InlineData("is_actionable", "ja", "nein")]
    [InlineData("is_alarm", "W", "X")]
    [InlineData("mttr", "1,5", "2,5")]
    [InlineData("latitude", "-1,28", "-1,3")]
    [InlineData("closed_at", "46187.3333333333", "46187.5")]
    public async Task EveryTypedColumnIsLookedAt(string column, string first, string second)
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put("2026-06-20T11-40-00", Csv.Ticket("A", others: [(column, first)]), Csv.Ticket("B", others: [(column, second)]));

        await feed.DrainAsync();

        Assert.Equal([(FindingKind.ColumnUnreadable, 2, first)], await FoundAsync(feed));
    }

    [Fact]
    public async Task OneOddValueIsNoFormat()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put("2026-06-20T11-40-00", Csv.Ticket("A", others: [("mttr", "n/a")]));
        feed.Put("2026-06-20T11-50-00", Csv.Ticket("B", others: [("mttr", "n/a")]), Csv.Ticket("C", others: [("mttr", "?")]),
            Csv.Ticket("D", others: [("mttr", "1")]), Csv.Ticket("E", others: [("mttr", "1")]), Csv.Ticket("F", others: [("mttr", "1")]));

        await feed.DrainAsync();

        Assert.Empty(await FoundAsync(feed));
    }

    private static byte[] OtherColumns()
    {
        var columns = FeedColumns.All.Where(column => column != "owner").Append("priority").ToList();
        var values = columns.Select(column => column == FeedColumns.TicketId ? "C" : "");
        return System.Text.Encoding.UTF8.GetBytes($"{string.Join(',', columns)}\n{string.Join(',', values)}\n");
    }

    private static async Task<List<(string Kind, long Count, string Names)>> FoundAsync(TestFeed feed)
    {
        using var found = JsonDocument.Parse(await feed.ScalarAsync<string>("select findings::text from tickets.import_runs order by run_id desc limit 1"));
        return [.. found.RootElement.EnumerateArray().Select(finding => (
            finding.GetProperty("kind").GetString()!,
            finding.GetProperty("count").GetInt64(),
            string.Join(' ', finding.GetProperty("names").EnumerateArray().Select(name => name.GetString()))))];
    }
}
