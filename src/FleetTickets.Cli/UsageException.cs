namespace FleetTickets.Cli;

/// <summary>The command line or the configuration is wrong: each problem is one line for the person who can fix it.</summary>
internal sealed class UsageException(params IReadOnlyList<string> problems) : Exception(string.Join("; ", problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
