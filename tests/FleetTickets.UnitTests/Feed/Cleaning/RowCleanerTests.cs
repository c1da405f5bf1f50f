using System.Text;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Feed.Cleaning;
using FleetTickets.Engine.Feed.Reading;
using FleetTickets.Engine.Results;
using FleetTickets.UnitTests.Feed.Reading;

namespace FleetTickets.UnitTests.Feed.Cleaning;

/// <summary>The steps of docs/feed.md, in their order.</summary>
public sealed class RowCleanerTests
{
    private const string Id = FeedColumns.TicketId;

    [Theory]
    [InlineData("EXPORT STOPPED")]
    [InlineData("export stopped after 100000 rows")]
    [InlineData(",,  ,Export Stopped: timeout,,")]
    [InlineData("\" \tEXPORT STOPPED\",and,more")]
    public async Task TheExportsNoteThatItStoppedIsDroppedWhateverItsNumberOfFields(string record) =>
        Assert.Equal(new DroppedRecord(DropReason.TruncationSentinel), await CleanedFile.OfRecord(record));

    [Theory]
    [InlineData("WOT1,EXPORT STOPPED")]
    [InlineData("NO EXPORT STOPPED")]
    [InlineData("EXPORT STOPPE")]
    public async Task TheNoteCountsOnlyAtTheBeginningOfTheFirstFieldThatHoldsSomething(string record) =>
        Assert.IsType<RejectedRecord>(await CleanedFile.OfRecord(record));

    [Fact]
    public async Task TheNoteComesBeforeTheAlarm() => Assert.Equal(
        new DroppedRecord(DropReason.TruncationSentinel),
        await CleanedFile.OfRecord(FeedCsv.Record((Id, "EXPORT STOPPED"), (FeedColumns.IsAlarm, "true"))));

    [Fact]
    public async Task AnAlarmIsDropped() => Assert.Equal(
        new DroppedRecord(DropReason.Alarm), await CleanedFile.OfRecord(FeedCsv.Record((Id, "WOT1"), (FeedColumns.IsAlarm, " Yes "))));

    [Theory]
    [InlineData("\0")]
    [InlineData("\u00E9")]
    [InlineData(",one,too,many")]
    public async Task AnAlarmComesBeforeADefect(string defect) => Assert.Equal(
        new DroppedRecord(DropReason.Alarm), await CleanedFile.OfRecord(FeedCsv.Record((FeedColumns.IsAlarm, "true")) + defect));

