namespace FleetTickets.Benchmarks.Load;

/// <summary>
/// The same records twice: as files of the feed, for the program, and as files of <c>ticket_id</c> and <c>raw</c> in COPY's text
/// format, for <c>psql</c>, which so has nothing to clean.
/// </summary>
internal sealed record LoadDelivery(IReadOnlyList<string> FeedFiles, IReadOnlyList<string> RecordFiles)
{
    public static LoadDelivery Nothing { get; } = new([], []);
}
