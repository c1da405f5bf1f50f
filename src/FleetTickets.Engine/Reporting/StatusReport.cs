using System.Text.Json.Serialization;

namespace FleetTickets.Engine.Reporting;

/// <summary>How a dataset stands, as <c>--status</c> shows it. The JSON keys are the property names in snake case.</summary>
public sealed record StatusReport
{
    public required string Dataset { get; init; }

    /// <summary>Object key of the newest applied file; null before the first.</summary>
    public required string? Watermark { get; init; }

    public required double? WatermarkAgeHours { get; init; }

    public required int Epoch { get; init; }

    /// <summary>When the newest applied file was committed.</summary>
    public required DateTimeOffset? ImportedAt { get; init; }

    public required WaitingFiles Waiting { get; init; }

    /// <summary>Hours between 06 and 21 EAT since the newest file's name; null before the first file.</summary>
    public required double? HoursSinceNewestFile { get; init; }

    public required bool Stalled { get; init; }

    /// <summary>Ledger rows of this epoch with status <c>failed</c>.</summary>
    public required long FailedFiles { get; init; }

    /// <summary>Applied files whose move to processed/ is still to come.</summary>
    public required long NotArchivedFiles { get; init; }

    [JsonPropertyName("rejects_last_7_days")]
    public required long RejectsLast7Days { get; init; }

    public required TicketCounts Tickets { get; init; }

    /// <summary>Tickets by where their point comes from: <c>feed</c>, <c>location</c>, <c>cluster</c>, <c>none</c>.</summary>
    public required IReadOnlyDictionary<string, long> GeoSources { get; init; }

    /// <summary>Of the timestamps that are not empty in raw, the share that reads NULL, 0 to 1; null without any.</summary>
    public required double? UnreadableTimestamps { get; init; }

    /// <summary>The last ten, newest first.</summary>
    public required IReadOnlyList<RunRow> LastRuns { get; init; }

    /// <summary>A person should look.</summary>
    public bool NeedsAttention => Stalled || FailedFiles > 0 || Waiting.Future > 0;
}

/// <param name="Files">New change files.</param>
/// <param name="Bytes">Their sizes together.</param>
/// <param name="Oldest">Key of the oldest, if any.</param>
/// <param name="Late">Those of them at or behind the watermark.</param>
/// <param name="Future">Names more than 24 h ahead, left alone.</param>
/// <param name="Other">Names that are no change files, left alone.</param>
public sealed record WaitingFiles(int Files, long Bytes, string? Oldest, int Late, int Future, int Other);

/// <param name="Unknown">Tickets whose is_actionable reads NULL: neither open nor closed.</param>
public sealed record TicketCounts(long Total, long Open, long Closed, long Unknown);

/// <summary>A row of <c>tickets.import_runs</c>.</summary>
public sealed record RunRow(
    long RunId, string Mode, DateTime StartedAt, DateTime? FinishedAt, string Outcome, int FilesApplied, long RowsInserted, long RowsUpdated, string? Error);
