using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;

namespace FleetTickets.Engine.Verifying;

/// <summary>A file that has, or should have, a say on the tickets.</summary>
/// <param name="Key">The key by which people know it: the ledger's, or where it lies.</param>
/// <param name="Content">Where it is; null when it is nowhere in the bucket.</param>
/// <param name="Row">The ledger's row; null when no run has applied it.</param>
/// <param name="Position">Its place in the order in which files win over each other.</param>
public sealed record VerifiedFile(string Key, BucketObject? Content, LedgerFile? Row, (int Epoch, DateTimeOffset Time, long RunId) Position)
{
    /// <summary>What lies in the bucket is not what was applied: its length tells.</summary>
    public bool WasReplaced => Row is not null && Content is not null && Content.Size != Row.Size;
}
