namespace FleetTickets.Engine.Runs;

/// <param name="IsDryRun">Do everything inside a transaction that is rolled back, and move nothing.</param>
/// <param name="MaxRejectPercent">A file with a larger share of bad records, and at least 100, is moved to failed/.</param>
/// <param name="ProgramVersion">For the run's row.</param>
/// <param name="Batches">Which waiting files are loaded together.</param>
public sealed record RunOptions(bool IsDryRun, double MaxRejectPercent, string ProgramVersion, BatchRule Batches)
{
    /// <summary>Takes secrets out of what is noted of a run that failed.</summary>
    public Func<string, string> Redact { get; init; } = text => text;
}