    [Fact]
    public async Task InAFileWithoutTheColumnNothingIsAnAlarm()
    {
        var columns = FeedColumns.All.Except([FeedColumns.IsAlarm]).ToList();
        var file = FeedCsv.Bytes(string.Join(',', columns) + "\nWOT1" + new string(',', columns.Count - 1));

        Assert.IsType<KeptRecord>(Assert.Single(await CleanedFile.Of(file)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u00A0\u2003\u3000")]
    public async Task ARecordWithoutATicketIsRejected(string id)
    {
        var record = FeedCsv.Record((Id, id), ("owner", "somebody"));
        var rejected = Assert.IsType<RejectedRecord>(Assert.Single(await CleanedFile.Of(FeedCsv.Bytes(FeedCsv.Of(record)))));

        Assert.Equal((2, "no ticket_id", record), (rejected.Line, rejected.Reason, rejected.Text.Beginning));
    }

    [Fact]
    public async Task ADefectIsRejectedWithLineReasonAndText()
    {
        var results = await CleanedFile.Of(FeedCsv.Bytes(FeedCsv.Of(FeedCsv.Ticket("WOT1"), "WOT2,too,few")));

        var rejected = Assert.IsType<RejectedRecord>(results[1]);
        Assert.Equal((3, "3 fields, the header has 32", "WOT2,too,few"), (rejected.Line, rejected.Reason, rejected.Text.Beginning));
    }

    [Fact]
    public async Task ADefectIsNamedBeforeAMissingTicket() =>
        Assert.Equal("NUL byte", Assert.IsType<RejectedRecord>(await CleanedFile.OfRecord(FeedCsv.Ticket("\0"))).Reason);

    [Fact]
    public async Task AnOversizedRecordIsRejected() => Assert.StartsWith(
        "record of ",
        Assert.IsType<RejectedRecord>(await CleanedFile.OfRecord(FeedCsv.Ticket("WOT1") + new string('x', ChangeReader.LargestRecord))).Reason,
        StringComparison.Ordinal);

    [Fact]
    public async Task ATicketIdThatNoIndexCanHoldIsRejected()
    {
        Assert.Equal(256, (await CleanedFile.KeptOf((Id, new string('é', 128)))).TicketId.Length * 2);

        var rejected = Assert.Single(await CleanedFile.Of(FeedCsv.Bytes(FeedCsv.Of(FeedCsv.Ticket(new string('é', 128) + "1")))));
        Assert.Equal("ticket_id longer than 256 bytes", Assert.IsType<RejectedRecord>(rejected).Reason);
    }

    [Fact]
    public async Task ATicketIdIsTrimmedOfAnyWhiteSpaceAndOtherwiseLeftAlone()
    {
        var kept = await CleanedFile.KeptOf((Id, "\"\u00A0 wot 1\u2003\r\n\""));

        Assert.Equal("wot 1", kept.TicketId);
        Assert.Equal("wot 1", CleanedFile.Raw(kept).GetProperty(Id).GetString());
    }

    [Fact]
    public async Task RegionIsStoredInLowerAndRawStatusInUpperCaseWhateverTheAlphabet()
    {
        var raw = await CleanedFile.RawOf((Id, "WOT1"), (FeedColumns.Region, "NAIROBI ÉÅÖ ΑΣ ДОМ"), (FeedColumns.RawStatus, "pending éåö ας дом"));

        Assert.Equal("nairobi éåö ας дом".Replace('ς', 'σ'), raw.GetProperty(FeedColumns.Region).GetString());
        Assert.Equal("PENDING ÉÅÖ ΑΣ ДОМ", raw.GetProperty(FeedColumns.RawStatus).GetString());
    }

    [Fact]
    public async Task TheCaseIsNoCountrys()
    {
        var raw = await CleanedFile.RawOf((Id, "WOT1"), (FeedColumns.Region, "KITUI"), (FeedColumns.RawStatus, "in transit ß"));

        Assert.Equal("kitui", raw.GetProperty(FeedColumns.Region).GetString());
        Assert.Equal("IN TRANSIT ß", raw.GetProperty(FeedColumns.RawStatus).GetString());
    }

    [Theory]
    [InlineData("  blanks kept  ")]
    [InlineData("Quote \" backslash \\ slash / tab \t line\r\nbreak")]
    [InlineData("é ☎ 🦒 \uFEFF \u2028 \u00A0")]
    [InlineData("\u0001\u001f\u007f\u0085")]
    [InlineData("<b>&amp;'+")]
    [InlineData("00012.50")]
    [InlineData("NULL")]
    [InlineData("")]
    public async Task EveryOtherValueIsStoredExactlyAsDelivered(string value)
    {
        var raw = await CleanedFile.RawOf((Id, "WOT1"), ("location_name", FeedCsv.Quoted(value)));

        Assert.Equal(value, raw.GetProperty("location_name").GetString());
    }

    [Fact]
    public async Task RawIsTheFeedsColumnsWithoutTheDroppedOnesAsStrings()
    {
        var kept = await CleanedFile.KeptOf([.. FeedColumns.All.Except([FeedColumns.IsAlarm]).Select(column => (column, $"A {column}"))]);

        Assert.Equal(
            """
            {"mttr":"A mttr","owner":"A owner","bucket":"A bucket","region":"a region","cluster":"A cluster","is_alarm":"",
            "latitude":"A latitude","closed_at":"A closed_at","longitude":"A longitude","ticket_id":"A ticket_id",
            "raw_status":"A RAW_STATUS","sla_status":"A sla_status","last_seen_at":"A last_seen_at","scheduled_at":"A scheduled_at",
            "service_type":"A service_type","assigned_team":"A assigned_team","first_seen_at":"A first_seen_at",
            "is_actionable":"A is_actionable","location_name":"A location_name","is_auto_closed":"A is_auto_closed",
            "is_auto_created":"A is_auto_created","normalized_status":"A normalized_status","source_created_at":"A source_created_at",
            "source_updated_at":"A source_updated_at","created_at_service":"A created_at_service"}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(kept.Raw.Span));
    }

    [Fact]
    public async Task UnknownColumnsAreKeptUnderTheirNamesWhateverTheyHold()
    {
        var header = FeedCsv.Header + ",Priority,\"a \"\"b\"\" é\",Source_S3_Version";
        var file = FeedCsv.Bytes($"{header}\n{FeedCsv.Ticket("WOT1")},High,x,y\n");

        var raw = CleanedFile.Raw(Assert.IsType<KeptRecord>(Assert.Single(await CleanedFile.Of(file))));
        Assert.Equal("High", raw.GetProperty("Priority").GetString());
        Assert.Equal("x", raw.GetProperty("a \"b\" é").GetString());
        Assert.False(raw.TryGetProperty("Source_S3_Version", out _));
    }

    [Fact]
    public async Task AColumnThatTheFileLacksIsNotInRaw()
    {
        var columns = FeedColumns.All.Except(["owner"]).ToList();
        var file = FeedCsv.Bytes(string.Join(',', columns) + "\nWOT1" + new string(',', columns.Count - 1));

        var raw = CleanedFile.Raw(Assert.IsType<KeptRecord>(Assert.Single(await CleanedFile.Of(file))));
        Assert.False(raw.TryGetProperty("owner", out _));
    }

    [Fact]
    public async Task TheSameTicketTwiceIsKeptTwice()
    {
        var results = await CleanedFile.Of(FeedCsv.Bytes(FeedCsv.Of(FeedCsv.Ticket("WOT1"), FeedCsv.Ticket("WOT1"))));

        Assert.Equal(["WOT1", "WOT1"], results.Cast<KeptRecord>().Select(kept => kept.TicketId));
    }

    [Fact]
    public async Task ATicketIdIsTrimmedOfWhatIsInvisible()
    {
        var kept = await CleanedFile.KeptOf((Id, "\uFEFF\u200BWOT1\u00AD\u202E\uFE0F"));

        Assert.Equal(("WOT1", "WOT1"), (kept.TicketId, CleanedFile.Raw(kept).GetProperty(Id).GetString()));
    }

    [Fact]
    public async Task AnIdOfNothingButInvisibleCharactersIsNone() => Assert.Equal(
        "no ticket_id", Assert.IsType<RejectedRecord>(Assert.Single(await CleanedFile.Of(FeedCsv.Bytes(FeedCsv.Of(FeedCsv.Ticket("\u200B\uFEFF")))))).Reason);

    [Fact]
    public async Task TheNoteIsKnownBehindAByteOrderMark() => Assert.Equal(
        [new DroppedRecord(DropReason.TruncationSentinel)], await CleanedFile.Of(FeedCsv.Bytes(FeedCsv.Of("\uFEFF\uFEFFEXPORT STOPPED"))));

    public static TheoryData<string> HeaderLines =>
    [
        FeedCsv.Header, "\uFEFF" + FeedCsv.Header, FeedCsv.Header.ToUpperInvariant(), string.Join(',', FeedColumns.All.Select(FeedCsv.Quoted)),
        string.Join(',', FeedColumns.All.Select(column => $" {column}\u200B")),
    ];

    [Theory]
    [MemberData(nameof(HeaderLines))]
    public async Task TheHeaderLineAgainIsRejected(string line)
    {
        var results = await CleanedFile.Of(FeedCsv.Bytes(FeedCsv.Of(FeedCsv.Ticket("WOT1"), line, FeedCsv.Ticket("WOT2"))));

        Assert.Equal("the header line again", Assert.IsType<RejectedRecord>(results[1]).Reason);
        Assert.Equal(["WOT1", "WOT2"], results.OfType<KeptRecord>().Select(kept => kept.TicketId));
    }

    [Fact]
    public async Task SoIsARecordWhoseIdIsTheNameOfItsColumn() => Assert.Equal(
        "ticket_id is the column's own name", Assert.IsType<RejectedRecord>(await CleanedFile.OfRecord(FeedCsv.Ticket("Ticket_ID"))).Reason);

    [Fact]
    public async Task AnotherOrderOfTheColumnsInMidFileMakesItUnreadable()
    {
        var other = string.Join(',', FeedColumns.All.Reverse());

        var refusal = await Assert.ThrowsAsync<UnreadableFileException>(() => CleanedFile.Of(FeedCsv.Bytes(FeedCsv.Of(FeedCsv.Ticket("WOT1"), other))));

        Assert.Equal(("another header line, with other columns or in another order; expected one header in a file", 3L), (refusal.Message, refusal.Line));
    }

    [Fact]
    public async Task AnAlarmIsDroppedWhenItsFlagWentThroughATableOfNumbers() => Assert.Equal(
        new DroppedRecord(DropReason.Alarm), await CleanedFile.OfRecord(FeedCsv.Record((Id, "WOT1"), (FeedColumns.IsAlarm, "1.0"))));

    [Fact]
    public async Task ARecordThatIsTooLongAsJsonIsRejected()
    {
        var results = await CleanedFile.Of(FeedCsv.Bytes(FeedCsv.Of(
            FeedCsv.Record((Id, "WOT1"), ("owner", new string('\u0001', 4 << 20))), FeedCsv.Ticket("WOT2"))));

        Assert.Equal("record of more than 16777216 bytes as JSON", Assert.IsType<RejectedRecord>(results[0]).Reason);
        Assert.Equal("WOT2", Assert.IsType<KeptRecord>(results[1]).TicketId);
    }

    [Theory]
    [InlineData("owner")]
    [InlineData(FeedColumns.Region)]
    [InlineData(FeedColumns.RawStatus)]
    public async Task ALongValueIsStoredAsAShortOneIs(string column)
    {
        var value = string.Concat(Enumerable.Repeat("aÉ☎🦒\t", 40_000));

        var raw = await CleanedFile.RawOf((Id, "WOT1"), (column, FeedCsv.Quoted(value)));

        Assert.Equal(column switch { FeedColumns.Region => value.ToLowerInvariant(), FeedColumns.RawStatus => value.ToUpperInvariant(), _ => value }, raw.GetProperty(column).GetString());
    }
}
