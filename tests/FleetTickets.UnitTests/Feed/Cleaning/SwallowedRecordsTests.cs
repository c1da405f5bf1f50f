using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Feed.Cleaning;
using FleetTickets.Engine.Results;
using FleetTickets.UnitTests.Feed.Reading;

namespace FleetTickets.UnitTests.Feed.Cleaning;

/// <summary>Lines inside of quoted fields that look like records.</summary>
public sealed class SwallowedRecordsTests
{
    [Theory]
    [InlineData("owner", 1)]
    [InlineData("owner", 5)]
    [InlineData("location_name", 3)]
    [InlineData("ticket_id", 2)]
    [InlineData("week_end", 2)]
    public async Task TwoStrayQuotesInOneColumnSwallowTheRecordsBetweenThem(string column, int records)
    {
        var lines = Enumerable.Range(1, records + 1).Select(number => Ticket(number)).ToList();
        lines[0] = Ticket(1, (column, "\"open"));
        lines[^1] = Ticket(records + 1, (column, "shut\""));

        Assert.Equal([records], await CountsAsync(FeedCsv.Of(lines)));
        Assert.Equal([records], await CountsAsync(FeedCsv.Of(lines).Replace("\n", "\r\n", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task QuotesInTwoColumnsLeaveTheRecordsBetweenThem()
    {
        var file = FeedCsv.Of(Ticket(1, ("owner", "\"open")), Ticket(2), Ticket(3), Ticket(4, ("region", "shut\"")));

        Assert.Equal([2], await CountsAsync(file));
    }

    [Fact]
    public async Task ATextOfSeveralLinesIsNone()
    {
        var text = FeedCsv.Quoted("Kilimani, Wood Avenue, house 14\nring, twice, please\r\n,,,,\n");

        Assert.Equal([0, 0], await CountsAsync(FeedCsv.Of(Ticket(1, ("location_name", text)), Ticket(2))));
    }

    private static string Ticket(int number, params (string Column, string Text)[] others) =>
        FeedCsv.Record([(FeedColumns.TicketId, others.FirstOrDefault(field => field.Column == FeedColumns.TicketId).Text ?? $"WOT{number}"), .. others.Where(field => field.Column != FeedColumns.TicketId)]);

    private static async Task<IReadOnlyList<long>> CountsAsync(string file)
    {
        await using var reader = await ReadFile.OpenAsync(FeedCsv.Bytes(file));
        var counts = new List<long>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            counts.Add(SwallowedRecords.In(reader));
        return counts;
    }
}
