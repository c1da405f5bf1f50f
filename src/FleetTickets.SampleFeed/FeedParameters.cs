namespace FleetTickets.SampleFeed;

/// <summary>Everything that the content of a feed depends on: equal parameters, equal bytes.</summary>
/// <param name="Types">Names of the ticket types to write.</param>
/// <param name="Seed">Another seed, another feed.</param>
/// <param name="Tickets">INC tickets in the baseline; CRQ has its share of them.</param>
/// <param name="RowsPerDelta">Changed tickets in a delta, beside what else it holds.</param>
/// <param name="Start">East Africa Time, the name of the first file.</param>
/// <param name="LateApart">Late files go to a folder of their own, to be dropped in by hand.</param>
/// <param name="BadRecords">Whether files hold records that a loader has to reject.</param>
internal sealed record FeedParameters(
    string[] Types, long Seed, int Tickets, int RowsPerDelta, DateTime Start, bool LateApart, bool BadRecords)
{
    /// <summary>Ids have seven digits; past them they would no longer sort as their numbers do.</summary>
    public const int MostTickets = 9_000_000;
}
