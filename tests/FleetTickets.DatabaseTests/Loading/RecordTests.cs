using System.Security.Cryptography;
using System.Text;
using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Loading;

/// <summary>What becomes of a file's records: stored, rejected, dropped or superseded, and always counted.</summary>
public sealed class RecordTests(PostgresFixture postgres)
{
    private const string Time = "2026-06-15T07-00-00";
    private const string Later = "2026-06-15T08-00-00";

    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AHeaderOnlyFileIsApplied(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Time);

        await feed.DrainAsync();

        var row = Assert.Single(await feed.LedgerAsync());
        Assert.Equal(("applied", (0, 0, 0, 0, 0, 0, 0)), (row.Status, row.Rows));
        Assert.Equal(feed.Key(Time), await feed.WatermarkAsync());
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ABadRecordIsKeptWithWhereAndWhyAndTheOthersAreLoaded(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        var tooLong = Csv.Ticket("B") + ",Müller";
        feed.Put(Time, Csv.Ticket("A"), tooLong, Csv.Ticket("C"));

        var report = await feed.DrainAsync();

        Assert.True(report.NeedsAttention);
        Assert.Equal(["A", "C"], (await feed.StatusesAsync()).Keys);
        var reject = await feed.ScalarAsync<(string, string, long, string, string, long, string)>(
            "select dataset, key, line, reason, text, length, sha256 from tickets.import_rejects");
        var bytes = Encoding.UTF8.GetBytes(tooLong);
        Assert.Equal(
            (dataset, feed.Key(Time), 3, "33 fields, the header has 32", tooLong, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))),
            reject);
    }

    [Theory]
    [InlineData("mttr", "n/a", "mttr")]
    [InlineData("closed_at", "2026-02-31 08:00:00", "closed_at")]
    [InlineData("latitude", "95", "latitude")]
    public async Task ABadValueIsStoredAsDeliveredAndItsTypedColumnIsNull(string column, string value, string typed)
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A", others: [("longitude", "36.8"), (column, value)]));

        var report = await feed.DrainAsync();

        Assert.False(report.NeedsAttention);
        Assert.Equal((value, true), await feed.ScalarAsync<(string, bool)>($"select raw->>'{column}', {typed} is null from tickets.inc"));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task TheExportsNoteThatItStoppedMarksTheFileTruncated(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Time, Csv.Ticket("A"), "Export stopped: row limit reached");

        var report = await feed.DrainAsync();

        var row = Assert.Single(await feed.LedgerAsync());
        Assert.True(row.Truncated);
        Assert.Equal((2, 1, 0, 0, 1, 0, 0), row.Rows);
        Assert.Equal((1, false), (report.FilesTruncated, report.NeedsAttention));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AnUnchangedReemissionRewritesNoRow(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Time, Csv.Tickets(500));
        await feed.DrainAsync();
        var before = await feed.VersionsAsync();
        feed.Put(Later, Csv.Tickets(500));

        await feed.DrainAsync();

        Assert.Equal(before, await feed.VersionsAsync());
        Assert.Equal((500, 0, 0, 0, 0, 0, 500), (await feed.LedgerAsync())[1].Rows);
    }

    /// <summary>Behind thousands of new tickets it is no longer asked for each record whether its ticket has it; the answer stays the same.</summary>
    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task UnchangedRecordsBehindManyNewOnesRewriteNoRow(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Time, Csv.Tickets(500));
        await feed.DrainAsync();
        var before = await feed.VersionsAsync();
        feed.Put(Later, [.. Enumerable.Range(1, 9_000).Select(n => Csv.Ticket($"NEW{n}")), .. Csv.Tickets(500)]);

        await feed.DrainAsync();

        Assert.Equal(before, (await feed.VersionsAsync()).Where(row => !row.Id.StartsWith("NEW", StringComparison.Ordinal)));
        Assert.Equal((9_500, 0, 0, 0, 9_000, 0, 500), (await feed.LedgerAsync())[1].Rows);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task OnlyChangedRowsAreRewrittenAndAnyColumnIsAChange(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Time, Csv.Ticket("A"), Csv.Ticket("B"));
        await feed.DrainAsync();
        var before = await feed.VersionsAsync();
        feed.Put(Later, Csv.Ticket("A"), Csv.Ticket("B", others: [("last_seen_at", "2026-06-15 08:00:00")]));

        await feed.DrainAsync();

        var kept = Assert.Single(before.Intersect(await feed.VersionsAsync()));
        Assert.Equal("A", kept.Id);
        Assert.Equal((2, 0, 0, 0, 0, 1, 1), (await feed.LedgerAsync())[1].Rows);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task OfSeveralRecordsOfATicketTheLastWinsAndTheOthersAreSuperseded(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Time, Csv.Ticket("A", "1"), Csv.Ticket("B", "1"), Csv.Ticket(" A ", "2"), Csv.Ticket("A", "3"));

        await feed.DrainAsync();

        Assert.Equal(new() { ["A"] = "3", ["B"] = "1" }, await feed.StatusesAsync());
        Assert.Equal((4, 0, 0, 2, 2, 0, 0), Assert.Single(await feed.LedgerAsync()).Rows);
    }

    [Fact]
    public async Task ARejectedRecordDoesNotSupersedeAKeptOne()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A", "kept"), Csv.Ticket("A", "rejected") + ",one field more");

        await feed.DrainAsync();

        Assert.Equal("kept", (await feed.StatusesAsync())["A"]);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task TheCountsOfEachFileAddUpAndThoseOfTheRunAreTheirSum(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Time, Csv.Ticket("A"), Csv.Ticket("A"), Csv.Ticket("B"), Csv.BadRecord, Csv.Ticket("X", others: [("is_alarm", "true")]));
        feed.Put(Later, Csv.Ticket("A"), Csv.Ticket("B", "changed"), Csv.Ticket("C"), "EXPORT STOPPED");
        feed.PutContent("2026-06-15T09-00-00.csv", [.. Csv.File(Csv.BadRecord, Csv.Ticket("D")), .. "E,\"cut sho"u8]);

        await feed.DrainAsync();

        var files = await feed.LedgerAsync();
        Assert.Equal([(5, 1, 1, 1, 2, 0, 0), (4, 1, 0, 0, 1, 1, 1), (2, 0, 1, 0, 0, 0, 0)], files.Select(file => file.Rows));
        Assert.All(
            files.Where(file => file.Status == "applied"),
            file => Assert.Equal(file.Read, file.Dropped + file.Rejected + file.Superseded + file.Inserted + file.Updated + file.Unchanged));
        Assert.Equal(
            (11, 2, 2, 1, 3, 1, 1),
            await feed.ScalarAsync<(long, long, long, long, long, long, long)>(
                """
                select rows_read, rows_dropped, rows_rejected, rows_superseded, rows_inserted, rows_updated, rows_unchanged
                from tickets.import_runs
                """));
    }

    [Fact]
    public async Task TheWatermarkIsCommittedWithItsRowsOrNotAtAll()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Time, Csv.Ticket("A"));
        await feed.DrainAsync();
        feed.Put(Later, Csv.Ticket("B"));
        await feed.ExecuteAsync(
            """
            create function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
            create constraint trigger refuse after insert on tickets.inc deferrable initially deferred
            for each row execute function refuse()
            """);

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => feed.DrainAsync());

        Assert.Equal(["A"], (await feed.StatusesAsync()).Keys);
        Assert.Equal(feed.Key(Time), await feed.WatermarkAsync());
        Assert.Single(await feed.LedgerAsync());
        Assert.Equal([$"{Later}.csv"], feed.NamesIn(feed.Dataset.ChangesFolder));
    }
}
