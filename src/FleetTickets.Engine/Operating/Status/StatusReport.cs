using System.Text.Json.Serialization;

namespace FleetTickets.Engine.Operating.Status;

/// <summary>
/// How a dataset stands, as <c>--status</c> shows it. The JSON keys are the property names in snake case (docs/operations/notices-and-status.md). What an older schema has
/// no table or column for is null.
/// </summary>
public sealed record StatusReport
{
    public required string Dataset { get; init; }

    /// <summary>The bucket that was asked, as people name it.</summary>
    public string? Bucket { get; init; }

    /// <summary>The database that was asked, without its password.</summary>
    public string? Database { get; init; }

    /// <summary>Nothing in the bucket has a name of this type.</summary>
    [JsonIgnore]
    public bool BucketIsForeign { get; init; }

    /// <summary>Object key of the newest applied file; null before the first.</summary>
    public string? Watermark { get; init; }

    public double? WatermarkAgeHours { get; init; }

    public int Epoch { get; init; }

    /// <summary>When the newest applied file was committed.</summary>
    public DateTime? ImportedAt { get; init; }

    public required WaitingFiles Waiting { get; init; }

    /// <summary>Hours between 06 and 21 EAT since the newest file's name; null before the first file.</summary>
    public double? HoursSinceNewestFile { get; init; }

    public bool Stalled { get; init; }

    public required double StalledAfterHours { get; init; }

    /// <summary>Hours between 06 and 21 EAT since a run last began to drain the bucket; null when none ever did.</summary>
    public double? HoursSinceLastDrain { get; init; }

    /// <summary>When the last drain ended that came to its end, with or without something for a person.</summary>
    public DateTime? LastSuccessAt { get; init; }

    /// <summary>Hours between 06 and 21 EAT since then.</summary>
    public double? HoursSinceLastSuccess { get; init; }

    /// <summary>Hours between 06 and 21 EAT since a drain came to its end or committed a file, or since the first one when none did; null without a drain.</summary>
    [JsonIgnore]
    public double? HoursWithoutProgress { get; init; }

    /// <summary>No run has ever drained the bucket into this database.</summary>
    [JsonIgnore]
    public bool NeverDrained { get; init; }

    /// <summary>How the last three drains ended, the newest first; one whose row says running and that nobody holds was killed.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> LastDrains { get; init; } = [];

    /// <summary>A run whose row says that it is at work, and nobody has the dataset.</summary>
    public long? AbandonedRun { get; init; }

    /// <summary>Ledger rows of this epoch with status <c>failed</c>, without those that another upload under the same name has settled.</summary>
    public long? FailedFiles { get; init; }

    /// <summary>Applied files of this epoch that came behind the watermark.</summary>
    public long? LateFiles { get; init; }

    /// <summary>Applied files whose move to processed/ is still to come.</summary>
    public long? NotArchivedFiles { get; init; }

    /// <summary>Those of them that were applied more than a day ago.</summary>
    [JsonIgnore]
    public long? StuckFiles { get; init; }

    /// <summary>Objects in processed/ that are newer than the watermark and that the ledger does not know; null when there is no ledger.</summary>
    public int? UnappliedFiles { get; init; }

    /// <summary>The last run could not have a file that is listed for hours, and files still wait.</summary>
    [JsonIgnore]
    public bool HasPassedOver { get; init; }

    [JsonPropertyName("rejects_last_7_days")]
    public long? RejectsLast7Days { get; init; }

    public TicketCounts? Tickets { get; init; }

    /// <summary>Tickets by where their point comes from: <c>feed</c>, <c>location</c>, <c>cluster</c>, <c>none</c>.</summary>
    public IReadOnlyDictionary<string, long>? GeoSources { get; init; }

    /// <summary>Of the timestamps that are not empty in raw, the share that reads NULL, 0 to 1; null without any.</summary>
    public double? UnreadableTimestamps { get; init; }

    /// <summary>Calls of today, a row a provider that was asked.</summary>
    public IReadOnlyList<GeocoderBudget>? GeocoderBudgets { get; init; }

    /// <summary>The run that has the dataset right now.</summary>
    public HeldBy? HeldBy { get; init; }

    /// <summary>Migrations that this program has and the database lacks.</summary>
    public IReadOnlyList<string> PendingMigrations { get; init; } = [];

    /// <summary>The last ten, newest first.</summary>
    public IReadOnlyList<RunRow>? LastRuns { get; init; }

    /// <summary>What a person should look at.</summary>
    public IReadOnlyList<StatusAlarm> Alarms { get; init; } = [];

    /// <summary>A person should look.</summary>
    public bool NeedsAttention => Alarms.Count > 0;
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
    long RunId, string Mode, DateTime StartedAt, DateTime? FinishedAt, string Outcome, int FilesApplied, long RowsInserted, long RowsUpdated, string? Error)
{
    /// <summary>Whether it was to load what waits in the bucket.</summary>
    [JsonIgnore]
    public bool IsDrain => Mode is "from-bucket" or "reseed";
}

/// <param name="Day">Of UTC, at whose end the budget renews.</param>
public sealed record GeocoderBudget(string Provider, DateOnly Day, int Used, int Cap);

/// <param name="Process">The session's number in <c>pg_stat_activity</c>.</param>
/// <param name="Role">The role that it logged in as.</param>
/// <param name="Program">Program and machine; null when this user may not see it, like the others.</param>
/// <param name="Hours">How long it has had the dataset.</param>
public sealed record HeldBy(int Process, string? Role, string? Program, string? Address, DateTime? Since, double? Hours);

/// <param name="Code">A word that stays the same, for programs.</param>
/// <param name="Text">A sentence, for people.</param>
public sealed record StatusAlarm(string Code, string Text);
