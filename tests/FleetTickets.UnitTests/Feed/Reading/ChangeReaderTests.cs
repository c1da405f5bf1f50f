using System.Security.Cryptography;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Feed.Reading;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Feed.Reading;

public sealed class ChangeReaderTests
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task EitherLineBreakEndsARecord(string lineBreak)
    {
        var file = await ReadFile.Of(FeedCsv.Of(FeedCsv.Ticket("WOT1"), FeedCsv.Ticket("WOT2")).Replace("\n", lineBreak, StringComparison.Ordinal));

        Assert.Equal([("WOT1", 2), ("WOT2", 3)], file.Records.Select(record => (record.TicketId, record.Line)));
        Assert.All(file.Records, record => Assert.Null(record.Defect));
    }

    [Fact]
    public async Task TheLastRecordNeedsNoLineBreak() =>
        Assert.Equal(["WOT1"], (await ReadFile.Of(FeedCsv.Of(FeedCsv.Ticket("WOT1")).TrimEnd('\n'))).Records.Select(record => record.TicketId));

    [Theory]
    [InlineData("a, b")]
    [InlineData("he said \"no\"")]
    [InlineData("two\nlines")]
    [InlineData("two\r\nlines")]
    [InlineData("\"")]
    [InlineData("  blanks  ")]
    [InlineData("Ngong'ē – ☎ 🦒")]
    public async Task AQuotedFieldIsReadAsItWasMeant(string value)
    {
        var file = await ReadFile.Of(FeedCsv.Of(FeedCsv.Record((FeedColumns.TicketId, "WOT1"), ("owner", FeedCsv.Quoted(value)))));

        var record = Assert.Single(file.Records);
        Assert.Null(record.Defect);
        Assert.Equal(value, record.Fields[file.Header.Columns.ToList().IndexOf("owner")]);
    }

    [Fact]
    public async Task ALineNumberCountsTheLineBreaksInsideFields()
    {
        var twoLines = FeedCsv.Record((FeedColumns.TicketId, "WOT1"), ("owner", "\"two\nlines\""));
        var file = await ReadFile.Of(FeedCsv.Of(twoLines, FeedCsv.Ticket("WOT2")));

        Assert.Equal([("WOT1", 2), ("WOT2", 4)], file.Records.Select(record => (record.TicketId, record.Line)));
    }

    [Fact]
    public async Task BlankLinesAreNoRecordsAndStillCount()
    {
        var file = await ReadFile.Of(FeedCsv.Of("", FeedCsv.Ticket("WOT1"), "", "", FeedCsv.Ticket("WOT2"), ""));

        Assert.Equal([("WOT1", 3), ("WOT2", 6)], file.Records.Select(record => (record.TicketId, record.Line)));
    }

    [Fact]
    public async Task AnOffsetIsTheBytesBeforeTheRecord()
    {
        var file = FeedCsv.Of(FeedCsv.Ticket("WOT1"), FeedCsv.Ticket("WOT2"));

        Assert.Equal(
            [file.IndexOf("WOT1", StringComparison.Ordinal), file.IndexOf("WOT2", StringComparison.Ordinal)],
            (await ReadFile.Of(file)).Records.Select(record => record.Offset));
    }

    [Theory]
    [InlineData("WOT1", "1 fields, the header has 32")]
    [InlineData("   ", "1 fields, the header has 32")]
    [InlineData("\"\"", "1 fields, the header has 32")]
    [InlineData("{whole},", "33 fields, the header has 32")]
    [InlineData("WO\"T1", "broken quoting: a quote inside an unquoted field")]
    [InlineData("\"WOT1\"x", "broken quoting: text after a closing quote")]
    [InlineData("{whole}\0", "NUL byte")]
    [InlineData("{whole}\u00E9", "invalid UTF-8")]
    public async Task ARecordThatBreaksTheRulesComesWithItsDefectAndTheNextOneIsWhole(string text, string defect)
    {
        var bad = text.Replace("{whole}", FeedCsv.Ticket("WOT1"), StringComparison.Ordinal);
        var file = await ReadFile.Of(FeedCsv.Latin1(FeedCsv.Of(bad, FeedCsv.Ticket("WOT2"))));

        Assert.Equal([(2, defect), (3, null)], file.Records.Select(record => (record.Line, record.Defect)));
        Assert.Equal("WOT2", file.Records[1].TicketId);
    }

    [Fact]
    public async Task ABadRecordsTextIsKeptAsItStandsInTheFile()
    {
        var bad = FeedCsv.Latin1(FeedCsv.Ticket("WOT1") + "\0\u00E9");
        var file = await ReadFile.Of([.. FeedCsv.Bytes(FeedCsv.Of()), .. bad, (byte)'\n']);

        var text = Assert.Single(file.Records).Text;
        Assert.Equal(FeedCsv.Ticket("WOT1") + "\uFFFD\uFFFD", text.Beginning);
        Assert.Equal(bad.Length, text.Length);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bad)), text.Sha256);
    }

    [Fact]
    public async Task OfALongRecordTheBeginningIsKept()
    {
        var text = Assert.Single((await ReadFile.Of(FeedCsv.Of(new string('x', 100_000)))).Records).Text;

        Assert.Equal(new string('x', RecordText.Kept), text.Beginning);
        Assert.Equal(100_000, text.Length);
    }

    [Theory]
    [InlineData("\"WOT2,and so on\n")]
    [InlineData("WOT2,\"and so on")]
    [InlineData("WOT2,\"")]
    public async Task AQuoteStillOpenAtTheEndMakesTheFileUnreadable(string last)
    {
        await using var reader = await ReadFile.OpenAsync(FeedCsv.Bytes(FeedCsv.Of(FeedCsv.Ticket("WOT1")) + last));
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));

        var cut = await Assert.ThrowsAsync<UnreadableFileException>(async () => await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(3, cut.Line);
        Assert.EndsWith("was the upload cut short?", cut.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task HoweverTheDownloadIsCutIntoPiecesTheRecordsAreTheSame(int chunk)
    {
        var file = FeedCsv.Bytes("\uFEFF" + FeedCsv.Of(
            FeedCsv.Record((FeedColumns.TicketId, "WOT1"), ("owner", "\"a \"\"b\"\"\r\n🦒\"")), "bad,\"record\"x", FeedCsv.Ticket("WOT2") + "\r"));

        var whole = await ReadFile.Of(file);
        var pieces = await ReadFile.Of(file, chunk);
        Assert.Equal(3, whole.Records.Count);
        Assert.Equivalent(whole.Records, pieces.Records, strict: true);
    }

    [Fact]
    public async Task AFieldPastTheRecordsEndIsEmpty()
    {
        await using var reader = await ReadFile.OpenAsync(FeedCsv.Bytes(FeedCsv.Of("WOT1")));
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));

        Assert.Equal(0, reader.Field(5).Length);
        Assert.Equal(0, reader.Field(-1).Length);
    }
}
