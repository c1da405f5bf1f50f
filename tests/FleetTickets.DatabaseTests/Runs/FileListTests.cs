using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Operating.Listing;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>The list of files, by the bucket and by the ledger.</summary>
public sealed class FileListTests(PostgresFixture postgres)
{
    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task EveryFileIsInItsState(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A"), Csv.BadRecord);
        feed.PutContent("2026-06-15T08-00-00.csv", []);
        await feed.DrainAsync();
        feed.Put("2026-06-15T06-00-00", Csv.Ticket("B"));
        await feed.DrainAsync();
        await feed.LoadLocalAsync("export.csv", [Csv.Ticket("C")]);
        feed.Put("2026-06-15T05-00-00", Csv.Ticket("D"));
        await feed.SkipAsync(keys: "2026-06-15T05-00-00.csv");
        feed.Put("2026-06-15T04-00-00", Csv.Ticket("E"));
        feed.Put("2026-12-31T00-00-00", Csv.Ticket("F"));
        feed.PutContent("readme.txt", [1]);

        var files = await feed.FilesAsync();

        Assert.Equal(
            [
                ("2026-06-15T04-00-00.csv", "waiting"), ("2026-12-31T00-00-00.csv", "left-alone"), ("readme.txt", "left-alone"),
                ("export.csv", "local"), ("2026-06-15T08-00-00.csv", "failed"), ("2026-06-15T07-00-00.csv", "applied"),
                ("2026-06-15T06-00-00.csv", "late"), ("2026-06-15T05-00-00.csv", "skipped"),
            ],
            files.Select(file => (file.Key[(file.Key.LastIndexOf('/') + 1)..], file.States[0])));
        Assert.Equal("2 read, 1 new, 0 changed, 1 rejected", files[5].About);
        Assert.Equal([FileStates.Late, FileStates.Applied], files[6].States);
    }

    [Fact]
    public async Task AFailedFileThatWasPutBackWaitsAndSaysWhy()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.PutContent("2026-06-15T07-00-00.csv", []);
        await feed.DrainAsync();
        await feed.RetryAsync(keys: "2026-06-15T07-00-00.csv");

        var file = Assert.Single(await feed.FilesAsync());

        Assert.Equal(("waiting", "0 bytes, failed before: line 1: the file is empty; expected a CSV header"), (file.States[0], file.About));
    }

    [Fact]
    public async Task TheRejectsOfAFileAreFoundByTheLastPartOfItsKey()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A"), Csv.BadRecord);
        feed.Put("2026-06-15T08-00-00", Csv.BadRecord, Csv.BadRecord);
        await feed.DrainAsync();
        await using var connection = await feed.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);

        var ofOne = await RejectQueries.OfFileAsync(connection, feed.Dataset, "2026-06-15T08-00-00.csv", TestContext.Current.CancellationToken);
        var newest = await RejectQueries.NewestAsync(connection, feed.Dataset, 2, TestContext.Current.CancellationToken);

        Assert.Equal([2L, 3L], ofOne.Select(reject => reject.Line));
        Assert.Equal([3L, 2L], newest.Select(reject => reject.Line));
        Assert.Equal(3, await RejectQueries.CountAsync(connection, feed.Dataset, TestContext.Current.CancellationToken));
        Assert.All(ofOne, reject => Assert.Equal(("no ticket_id", Csv.BadRecord), (reject.Reason, reject.Text)));
    }
}
