using System.Text.Json;
using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Changes;
using FleetTickets.Engine.Reporting;

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
        Assert.Equal(new RunEnd("done", 0, null), RunEnd.Of(report));

        feed.Put("2026-06-20T12-00-00", Csv.Ticket("A"));
        await feed.DrainAsync();
        Assert.Empty(await FoundAsync(feed));
    }

    [Fact]
    public async Task AFeedThatNeverCameHasNotStalledAndNeitherHasALocalFile()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");

        await feed.DrainAsync();
        Assert.Empty(await FoundAsync(feed));
        await feed.LoadLocalAsync("2026-01-01T07-00-00.csv", [Csv.Ticket("A")]);
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
