namespace FleetTickets.Engine.Runs;

/// <summary>A key names no file that the command can work on: nothing was done. Each problem is one line.</summary>
public sealed class FileChoiceException(IReadOnlyList<string> problems) : Exception(string.Join("; ", problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
