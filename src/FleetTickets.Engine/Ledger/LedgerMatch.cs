using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Ledger;

/// <summary>Finds the ledger's row of an object that was moved out of changes/.</summary>
internal sealed class LedgerMatch(TicketDataset dataset, IReadOnlyList<LedgerFile> ledger)
{
    private readonly ILookup<string, LedgerFile> _byKey = ledger.ToLookup(row => row.Key);
    private readonly ILookup<string, LedgerFile> _byArchive = ledger.Where(row => row.ArchivedAs is not null).ToLookup(row => row.ArchivedAs!);

    /// <summary>
    /// Null when the ledger has no row for it. A copy in a store may have another tag than its original, and a file that was copied by hand
    /// another time; then the name under which the ledger has it archived decides, or, when a kill kept that from being noted, the size.
    /// </summary>
    public LedgerFile? Of(ArchivedFile archived)
    {
        // Newest first, as the ledger was read: after a reseed two uploads may have been archived under one name.
        var uploads = _byKey[dataset.ChangesFolder + archived.Name].ToList();
        return uploads.Find(row => row.ETag == archived.Listed.ETag || row.ETag == archived.Tag)
            ?? _byArchive[archived.Listed.Key].FirstOrDefault(row => row.Size == archived.Listed.Size)
            ?? _byArchive[archived.Listed.Key].FirstOrDefault()
            ?? uploads.Find(row => row.ArchivedAs is null && row.Size == archived.Listed.Size);
    }
}
