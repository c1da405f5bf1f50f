using System.IO.Compression;
using System.Text;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Feed.Reading;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Feed.Reading;

public sealed class FeedHeaderTests
{
    [Fact]
    public void ColumnsAreFoundByNameWhateverTheirOrderCaseAndBlanks()
    {
        var header = FeedHeader.Parse([.. FeedColumns.All.Reverse().Select(column => $" {column.ToUpperInvariant()}\t")]);

        Assert.Equal(FeedColumns.All.Reverse(), header.Columns);
        Assert.Equal(
            [FeedColumns.TicketId, FeedColumns.IsAlarm, FeedColumns.Region, FeedColumns.RawStatus],
            new[] { header.TicketId, header.IsAlarm, header.Region, header.RawStatus }.Select(index => header.Columns[index]));
        Assert.Empty(header.Unknown);
        Assert.Empty(header.Missing);
    }

    [Fact]
    public void AnUnknownColumnIsKeptUnderItsTrimmedNameAndReported()
    {
        var header = FeedHeader.Parse([.. FeedColumns.All, " Priority "]);

        Assert.Equal(["Priority"], header.Unknown);
        Assert.Equal("Priority", header.RawNames[^1]?.Value);
    }

    [Fact]
    public void AMissingColumnIsReported()
    {
        var header = FeedHeader.Parse([.. FeedColumns.All.Except(["owner", FeedColumns.IsAlarm])]);

        Assert.Equal([FeedColumns.IsAlarm, "owner"], header.Missing);
        Assert.Equal(-1, header.IsAlarm);
    }

    [Theory]
    [InlineData(';', "semicolons")]
    [InlineData('\t', "tabs")]
    [InlineData('|', "vertical bars")]
    public void AnotherDelimiterIsNamed(char delimiter, string name)
    {
        var refusal = Assert.Throws<UnreadableFileException>(() => FeedHeader.Parse([string.Join(delimiter, FeedColumns.All)]));

        Assert.Equal($"the fields are separated by {name}; expected commas", refusal.Message);
    }

    [Theory]
    [InlineData("week_start")]
    [InlineData("week_end")]
    [InlineData("source_s3_bucket")]
    [InlineData("source_s3_key")]
    [InlineData("source_snapshot_id")]
    [InlineData("department")]
    [InlineData("source_type")]
    public void TheExportsOwnBookkeepingIsLeftOutOfRaw(string column)
    {
        var header = FeedHeader.Parse(FeedColumns.All);

        Assert.Null(header.RawNames[FeedColumns.All.ToList().IndexOf(column)]);
        Assert.Equal(25, header.RawNames.Count(name => name is not null));
    }

    [Fact]
    public void ANewColumnOfTheExportsStoreIsLeftOutToo()
    {
        var header = FeedHeader.Parse([.. FeedColumns.All, "Source_S3_Version"]);

        Assert.Null(header.RawNames[^1]);
        Assert.Empty(header.Unknown);
    }

