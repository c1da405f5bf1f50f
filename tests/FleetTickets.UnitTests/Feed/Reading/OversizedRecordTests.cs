using System.Security.Cryptography;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Feed.Reading;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Feed.Reading;

/// <summary>A record over 16 MiB is passed over without being held, and the rest of the file is read as if it were not there.</summary>
public sealed class OversizedRecordTests
{
    // Beyond what the CSV library holds although it is over the limit.
    private static readonly string Long = new('x', 2 * ChangeReader.LargestRecord);

    [Fact]
    public async Task TheLimitIsExact()
    {
        var largest = new string('x', ChangeReader.LargestRecord);
        var file = await ReadFile.Of(FeedCsv.Of(largest, largest + "x"));

        Assert.Equal(["1 fields, the header has 32", "record of 16777217 bytes, at most 16777216 allowed"], file.Records.Select(record => record.Defect));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task OneThatIsOnlyJustTooLongIsNoDifferent(string lineBreak) =>
        await PassesOverAsync("WOT2," + new string('x', ChangeReader.LargestRecord), lines: 1, lineBreak);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task AnUnquotedOneIsMeasuredAndTheRestIsRead(string lineBreak) => await PassesOverAsync("WOT2," + Long, lines: 1, lineBreak);

    [Fact]
    public async Task AQuotedOneEndsWhereItsQuotesSay() => await PassesOverAsync($"WOT2,\"a,\"\"b\n{Long}\r\n\",c", lines: 3, "\n");

    [Fact]
    public async Task OneThatIsBrokenToo() => await PassesOverAsync($"WOT2,\"a\"x\"{Long},y\"z\"", lines: 1, "\n");

    [Fact]
    public async Task TwoInARowAreTwo()
    {
        var file = await ReadFile.Of(FeedCsv.Of("WOT1," + Long, $"WOT2,\"\n{Long}\"", FeedCsv.Ticket("WOT3")));

        Assert.Equal([2L, 3, 5], file.Records.Select(record => record.Line));
        Assert.Equal("WOT3", file.Records[2].TicketId);
    }

    [Fact]
    public async Task AsTheLastRecordItNeedsNoLineBreak()
    {
        var file = await ReadFile.Of(FeedCsv.Of(FeedCsv.Ticket("WOT1")) + "WOT2," + Long);

        Assert.Equal([2L, 3], file.Records.Select(record => record.Line));
        Assert.NotNull(file.Records[1].Defect);
    }

    [Fact]
    public async Task WithItsQuoteStillOpenAtTheEndItMakesTheFileUnreadable()
    {
        var cut = await Assert.ThrowsAsync<UnreadableFileException>(() => ReadFile.Of(FeedCsv.Of(FeedCsv.Ticket("WOT1")) + "WOT2,\"" + Long));

        Assert.Equal(3, cut.Line);
    }

    [Fact]
    public async Task BehindAByteOrderMarkItIsFoundAgain()
    {
        var record = FeedCsv.Bytes("WOT1," + Long);
        var file = await ReadFile.Of([.. FeedCsv.Bytes("\uFEFF" + FeedCsv.Of()), .. record, .. FeedCsv.Bytes("\n" + FeedCsv.Ticket("WOT2"))]);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(record)), file.Records[0].Text.Sha256);
        Assert.Equal("WOT2", file.Records[1].TicketId);
    }

    [Fact]
    public async Task InPiecesItIsMeasuredTheSame()
    {
        var file = FeedCsv.Bytes(FeedCsv.Of($"WOT1,\"{Long}\"\"\r\n\"", FeedCsv.Ticket("WOT2")));

        Assert.Equivalent((await ReadFile.Of(file)).Records, (await ReadFile.Of(file, chunk: 4099)).Records, strict: true);
    }

    private static async Task PassesOverAsync(string oversized, int lines, string lineBreak)
    {
        var record = FeedCsv.Bytes(oversized);
        string[] others = [FeedCsv.Header, FeedCsv.Ticket("WOT1")];
        var file = await ReadFile.Of(
            [.. others.SelectMany(line => FeedCsv.Bytes(line + lineBreak)), .. record, .. FeedCsv.Bytes(lineBreak + FeedCsv.Ticket("WOT3") + lineBreak)]);

        Assert.Equal([2L, 3, 3 + lines], file.Records.Select(read => read.Line));
        Assert.Equal([null, $"record of {record.Length} bytes, at most 16777216 allowed", null], file.Records.Select(read => read.Defect));
        Assert.Equal("WOT3", file.Records[2].TicketId);
        var text = file.Records[1].Text;
        Assert.Equal((oversized[..RecordText.Kept], record.Length), (text.Beginning, text.Length));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(record)), text.Sha256);
    }

    [Fact]
    public async Task ALongRecordThatIsSoundIsReadAndTheNextOnesToo()
    {
        var note = FeedCsv.Quoted(new string('x', 5 << 20) + "\n,\"");
        var file = await ReadFile.Of(FeedCsv.Of(FeedCsv.Ticket("WOT1"), FeedCsv.Record((FeedColumns.TicketId, "WOT2"), ("owner", note)), FeedCsv.Ticket("WOT3"), FeedCsv.Ticket("WOT4")));

        Assert.Equal([("WOT1", 2L), ("WOT2", 3L), ("WOT3", 5L), ("WOT4", 6L)], file.Records.Select(record => (record.TicketId, record.Line)));
        Assert.All(file.Records, record => Assert.Null(record.Defect));
        Assert.Equal((5 << 20) + 3, file.Records[1].Fields[FeedColumns.All.ToList().IndexOf("owner")].Length);
    }

    [Fact]
    public async Task ALongRecordOfCommasIsCountedAndNotHeld()
    {
        var file = await ReadFile.Of(FeedCsv.Of(new string(',', 7_000_000), FeedCsv.Ticket("WOT1")));

        Assert.Equal(["7000001 fields, the header has 32", null], file.Records.Select(record => record.Defect));
        Assert.Equal(("WOT1", 3L), (file.Records[1].TicketId, file.Records[1].Line));
    }
}
