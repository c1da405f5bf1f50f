using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Feed.Reading;

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

    /// <summary>The file names a ticket more than once.</summary>
    public bool HasRepeats { get; set; }

    public bool Truncated { get; set; }

    /// <summary>Lines inside of quoted fields that look like records.</summary>
    public long Swallowed { get; private set; }

    /// <summary>Line of the first record that holds some; null when none does.</summary>
    public long? SwallowedFrom { get; private set; }

    /// <summary>Typed columns of which most values read as nothing.</summary>
    public IReadOnlyList<UnreadableColumn> UnreadableColumns { get; set; } = [];

    /// <summary>Set when the file as a whole cannot be used.</summary>
    public UnreadableFileException? Unreadable { get; set; }

    public void NoteSwallowed(long line, long records)
    {
        if (records == 0)
            return;
        Swallowed += records;
        SwallowedFrom ??= line;
    }
}
