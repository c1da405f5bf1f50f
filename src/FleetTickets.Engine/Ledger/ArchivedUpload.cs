using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Ledger;

/// <summary>An upload that was moved to processed/ or failed/.</summary>
/// <param name="ArchivedAs">The key that it has now.</param>
internal sealed record ArchivedUpload(ChangeFile File, string ArchivedAs);
