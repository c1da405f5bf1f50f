namespace FleetTickets.Engine.Loading;

/// <param name="RunId">The row of <c>tickets.import_runs</c> that ledger rows and rejects point to; null in a dry-run.</param>
/// <param name="MaxRejectPercent">A file with a larger share of bad records is moved to failed/ as a whole.</param>
public sealed record FileLoadOptions(long? RunId, double MaxRejectPercent);
