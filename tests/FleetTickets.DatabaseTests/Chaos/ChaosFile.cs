using System.Text;
using FleetTickets.DatabaseTests.Feed;

namespace FleetTickets.DatabaseTests.Chaos;

/// <summary>The content of one upload, and what has to become of it by the rules of docs/feed.md.</summary>
/// <param name="Kept">The good records in the order of their lines.</param>
/// <param name="IsReadable">False when all of it has to be set aside.</param>
internal sealed record ChaosFile(
    string Kind, byte[] Content, IReadOnlyList<(string Id, string Status)> Kept, int Read, int Dropped, int Rejected, bool IsReadable)
{
    private static readonly string[] BadRecords =
    [
        Csv.BadRecord, Csv.Ticket("WOT1", "bad") + ",one field more", Csv.Ticket("WOT2", "b\0d"), Csv.Ticket("WOT3", "b\u00FFd"),
        Csv.Ticket("WOT4", "bad") + "x\"",
    ];

    private static readonly (string Kind, byte[] Content)[] Unreadables =
    [
        ("zero bytes", []), ("HTML", "<html>502</html>\n"u8.ToArray()), ("binary", [0x1F, 0x8B, 0x08, 0x00, 0xFF, 0x0A]),
        ("cut short", [.. Csv.File(Csv.Ticket("WOT1", "cut")), .. "WOT2,\"cut sho"u8]),
    ];

    public static ChaosFile Random(Random random) => random.Next(100) switch
    {
        < 12 => Unreadable(Unreadables[random.Next(Unreadables.Length)]),
        < 15 => Condemned(),
        < 22 => Of("header only", []),
        _ => Mixed(random),
    };

    private static ChaosFile Unreadable((string Kind, byte[] Content) file) => new(file.Kind, file.Content, [], 0, 0, 0, IsReadable: false);

    /// <summary>So many bad records that none of the good ones may be believed.</summary>
    private static ChaosFile Condemned()
    {
        const int bad = 110;
        var content = Csv.File([Csv.Ticket("WOT1", "condemned"), .. Enumerable.Repeat(Csv.BadRecord, bad)]);
        return new ChaosFile("condemned", content, [], bad + 1, 0, bad, IsReadable: false);
    }

    // Few tickets and values: nearly every record meets another one of its ticket, changed or not.
    private static ChaosFile Mixed(Random random)
    {
        var records = Enumerable.Range(0, random.Next(1, 25)).Select(_ => (random.Next(100), $"WOT{random.Next(1, 10)}", $"s{random.Next(4)}"));
        return Of("records", [.. records.Select(record => Told(random, record))]);
    }

    private static (string Line, Fate Fate, string Id, string Status) Told(Random random, (int Kind, string Id, string Status) record) =>
        record.Kind switch
        {
            < 8 => (BadRecords[random.Next(BadRecords.Length)], Fate.Rejected, "", ""),
            < 14 => (Csv.Ticket(record.Id, "alarm", ("is_alarm", "True")), Fate.Dropped, "", ""),
            < 16 => ("export stopped: too many rows", Fate.Dropped, "", ""),
            _ => (Csv.Ticket(record.Id, record.Status), Fate.Kept, record.Id, record.Status),
        };

    private static ChaosFile Of(string kind, IReadOnlyList<(string Line, Fate Fate, string Id, string Status)> records) => new(
        kind,
        // A byte a letter, for the record that is no UTF-8.
        Encoding.Latin1.GetBytes(string.Concat(records.Select(record => record.Line).Prepend(Csv.Header).Select(line => line + "\n"))),
        [.. records.Where(record => record.Fate is Fate.Kept).Select(record => (record.Id, record.Status))],
        records.Count,
        records.Count(record => record.Fate is Fate.Dropped),
        records.Count(record => record.Fate is Fate.Rejected),
        IsReadable: true);

    private enum Fate { Kept, Dropped, Rejected }
}
