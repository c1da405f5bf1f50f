using FleetTickets.Engine.Results;

namespace FleetTickets.Engine.Runs;

/// <summary>How a run ended, as its row in <c>tickets.import_runs</c> says it.</summary>
public sealed record RunEnd(Outcome Outcome, string? Error)
{
    public static RunEnd From(RunReport report) => new(Outcome.Finished(report.NeedsAttention), report.HistoryFailure);
}
