using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Feed;

namespace FleetTickets.DatabaseTests.Loading;

/// <summary>A record that its ticket has already is known by its hash; whoever edits a ticket cannot make the loader miss a change.</summary>
public sealed class ContentHashTests(PostgresFixture postgres)
{
    private const string Edit = """set raw = raw || '{"normalized_status": "edited"}'""";

    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ATicketThatSomebodyEditedIsMendedByTheSameRecord(string dataset)
    {
        await using var feed = await LoadedAsync(dataset);
        await feed.ExecuteAsync($"update {feed.Dataset.Table} {Edit} where ticket_id = 'A'");

        Assert.Equal((2, 0, 0, 0, 0, 1, 1), await AgainAsync(feed));
        Assert.Equal(new() { ["A"] = "Assigned", ["B"] = "Assigned" }, await feed.StatusesAsync());
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ATicketThatAnotherLoaderUpsertedIsMendedByTheSameRecord(string dataset)
    {
        await using var feed = await LoadedAsync(dataset);
        await feed.ExecuteAsync(
            $$"""
            insert into {{feed.Dataset.Table}} as t (ticket_id, raw)
            values ('A', '{"ticket_id": "A", "normalized_status": "other loader"}')
            on conflict (ticket_id) do update set raw = excluded.raw
            """);

        Assert.Equal((2, 0, 0, 0, 0, 1, 1), await AgainAsync(feed));
        Assert.Equal("Assigned", (await feed.StatusesAsync())["A"]);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ATicketThatSomebodyDeletedComesBack(string dataset)
    {
        await using var feed = await LoadedAsync(dataset);
        await feed.ExecuteAsync($"delete from {feed.Dataset.Table} where ticket_id = 'A'");

        Assert.Equal((2, 0, 0, 0, 1, 0, 1), await AgainAsync(feed));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task WithoutAHashTheRecordIsComparedAndAnUnchangedRowStaysAsItIs(string dataset)
    {
        await using var feed = await LoadedAsync(dataset);
        await feed.ExecuteAsync($"update {feed.Dataset.Table} set content_hash = null");
        var before = await feed.VersionsAsync();

        Assert.Equal((2, 0, 0, 0, 0, 0, 2), await AgainAsync(feed));
        Assert.Equal(before, await feed.VersionsAsync());
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AChangeBySomebodyElseThatLeavesRawKeepsTheHash(string dataset)
    {
        await using var feed = await LoadedAsync(dataset);
        var before = await HashesAsync(feed);

        await feed.ExecuteAsync($"update {feed.Dataset.Table} set raw = raw, geo_source = default");

        Assert.Equal(before, await HashesAsync(feed));
        Assert.DoesNotContain(null, before);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task TheOrderOfTheColumnsChangesNoHash(string dataset)
    {
        await using var feed = await LoadedAsync(dataset);
        var before = await HashesAsync(feed);
        string[] columns = [.. FeedColumns.All.Reverse()];
        var record = columns.Select(column => column switch { "ticket_id" => "A", "normalized_status" => "Assigned", "is_actionable" => "true", _ => "" });
        feed.PutContent(
            "2026-06-15T08-00-00.csv",
            System.Text.Encoding.UTF8.GetBytes($"{string.Join(',', columns)}\n{string.Join(',', record)}\n"));

        await feed.DrainAsync();

        Assert.Equal((1, 0, 0, 0, 0, 0, 1), (await feed.LedgerAsync())[1].Rows);
        Assert.Equal(before, await HashesAsync(feed));
    }

    private async Task<TestFeed> LoadedAsync(string dataset)
    {
        var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A"), Csv.Ticket("B"));
        await feed.DrainAsync();
        return feed;
    }

    /// <summary>What becomes of the same records in the next file.</summary>
    private static async Task<(long, long, long, long, long, long, long)> AgainAsync(TestFeed feed)
    {
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("A"), Csv.Ticket("B"));
        await feed.DrainAsync();
        return (await feed.LedgerAsync())[1].Rows;
    }

    private static Task<List<Guid?>> HashesAsync(TestFeed feed) =>
        feed.QueryAsync<Guid?>($"select content_hash from {feed.Dataset.Table} order by ticket_id collate \"C\"");
}
