using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Verifying;

/// <summary>What <c>--verify</c> found, filled in as it goes.</summary>
public sealed class VerifyReport(TicketDataset dataset)
{
    public TicketDataset Dataset { get; } = dataset;

    /// <summary>Objects that were read.</summary>
    public int FilesRead { get; set; }

    /// <summary>Uploads that the ledger has as applied, and whose content is nowhere in the bucket; local files are among them.</summary>
    public int FilesWithoutObject { get; set; }

    /// <summary>Those of them that this epoch's runs have loaded from the bucket: they should be there.</summary>
    public int FilesLost { get; set; }

    /// <summary>Objects in processed/ of which the ledger knows nothing and that agree with the tickets all the same: another tool applied them.</summary>
    public int FilesUnknown { get; set; }

    /// <summary>Files with which something is wrong.</summary>
    public int FilesDifferent { get; set; }

    /// <summary>Tickets that a file names and that have no row.</summary>
    public long Missing { get; set; }

    /// <summary>Tickets whose row says something else than the newest file that names them.</summary>
    public long Different { get; set; }

    /// <summary>Rows of the table.</summary>
    public long Tickets { get; set; }

    /// <summary>Rows that cannot be compared: the file that named them last is no longer there.</summary>
    public long LastNamedElsewhere { get; set; }

    /// <summary>Rows that no file names.</summary>
    public long NamedByNothing { get; set; }

    public TimeSpan Elapsed { get; set; }

    public bool FoundDifferences => FilesDifferent > 0 || Missing > 0 || Different > 0;

    /// <summary>What was not read says nothing of the tickets: then they are not known to be right.</summary>
    public bool NeedsAttention => FoundDifferences || FilesLost > 0;
}
