namespace FleetTickets.Engine.Faults;

/// <summary>The places of a run at which a test may make it fail, in the order in which a file passes them.</summary>
public enum FaultPoint
{
    /// <summary>The bucket is listed, and nothing is decided yet.</summary>
    AfterList,

    /// <summary>The first bytes of a file have come.</summary>
    MidDownload,

    /// <summary>A record is in the COPY; reached once a record.</summary>
    MidCopy,

    /// <summary>All records are staged, and no ticket is touched yet.</summary>
    AfterStaging,

    /// <summary>All that a file changes is written, and the next thing sent is COMMIT.</summary>
    BeforeCommit,

    /// <summary>The server has said that it committed.</summary>
    AfterCommit,

    /// <summary>An unreadable file stands in the ledger and still in <c>changes/</c>.</summary>
    DuringSetAside,

    /// <summary>An object is in its new folder and in its old one.</summary>
    BetweenCopyAndDelete,

    /// <summary>An object is in its new folder only.</summary>
    AfterDelete,

    /// <summary>The connection is there that will tell the ledger where the object is now.</summary>
    BeforeArchivedMark,
}
