using System.Text.Json;
using FleetTickets.Cli.Output;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Operating.Status;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Operating.Status;

public sealed class StatusTextTests
{
    private static readonly DateTime Moment = new(2026, 6, 15, 14, 0, 0, DateTimeKind.Utc);

    private static readonly StatusReport Fresh = new()
    {
        Dataset = TicketDatasets.All[1].Name,
        Waiting = new WaitingFiles(0, 0, null, 0, 0, 0),
        StalledAfterHours = 6,
        FailedFiles = 0,
        LateFiles = 0,
        NotArchivedFiles = 0,
        RejectsLast7Days = 0,
        Tickets = new TicketCounts(0, 0, 0, 0),
        GeoSources = new Dictionary<string, long>(),
        GeocoderBudgets = [],
        LastRuns = [],
    };

    private static readonly StatusReport Busy = Alarmed(Fresh with
    {
        Dataset = TicketDatasets.All[0].Name,
        Watermark = "automations/inc/changes/2026-06-15T17-00-00.csv",
        WatermarkAgeHours = 7.26,
        Epoch = 2,
        ImportedAt = Moment.AddMinutes(3),
        Waiting = new WaitingFiles(12, 1_234_567, "automations/inc/changes/2026-06-14T08-00-00.csv", 1, 2, 3),
        HoursSinceNewestFile = 7.2,
        Stalled = true,
        HoursSinceLastDrain = 7.3,
        LastSuccessAt = Moment.AddHours(-15),
        HoursSinceLastSuccess = 7.5,
        Bucket = "isptickets at https://s3.example.org/",
        Database = "ingest@db.example.org:5432/tickets",
        UnappliedFiles = 3,
        FailedFiles = 1,
        LateFiles = 14,
        NotArchivedFiles = 2,
        RejectsLast7Days = 1_500,
        Tickets = new TicketCounts(114_000, 5_700, 108_299, 1),
        GeoSources = new Dictionary<string, long> { ["cluster"] = 108_661, ["location"] = 5_338, ["none"] = 1 },
        UnreadableTimestamps = 0.0512,
        GeocoderBudgets = [new GeocoderBudget("locationiq", new DateOnly(2026, 6, 15), 120, 4_500)],
        HeldBy = new HeldBy(4711, "ingest", "fleettickets-inc@worker-1", "10.0.0.7", Moment, 7.3),
        LastRuns =
        [
            new RunRow(42, "from-bucket", Moment, null, "failed", 3, 1_000, 20_000, "the database refused: disk full (SQLSTATE 53100)"),
            new RunRow(41, "reseed", Moment.AddHours(-15.5), Moment.AddHours(-15), "attention", 2_500, 114_000, 0, null),
        ],
    });

    private static readonly StatusReport Old = Alarmed(new StatusReport
    {
        Dataset = TicketDatasets.All[0].Name,
        Waiting = new WaitingFiles(3, 4_096, "automations/inc/changes/2026-06-14T08-00-00.csv", 0, 0, 0),
        StalledAfterHours = 6,
        PendingMigrations = ["20_conform.sql", "21_bookkeeping.sql", "22_gazetteers.sql", "23_crq_read_side.sql"],
    });

    [Fact]
    public void ADatasetThatNeedsALookOnATerminal() => Approved.Equal("status-attention-terminal", Drawn(Busy));

    [Fact]
    public void ADatasetThatNeedsALookRedirected() => Approved.Equal("status-attention", PlainResult.Of(StatusText.Of(Busy)));

    [Fact]
    public void ADatasetBeforeItsFirstFile() => Approved.Equal("status-fresh", PlainResult.Of(StatusText.Of(Fresh)));

    [Fact]
    public void AnOlderSchemaOnATerminal() => Approved.Equal("status-old-schema-terminal", Drawn(Old));

    [Fact]
    public void AnOlderSchemaRedirected() => Approved.Equal("status-old-schema", PlainResult.Of(StatusText.Of(Old)));

    [Fact]
    public void AsJsonTheKeysAreInSnakeCase() => Approved.Equal("status-json", StatusText.Json(Busy));

    [Fact]
    public void ForPrometheusEveryMetricIsDescribedAndTyped() =>
        Approved.Equal("status-metrics", StatusMetrics.Of(Busy, new DateTimeOffset(Moment)) + StatusMetrics.Of(Old, new DateTimeOffset(Moment)));

    [Fact]
    public void JsonReadsBackAsOneObject() => Assert.Equal(JsonValueKind.Object, JsonElement.Parse(StatusText.Json(Fresh)).ValueKind);

    /// <summary>A key of the JSON that the page does not name is one that nobody may rely on.</summary>
    [Fact]
    public void EveryKeyIsDocumented()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations", "notices-and-status.md"));

        Assert.All(KeysOf(JsonElement.Parse(StatusText.Json(Busy))), key => Assert.Contains($"`{key}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void ItFitsATerminal() =>
        Assert.All(
            [Drawn(Busy), Drawn(Fresh), Drawn(Old)],
            text => Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80)));

    private static StatusReport Alarmed(StatusReport status) =>
        status with { Alarms = StatusAlarms.Of(status, StatusThresholds.Default with { MaxRejects = 1_000, MaxUnreadablePercent = 5 }) };

    private static string Drawn(StatusReport status)
    {
        using var terminal = new Terminal80();
        DrawnResult.Draw(StatusText.Of(status), terminal.Console);
        return terminal.Text;
    }

    /// <summary>The ways to place a ticket are data, not keys.</summary>
    private static IEnumerable<string> KeysOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property =>
            property.Name == "geo_sources" ? [property.Name] : KeysOf(property.Value).Prepend(property.Name)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(KeysOf),
        _ => [],
    };
}
