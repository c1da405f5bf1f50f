using System.Text.Json;
using FleetTickets.Engine.Datasets;
using FleetTickets.Engine.Reporting;

namespace FleetTickets.UnitTests.Reporting;

public sealed class StatusTextTests
{
    private static readonly StatusReport Fresh = new()
    {
        Dataset = TicketDatasets.All[1].Name,
        Watermark = null,
        WatermarkAgeHours = null,
        Epoch = 0,
        ImportedAt = null,
        Waiting = new WaitingFiles(0, 0, null, 0, 0, 0),
        HoursSinceNewestFile = null,
        Stalled = false,
        FailedFiles = 0,
        NotArchivedFiles = 0,
        RejectsLast7Days = 0,
        Tickets = new TicketCounts(0, 0, 0, 0),
        GeoSources = new Dictionary<string, long>(),
        UnreadableTimestamps = null,
        LastRuns = [],
    };

    private static readonly StatusReport Busy = Fresh with
    {
        Dataset = TicketDatasets.All[0].Name,
        Watermark = "automations/inc/changes/2026-06-15T17-00-00.csv",
        WatermarkAgeHours = 7.26,
        Epoch = 2,
        ImportedAt = new DateTimeOffset(2026, 6, 15, 14, 3, 0, TimeSpan.Zero),
        Waiting = new WaitingFiles(12, 1_234_567, "automations/inc/changes/2026-06-14T08-00-00.csv", 1, 2, 3),
        HoursSinceNewestFile = 7.2,
        Stalled = true,
        FailedFiles = 1,
        NotArchivedFiles = 2,
        RejectsLast7Days = 1_500,
        Tickets = new TicketCounts(114_000, 5_700, 108_299, 1),
        GeoSources = new Dictionary<string, long> { ["cluster"] = 108_661, ["location"] = 5_339 },
        UnreadableTimestamps = 0.0012,
        LastRuns =
        [
            new RunRow(42, "from-bucket", new DateTime(2026, 6, 15, 14, 0, 0, DateTimeKind.Utc), null, "attention", 3, 1_000, 20_000, null),
            new RunRow(41, "reseed", new DateTime(2026, 6, 14, 22, 30, 0, DateTimeKind.Utc), null, "failed", 0, 0, 0, "disk full"),
        ],
    };

    [Fact]
    public void ADatasetThatNeedsALook() => Approved.Equal("status-attention", StatusText.Plain(Busy));

    [Fact]
    public void ADatasetBeforeItsFirstFile() => Approved.Equal("status-fresh", StatusText.Plain(Fresh));

    [Fact]
    public void AsJsonTheKeysAreInSnakeCase() => Approved.Equal("status-json", StatusText.Json(Busy));

    [Fact]
    public void JsonReadsBackAsOneObject() => Assert.Equal(JsonValueKind.Object, JsonElement.Parse(StatusText.Json(Fresh)).ValueKind);

    [Fact]
    public void StalledAFailedFileOrANameInTheFutureNeedsAttention()
    {
        Assert.False(Fresh.NeedsAttention);
        Assert.All(
            [Fresh with { Stalled = true }, Fresh with { FailedFiles = 1 }, Fresh with { Waiting = Fresh.Waiting with { Future = 1 } }],
            status => Assert.True(status.NeedsAttention));
    }
}
