namespace FleetTickets.Cli.Commands;

internal sealed record CommonRequest(FileInfo? EnvFile, bool IsJson, bool IsVerbose, bool MayShowProgress)
{
    /// <summary>The answer on stdout shall be JSON, and an error too.</summary>
    public bool AnswersJson { get; init; }
}
