namespace FleetTickets.Engine.Feed;

/// <summary>What became of one change file, as the ledger holds it and the report tells it.</summary>
public sealed record FileOutcome(ChangeFile File, FileStatus Status)
{
    public RowCounts Rows { get; init; } = new();

    /// <summary>How far the file's time is behind the watermark that it met; null when it is newer.</summary>
    public TimeSpan? Lag { get; init; }

    /// <summary>The export says in the file that it stopped early.</summary>
    public bool Truncated { get; init; }

    /// <summary>Lines inside of quoted fields that look like records, and are none: what a stray quote does.</summary>
    public long Swallowed { get; init; }

    /// <summary>Line of the first record that holds such lines.</summary>
    public long? SwallowedFrom { get; init; }

    /// <summary>Typed columns of which most values read as nothing.</summary>
    public IReadOnlyList<UnreadableColumn> UnreadableColumns { get; init; } = [];

    /// <summary>Why the file failed, with the line where it shows.</summary>
    public string? Reason { get; init; }

    public IReadOnlyList<string> UnknownColumns { get; init; } = [];

    public IReadOnlyList<string> MissingColumns { get; init; } = [];
}
