using FleetTickets.Engine.Changes;

namespace FleetTickets.Engine.Reporting;

/// <summary>A file and what a person had done with it.</summary>
/// <param name="Before">What the ledger had it as, or where it lay when the ledger knew nothing of it.</param>
/// <param name="Reason">Why it had failed or was skipped, if so.</param>
public sealed record DecidedFile(ChangeFile File, string Before, string? Reason);
