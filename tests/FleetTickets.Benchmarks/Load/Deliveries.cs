namespace FleetTickets.Benchmarks.Load;

/// <summary>Writes deliveries out of two versions of the same tickets; the lines of a version stand in the same order in both forms.</summary>
/// <param name="feed">Records as in the feed, by version.</param>
/// <param name="copied">The same records as COPY writes <c>ticket_id</c> and <c>raw</c>, by version.</param>
internal sealed class Deliveries(string folder, IReadOnlyList<string[]> feed, IReadOnlyList<string[]> copied)
{
    private int _files;

    public LoadDelivery Whole(int version) => Files([Enumerable.Range(0, feed[version].Length)], _ => version);

    /// <summary>All tickets, one in ten of them in the other version.</summary>
    public LoadDelivery OneInTen(int other) => Files([Enumerable.Range(0, feed[0].Length)], n => n % 10 == 0 ? other : 1 - other);

    /// <summary>That many tickets, evenly out of all.</summary>
    public LoadDelivery Some(int rows, int version) => Files([Enumerable.Range(0, rows).Select(n => n * (feed[0].Length / rows))], _ => version);

    public LoadDelivery ManyFiles(int files, int rows, int version) => Files(
        Enumerable.Range(0, files).Select(file => Enumerable.Range(0, rows).Select(n => (file * rows + n) % feed[0].Length)), _ => version);

    /// <summary>A file of that many tickets, more than there are otherwise; in the feed's form only, which nobody needs to hold for it.</summary>
    public LoadDelivery Large(int rows) => new([Write(FeedFiles.Records(rows, 0).Prepend(FeedFiles.Header))], []);

    private LoadDelivery Files(IEnumerable<IEnumerable<int>> files, Func<int, int> version)
    {
        var lines = files.Select(file => file.ToArray()).ToList();
        return new LoadDelivery(
            [.. lines.Select(file => Write(file.Select(n => feed[version(n)][n]).Prepend(FeedFiles.Header)))],
            [.. lines.Select(file => Write(file.Select(n => copied[version(n)][n])))]);
    }

    private string Write(IEnumerable<string> lines)
    {
        var file = Path.Combine(folder, $"{_files++}.txt");
        File.WriteAllLines(file, lines);
        return file;
    }
}
