namespace FleetTickets.Engine.Feed;

/// <summary>
/// What became of records. In a file that was applied, <c>Read</c> is the sum of all the others; in a failed one the records that were
/// good are in none of them.
/// </summary>
/// <param name="Superseded">Records that lost to a later record of the same ticket, in this file or in a newer one.</param>
public sealed record RowCounts(
    long Read = 0, long Dropped = 0, long Rejected = 0, long Superseded = 0, long Inserted = 0, long Updated = 0, long Unchanged = 0)
{
    public static RowCounts operator +(RowCounts a, RowCounts b) => new(
        a.Read + b.Read, a.Dropped + b.Dropped, a.Rejected + b.Rejected, a.Superseded + b.Superseded,
        a.Inserted + b.Inserted, a.Updated + b.Updated, a.Unchanged + b.Unchanged);
}
