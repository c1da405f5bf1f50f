namespace FleetTickets.Cli.Output;

/// <summary>Whether stderr goes to systemd's journal.</summary>
internal static class Journal
{
    /// <summary>systemd names the device and the inode of the stream; a child whose stderr was redirected inherits the variable all the same.</summary>
    /// <param name="stream">The value of JOURNAL_STREAM.</param>
    /// <param name="stderr">What file descriptor 2 is, as /proc shows it.</param>
    public static bool IsAt(string? stream, string? stderr) =>
        stream?.Split(':') is [_, { Length: > 0 } inode] && stderr == $"socket:[{inode}]";

    public static bool IsStderr()
    {
        try
        {
            return Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { } stream && IsAt(stream, new FileInfo("/proc/self/fd/2").LinkTarget);
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
