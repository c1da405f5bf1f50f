namespace FleetTickets.Engine.Feed;

public enum FileStatus
{
    /// <summary>In the tables, under the watermark.</summary>
    Applied,

    /// <summary>Unreadable: moved to failed/; nothing of it is in the tables.</summary>
    Failed,

    /// <summary>An operator decided not to apply it.</summary>
    Skipped,

    /// <summary>In the tables, from a local file: no watermark, nothing moved.</summary>
    Local,
}
