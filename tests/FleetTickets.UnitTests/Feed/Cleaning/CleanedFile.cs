using System.Text;
using System.Text.Json;
using FleetTickets.Engine.Feed.Cleaning;
using FleetTickets.UnitTests.Feed.Reading;

namespace FleetTickets.UnitTests.Feed.Cleaning;

/// <summary>Cleans the records of a file, and copies what is valid only until the next record.</summary>
internal static class CleanedFile
{
    public static async Task<IReadOnlyList<CleaningResult>> Of(byte[] file)
    {
        await using var reader = await ReadFile.OpenAsync(file);
        using var cleaner = new RowCleaner(reader.Header);
        var results = new List<CleaningResult>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            results.Add(cleaner.Clean(reader) is KeptRecord kept ? kept with { Raw = kept.Raw.ToArray() } : cleaner.Clean(reader));
        return results;
    }

    /// <summary>What becomes of one record of a file with the feed's own header; the text may be any letters up to U+00FF, a byte each.</summary>
    public static async Task<CleaningResult> OfRecord(string record) => Assert.Single(await Of(FeedCsv.Latin1(FeedCsv.Of(record))));

    /// <summary>The JSON object of a record that is kept.</summary>
    public static async Task<JsonElement> RawOf(params (string Column, string Text)[] fields) => Raw(await KeptOf(fields));

    public static async Task<KeptRecord> KeptOf(params (string Column, string Text)[] fields) =>
        Assert.IsType<KeptRecord>(Assert.Single(await Of(FeedCsv.Bytes(FeedCsv.Of(FeedCsv.Record(fields))))));

    public static JsonElement Raw(KeptRecord kept) => JsonElement.Parse(Encoding.UTF8.GetString(kept.Raw.Span));
}
