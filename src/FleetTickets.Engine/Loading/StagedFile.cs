using FleetTickets.Engine.Changes;

namespace FleetTickets.Engine.Loading;

/// <summary>What was found in a file while it was staged.</summary>
internal sealed class StagedFile(ChangeFile file)
{
    public ChangeFile File => file;

    public FeedHeader? Header { get; set; }

    public long Read { get; set; }

    public long Kept { get; set; }

    public long Dropped { get; set; }

    public long Rejected { get; set; }

    /// <summary>Kept records that were not staged: a newer file of the same load names their tickets.</summary>
    public long NamedByNewer { get; set; }

    /// <summary>Some ticket stands more than once.</summary>
    public bool HasRepeats { get; set; }

    public bool Truncated { get; set; }

    /// <summary>Set when the file as a whole cannot be used.</summary>
    public UnreadableFileException? Unreadable { get; set; }
}