    [Theory]
    [InlineData("ticket_id")]
    [InlineData("normalized_status")]
    [InlineData("is_actionable")]
    public void WithoutARequiredColumnTheFileIsUnreadable(string column)
    {
        var refusal = Refusal([.. FeedColumns.All.Except([column])]);

        Assert.StartsWith($"no {column} column; the header has 31 columns: ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, refusal.Line);
    }

    [Fact]
    public void TwentyFourOfTheColumnsAreEnoughAndOneLessIsNot()
    {
        var fewest = FeedColumns.Required.Concat(FeedColumns.All.Except(FeedColumns.Required)).Take(FeedColumns.FewestKnown).ToList();

        Assert.Equal(8, FeedHeader.Parse(fewest).Missing.Count);
        Assert.StartsWith("only 23 of the feed's 32 columns, at least 24 expected", Refusal(fewest[..^1]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownColumnsDoNotMakeUpForMissingOnes()
    {
        var columns = FeedColumns.All.Take(20).Concat(Enumerable.Range(0, 20).Select(i => $"new_{i}"));

        Assert.StartsWith("only 20 of the feed's 32 columns", Refusal([.. columns]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AKnownColumnTwiceMakesTheFileUnreadable() =>
        Assert.Equal("the column region stands 2 times in the header", Refusal([.. FeedColumns.All, " Region "]).Message);

    [Fact]
    public void AnUnknownColumnTwiceDoesNot() => Assert.Equal(["note"], FeedHeader.Parse([.. FeedColumns.All, "note", "note"]).Unknown);

    [Fact]
    public void ALongHeaderIsNotRepeatedInFull()
    {
        var refusal = Refusal([.. Enumerable.Range(0, 1000).Select(i => new string('x', 1000) + i)]);

        Assert.StartsWith("no ticket_id column; the header has 1000 columns: xxx", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(refusal.Message.Length, 1, 4000);
    }

    [Fact]
    public async Task AByteOrderMarkIsNoPartOfTheFirstName() =>
        Assert.Equal(FeedColumns.TicketId, (await ReadFile.Of("\uFEFF" + FeedCsv.Of())).Header.Columns[0]);

    [Theory]
    [InlineData("\uFEFF\uFEFF")]
    [InlineData("\uFEFF\uFEFF\uFEFF\u200B")]
    public async Task NeitherAreSeveral(string marks)
    {
        var file = await ReadFile.Of(marks + FeedCsv.Of(FeedCsv.Ticket("WOT1")));

        Assert.Equal(FeedColumns.All, file.Header.Columns);
        Assert.Equal("WOT1", Assert.Single(file.Records).TicketId);
    }

    [Fact]
    public async Task MarksBeforeAQuotedNameAreNoBrokenQuotingAndCountAsBytes()
    {
        var marked = await ReadFile.Of("\uFEFF\uFEFF\uFEFF" + string.Join(',', FeedColumns.All.Select(FeedCsv.Quoted)) + "\n" + FeedCsv.Ticket("WOT1"));

        Assert.Equal(FeedColumns.All, marked.Header.Columns);
        Assert.Equal(9 + string.Join(',', FeedColumns.All.Select(FeedCsv.Quoted)).Length + 1, Assert.Single(marked.Records).Offset);
    }

    [Fact]
    public void WhatIsInvisibleAtTheEndsOfANameIsNoPartOfIt()
    {
        var header = FeedHeader.Parse([.. FeedColumns.All.Select(column => $"\u200B{column}\u00AD\uFEFF"), "\u200Epriority\u200F"]);

        Assert.Equal([.. FeedColumns.All, "priority"], header.Columns);
        Assert.Equal(["priority"], header.Unknown);
    }

    [Fact]
    public void WhatIsInvisibleInsideOfANameIsSpeltInMessages()
    {
        Assert.Equal(["pri\\u200bority"], FeedHeader.Parse([.. FeedColumns.All, "pri\u200Bority"]).Unknown);
        Assert.Contains(": ticket\\u200b_id, ", Refusal(["ticket\u200B_id", .. FeedColumns.All.Skip(1)]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AThousandColumnsAreTheMost()
    {
        var columns = FeedColumns.All.Concat(Enumerable.Range(0, 968).Select(i => $"new_{i}")).ToList();

        Assert.Equal(968, FeedHeader.Parse(columns).Unknown.Count);
        Assert.Equal("the header has 1001 columns, at most 1000 allowed", Refusal([.. columns, "one_more"]).Message);
    }

    [Fact]
    public async Task NamesMayBeQuoted() =>
        Assert.Equal(FeedColumns.All, (await ReadFile.Of(string.Join(',', FeedColumns.All.Select(FeedCsv.Quoted)) + "\r\n")).Header.Columns);

    [Fact]
    public async Task AHeaderWithoutALineBreakIsAFileWithoutRecords() => Assert.Empty((await ReadFile.Of(FeedCsv.Header)).Records);

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n\r\n\n")]
    public async Task AFileWithoutAHeaderIsUnreadable(string content) =>
        Assert.Equal("the file is empty; expected a CSV header", (await RefusalOfAsync(FeedCsv.Bytes(content))).Message);

    [Fact]
    public async Task Utf16AndUtf32AreUnreadableWithAndWithoutAMark()
    {
        foreach (var encoding in new Encoding[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            byte[] text = encoding.GetBytes(FeedCsv.Of(FeedCsv.Ticket("WOT1")));
            await RefusalOfAsync(text);
            Assert.Equal("not UTF-8 text (UTF-16, UTF-32 or binary)", (await RefusalOfAsync([.. encoding.GetPreamble(), .. text])).Message);
        }
    }

    [Fact]
    public async Task ACompressedFileIsUnreadable()
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            await gzip.WriteAsync(FeedCsv.Bytes(FeedCsv.Of(FeedCsv.Ticket("WOT1"))), TestContext.Current.CancellationToken);

        Assert.Equal(1, (await RefusalOfAsync(compressed.ToArray())).Line);
    }

    [Fact]
    public async Task AWebPageInsteadOfAFeedIsUnreadable() => Assert.Equal(
        "no ticket_id column; the header has 1 column: <html><body>503</body></html>",
        (await RefusalOfAsync(FeedCsv.Bytes("<html><body>503</body></html>\n"))).Message);

    [Theory]
    [InlineData("ticket_id,\"region,bucket\n")]
    [InlineData("ticket_id,re\"gion,bucket\n")]
    [InlineData("ticket_id,\"region\"x,bucket\n")]
    public async Task AHeaderWithBrokenQuotingIsUnreadable(string header) =>
        Assert.StartsWith("the header's quoting is broken", (await RefusalOfAsync(FeedCsv.Bytes(header))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task SevenMillionColumnsAreNoHeader() => Assert.StartsWith(
        "no end of the first line within ", (await RefusalOfAsync(FeedCsv.Bytes(new string(',', 7_000_000) + "\n"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task AFirstLineWithoutEndIsUnreadable() => Assert.StartsWith(
        "no end of the first line within 524288 bytes; expected a CSV header of at most 1000 columns",
        (await RefusalOfAsync(FeedCsv.Bytes(new string('x', 2 * ChangeReader.LargestRecord)))).Message,
        StringComparison.Ordinal);

    private static UnreadableFileException Refusal(IReadOnlyList<string> headers) =>
        Assert.Throws<UnreadableFileException>(() => FeedHeader.Parse(headers));

    private static Task<UnreadableFileException> RefusalOfAsync(byte[] file) =>
        Assert.ThrowsAsync<UnreadableFileException>(() => ReadFile.Of(file));
}
