namespace FleetTickets.Engine.Ledger;

/// <summary>The states of a file by which <c>--files</c> can be asked.</summary>
public static class FileStates
{
    /// <summary>In changes/ and new.</summary>
    public const string Waiting = "waiting";

    public const string Applied = "applied";

    /// <summary>Applied, and behind the watermark when it came.</summary>
    public const string Late = "late";

    /// <summary>The export says in the file that it stopped early.</summary>
    public const string Truncated = "truncated";

    public const string Failed = "failed";

    public const string Skipped = "skipped";

    /// <summary>Given on the command line.</summary>
    public const string Local = "local";

    /// <summary>Applied, and the move to processed/ is still to come.</summary>
    public const string NotArchived = "not-archived";

    /// <summary>In changes/ under a name that no run takes.</summary>
    public const string LeftAlone = "left-alone";

    public static IReadOnlyList<string> All { get; } = [Waiting, Applied, Late, Truncated, Failed, Skipped, Local, NotArchived, LeftAlone];
}
