using CsCheck;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Feed.Reading;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Feed.Reading;

public sealed class ChangeReaderProperties
{
    // Mostly what means something to a reader of CSV or of UTF-8.
    private static readonly Gen<string> Field =
        OneOf(",", "\"", "\"\"", "\n", "\r\n", "\r", " ", ";", "\t", "'", "#", "é", "🦒", "\uFEFF", "a", "1").Array[0, 8].Select(string.Concat);

    private static readonly Gen<string[][]> Table = Field.Array[FeedColumns.All.Count].Array[0, 6];

    [Fact]
    public void WhatIsWrittenByRfc4180IsReadAsItWas() => Table.Sample(
        table =>
        {
            var file = FeedCsv.Of(table.Select(record => string.Join(',', record.Select(FeedCsv.Quoted))));
            Assert.Equal(table, Records(FeedCsv.Bytes(file)).Select(record => record.Fields));
        },
        iter: 500);

    [Fact]
    public void NoBytesWhateverCrashIt() => Gen.Byte.Array[0, 300].Sample(noise => Records(noise), iter: 2_000);

    [Fact]
    public void NoBytesAfterAGoodHeaderCrashIt() =>
        Gen.OneOf(Gen.Byte, OneOf("\",\r\n\0"u8.ToArray())).Array[0, 200].Select(Gen.Int[1, 20]).Sample(
            (noise, chunk) => Records([.. FeedCsv.Bytes(FeedCsv.Of()), .. noise], chunk), iter: 2_000);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    /// <summary>The records, or none when the file is unreadable: the one way in which reading may fail.</summary>
    private static IReadOnlyList<ReadRecord> Records(byte[] file, int chunk = int.MaxValue)
    {
        try
        {
            return ReadFile.Of(file, chunk).GetAwaiter().GetResult().Records;
        }
        catch (UnreadableFileException)
        {
            return [];
        }
    }
}
