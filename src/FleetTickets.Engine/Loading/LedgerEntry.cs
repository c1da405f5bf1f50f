namespace FleetTickets.Engine.Loading;

/// <summary>What the ledger says of a listed upload that needs no loading any more.</summary>
public sealed record LedgerEntry(string Key, string ETag, bool Archived);
