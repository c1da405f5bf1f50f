using CsCheck;
using FleetTickets.DatabaseTests.Feed;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>Whatever the order in which files arrive, and however often, the table is the fold of all records by (file time, line).</summary>
public sealed class ArrivalOrderTests(PostgresFixture postgres)
{
    private const string FirstDay = "2026-06-01";

    // Few tickets and values in many files: nearly every record meets another one of its ticket.
    private static readonly Gen<(string Id, string Status)> Record =
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 4], (ticket, status) => ($"WOT{ticket}", $"s{status}"));

    private static readonly Gen<Arrivals> AnyArrivals =
        from files in Record.Array[0, 5].Array[2, 6]
        from order in Gen.Shuffle(Enumerable.Range(0, files.Length).ToArray())
        from again in Gen.Int[0, files.Length - 1].Array[0, 3]
        from drainAfter in Gen.Bool.Array[files.Length + again.Length]
        select new Arrivals(files, [.. order, .. again], drainAfter);

    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AnyOrderAndRepetitionGivesTheFoldOfAllFiles(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);

        await AnyArrivals.SampleAsync(
            async arrivals =>
            {
                await feed.ExecuteAsync($"truncate {feed.Dataset.Table}, tickets.import_files, tickets.import_meta");
                for (var i = 0; i < arrivals.Order.Length; i++)
                {
                    var file = arrivals.Order[i];
                    feed.Put($"{FirstDay}T{file:00}-00-00", arrivals.Files[file].Select(record => Csv.Ticket(record.Id, record.Status)));
                    if (arrivals.DrainAfter[i])
                        await feed.DrainAsync();
                }
                await feed.DrainAsync();

                Assert.Equal(Fold(arrivals.Files), await feed.StatusesAsync());
            },
            seed: "0000KOIKrs63", iter: 40, threads: 1);
    }

    private static SortedDictionary<string, string> Fold((string Id, string Status)[][] files)
    {
        var folded = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, status) in files.SelectMany(file => file))
            folded[id] = status;
        return folded;
    }

    /// <param name="Files">Records by file, oldest file first.</param>
    /// <param name="Order">Which file arrives, one after the other.</param>
    /// <param name="DrainAfter">Whether a run comes between this arrival and the next.</param>
    private sealed record Arrivals((string Id, string Status)[][] Files, int[] Order, bool[] DrainAfter);
}
