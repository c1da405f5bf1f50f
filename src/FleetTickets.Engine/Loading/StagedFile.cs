using FleetTickets.Engine.Changes;

namespace FleetTickets.Engine.Loading;

/// <summary>What was found in a file while it was staged.</summary>
internal sealed class StagedFile
{
    public FeedHeader? Header { get; set; }

    public long Read { get; set; }

    public long Kept { get; set; }

    public long Dropped { get; set; }

    public long Rejected { get; set; }

    /// <summary>Some ticket probably stands more than once; never false when one does.</summary>
    public bool MayRepeat { get; set; }

    public bool Truncated { get; set; }

    /// <summary>Set when the file as a whole cannot be used.</summary>
    public UnreadableFileException? Unreadable { get; set; }
}
