namespace FleetTickets.DatabaseTests.Feed;

/// <summary>A row of <c>tickets.import_files</c>.</summary>
internal sealed class LedgerRow
{
    public required string Key { get; init; }

    public required string Status { get; init; }

    public int Epoch { get; init; }

    public bool Late { get; init; }

    public bool Truncated { get; init; }

    public string? Reason { get; init; }

    public string? ArchivedAs { get; init; }

    public long RunId { get; init; }

    public long Read { get; init; }

    public long Dropped { get; init; }

    public long Rejected { get; init; }

    public long Superseded { get; init; }

    public long Inserted { get; init; }

    public long Updated { get; init; }

    public long Unchanged { get; init; }

    /// <summary>What became of the records, in the order of the summary.</summary>
    public (long Read, long Dropped, long Rejected, long Superseded, long Inserted, long Updated, long Unchanged) Rows =>
        (Read, Dropped, Rejected, Superseded, Inserted, Updated, Unchanged);
}
