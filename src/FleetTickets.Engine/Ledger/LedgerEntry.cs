namespace FleetTickets.Engine.Ledger;

/// <summary>What the ledger says of a listed upload that needs no loading any more.</summary>
/// <param name="Superseded">Another upload of its name was applied after it.</param>
public sealed record LedgerEntry(string Key, string ETag, bool Archived, bool Superseded = false);
