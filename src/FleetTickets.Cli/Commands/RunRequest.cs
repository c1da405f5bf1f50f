namespace FleetTickets.Cli.Commands;

/// <summary>A run of which the end is reported to NOTIFY_URL and HEARTBEAT_URL.</summary>
/// <param name="Mode">As notices name it, e.g. <c>from-bucket</c>.</param>
internal sealed record RunRequest(string Mode, bool IsDryRun)
{
    /// <summary>What a scheduler starts: a run that shall load what waits in the bucket.</summary>
    public bool IsDrain => !IsDryRun && Mode is ("from-bucket" or "reseed");
}
