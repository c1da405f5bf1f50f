using System.Text;
using FleetTickets.Engine.Feed.Reading;

namespace FleetTickets.UnitTests.Feed.Reading;

/// <summary>All records of a file, as the reader gives them.</summary>
internal sealed record ReadFile(FeedHeader Header, IReadOnlyList<ReadRecord> Records)
{
    public static Task<ReadFile> Of(string file) => Of(FeedCsv.Bytes(file));

    public static async Task<ReadFile> Of(byte[] file, int chunk = int.MaxValue)
    {
        await using var reader = await OpenAsync(file, chunk);
        var records = new List<ReadRecord>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            var fields = Enumerable.Range(0, reader.FieldCount).Select(i => Encoding.UTF8.GetString(reader.Field(i)));
            records.Add(new ReadRecord(reader.Line, reader.Offset, [.. fields], reader.Defect, reader.Text()));
        }
        return new ReadFile(reader.Header, records);
    }

    public static Task<ChangeReader> OpenAsync(byte[] file, int chunk = int.MaxValue) => ChangeReader.OpenAsync(
        (offset, _) => Task.FromResult<Stream>(new ChunkedStream(file.AsMemory((int)offset), chunk)), TestContext.Current.CancellationToken);
}

internal sealed record ReadRecord(long Line, long Offset, IReadOnlyList<string> Fields, string? Defect, RecordText Text)
{
    public string TicketId => Fields is [var id, ..] ? id : "";
}
