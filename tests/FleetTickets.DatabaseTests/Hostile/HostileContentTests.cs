using System.IO.Compression;
using System.Text;
using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Hostile;

/// <summary>Content that no export writes: every file is applied, or set aside with one line that says why, and the next file is loaded.</summary>
public sealed class HostileContentTests(PostgresFixture postgres)
{
    private const string Time = "2026-06-15T07-00-00";

    private static readonly string Good = Csv.Header + "\n" + Csv.Ticket("WOT1") + "\n";

    /// <summary>What a file holds, and what becomes of it: null when it is applied, else how the reason begins.</summary>
    public static TheoryData<string, byte[], string?> Contents => new()
    {
        { "BOM only", [0xEF, 0xBB, 0xBF], "line 1: the file is empty" },
        { "line breaks only", "\r\n\n\r\n"u8.ToArray(), "line 1: " },
        { "UTF-16 little endian", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Good)], "line 1: not UTF-8 text" },
        { "UTF-16 big endian", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Good)], "line 1: not UTF-8 text" },
        { "UTF-16 without BOM", Encoding.Unicode.GetBytes(Good), "line 1: " },
        { "gzip", Gzip(Good), "line 1: " },
        { "semicolons", Encoding.UTF8.GetBytes(Good.Replace(',', ';')), "line 1: the fields are separated by semicolons; expected commas" },
        { "quote in the header", Encoding.UTF8.GetBytes("\"" + Good), "line 1: " },
        { "no UTF-8 in the header", [0xC3, (byte)'(', .. Encoding.UTF8.GetBytes("," + Good)], "line 1: the header holds bytes that are not text" },
        { "NUL in the header", [(byte)'x', 0, .. Encoding.UTF8.GetBytes("," + Good)], "line 1: " },
        { "returns alone", Encoding.UTF8.GetBytes(Good.Replace('\n', '\r')), null },
        { "900 columns more", Wide(900), null },
        { "10,000 columns more", Wide(10_000), "line 1: the header has " },
        { "lone quotes", Encoding.UTF8.GetBytes(Good + "\"\n\"\n" + Csv.Ticket("WOT2") + "\n"), null },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task TheFileHasAFateAndTheNextOneIsLoaded(string kind, byte[] content, string? reason)
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.PutContent($"{Time}.csv", content);
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("NEXT"));

        var report = await feed.DrainAsync();

        Assert.Equal((reason is null ? 2 : 1, reason is null ? 0 : 1), (report.FilesApplied, report.FilesFailed));
        Assert.Equal([$"{Time}.csv"], feed.NamesIn(reason is null ? feed.Dataset.ProcessedFolder : feed.Dataset.FailedFolder).Take(1));
        var tickets = (await feed.StatusesAsync()).Keys;
        Assert.Contains("NEXT", tickets);
        Assert.True(tickets.Contains("WOT1") == reason is null, kind);
        Assert.StartsWith(reason ?? "", (await feed.LedgerAsync())[0].Reason ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain('\n', (await feed.LedgerAsync())[0].Reason ?? "");
    }

    [Fact]
    public async Task MutatedFilesAreAppliedOrSetAsideAndNeverStopTheDrain()
    {
        const int files = 400;
        var random = new Random(5);
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        var first = new DateTime(2026, 6, 1);
        for (var number = 0; number < files; number++)
            feed.PutContent($"{first.AddMinutes(number):yyyy-MM-dd'T'HH-mm-ss}.csv", Mutated(random, Csv.File(Csv.Tickets(5))));

        var report = await feed.DrainAsync();

        Assert.Equal(files, report.FilesApplied + report.FilesFailed);
        Assert.InRange(report.FilesApplied, 1, files - 1);
        Assert.Empty(feed.NamesIn(feed.Dataset.ChangesFolder));
        Assert.Equal(report.Rows.Rejected, await feed.ScalarAsync<long>("select count(*) from tickets.import_rejects"));
    }

    [Theory]
    [InlineData("../2026-06-15T07-00-00.csv")]
    [InlineData("..\\2026-06-15T07-00-00.csv")]
    [InlineData("x/../2026-06-15T07-00-00.csv")]
    [InlineData("/2026-06-15T07-00-00.csv")]
    [InlineData("2026-06-15T07-00-00.csv/")]
    [InlineData("2026-06-15T07-00-00%2Ecsv")]
    [InlineData("2026-06-15T07-00-00.csv\n")]
    [InlineData("2026-06-15T07-00-00.CSV")]
    [InlineData("2026-06-15T07-00-00.csv.gz")]
    [InlineData("２０２６-06-15T07-00-00.csv")]
    [InlineData(" 2026-06-15T07-00-00.csv")]
    [InlineData("\u202E\0\e[31m")]
    [InlineData("0001-01-01T00-00-00.csv")]
    public async Task AnObjectWithAnotherKindOfKeyIsNeitherReadNorMoved(string name)
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("NEXT"));
        var touched = new List<BucketObject>();
        using var bucket = new FaultyBucket(feed.Bucket)
        {
            AlsoListed = [new BucketObject(feed.Dataset.ChangesFolder + name, "tag", 10)],
            BeforeOpen = touched.Add,
            BeforeMove = touched.Add,
        };

        var report = await feed.DrainAsync(bucket: bucket);

        Assert.Equal((2, 1, false), (report.FilesFound, report.FilesApplied, report.NeedsAttention));
        Assert.All(touched, found => Assert.Equal(feed.Key("2026-06-15T08-00-00"), found.Key));
    }

    [Theory]
    [InlineData("with space.csv")]
    [InlineData("..csv")]
    [InlineData("tab\tand\nbreak.csv")]
    [InlineData("percent%2F%00.csv")]
    [InlineData("ünïcödé🦒.csv")]
    public async Task AFileWithAnotherKindOfNameIsLeftAlone(string name)
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.PutContent(name, Csv.File(Csv.Ticket("A")));
        feed.PutContent(new string('x', 255), []);
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("NEXT"));

        var report = await feed.DrainAsync();

        Assert.Equal((3, 1), (report.FilesFound, report.FilesApplied));
        Assert.Contains(name, feed.NamesIn(feed.Dataset.ChangesFolder));
    }

    private static byte[] Wide(int columns) => Encoding.UTF8.GetBytes(
        $"{Csv.Header}{string.Concat(Enumerable.Range(0, columns).Select(n => $",c{n}"))}\n{Csv.Ticket("WOT1")}{new string(',', columns)}\n");

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    /// <summary>A few bytes swapped, cut out or doubled; more often ones that a reader of CSV looks at, and mostly behind the header.</summary>
    private static byte[] Mutated(Random random, byte[] file)
    {
        var bytes = file.ToList();
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var place = random.Next(random.Next(4) == 0 ? 0 : Csv.Header.Length, bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[place] = (byte)random.Next(256); break;
                case 1: bytes[place] = "\",\r\n\0\\"u8[random.Next(6)]; break;
                case 2: bytes.Insert(place, bytes[random.Next(bytes.Count)]); break;
                default: bytes.RemoveRange(place, Math.Min(random.Next(1, 20), bytes.Count - place - 1)); break;
            }
        }
        return [.. bytes];
    }
}
