namespace FleetTickets.Engine.Runs;

/// <summary>How a run ended, as its row says it.</summary>
/// <param name="Outcome"><c>done</c>, <c>attention</c>, <c>busy</c>, <c>refused</c>, <c>stopped</c> or <c>failed</c>.</param>
/// <param name="ExitCode">Null where the process decides it: the number of the signal that stopped it.</param>
public sealed record RunEnd(string Outcome, int? ExitCode, string? Error)
{
    public static RunEnd Of(RunReport report) => report.NeedsAttention ? new("attention", 3, report.HistoryFailure) : new("done", 0, null);
}
