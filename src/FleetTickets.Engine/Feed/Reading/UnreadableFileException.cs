namespace FleetTickets.Engine.Feed.Reading;

/// <summary>A change file that cannot be read as a whole. It is moved to failed/ with the reason, and the drain goes on.</summary>
/// <param name="reason">What was found and what was expected, without the file's name.</param>
/// <param name="line">1-based line of the file.</param>
public sealed class UnreadableFileException(string reason, long line) : Exception(reason)
{
    public long Line { get; } = line;
}
