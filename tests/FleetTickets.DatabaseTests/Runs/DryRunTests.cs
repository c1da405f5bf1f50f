using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;
using Npgsql;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>A dry-run does the real work and takes it back.</summary>
public sealed class DryRunTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("inc", false)]
    [InlineData("inc", true)]
    [InlineData("crq", false)]
    [InlineData("crq", true)]
    public async Task ItsReportIsThatOfTheRealRun(string dataset, bool reseed)
    {
        await using var feed = await MixedAsync(dataset);

        var rehearsal = await feed.DrainAsync(reseed, dryRun: true);
        var real = await feed.DrainAsync(reseed);

        Assert.Equal((4, reseed ? 0 : 1, 1), (real.FilesApplied, real.FilesLate, real.FilesFailed));
        Assert.Equal(NumbersOf(real), NumbersOf(rehearsal));
    }

    [Theory]
    [InlineData("inc", false)]
    [InlineData("inc", true)]
    [InlineData("crq", false)]
    public async Task ItWritesAndMovesNothing(string dataset, bool reseed)
    {
        await using var feed = await MixedAsync(dataset);
        var (rows, names) = (await EverythingAsync(feed), feed.NamesIn(feed.Dataset.ChangesFolder).ToList());

        await feed.DrainAsync(reseed, dryRun: true);

        Assert.Equal(rows, await EverythingAsync(feed));
        Assert.Equal(names, feed.NamesIn(feed.Dataset.ChangesFolder));
        Assert.Empty(feed.NamesIn(feed.Dataset.FailedFolder));
    }

    [Fact]
    public async Task ALocalFileIsRehearsedAsWell()
    {
        await using var feed = await MixedAsync("inc");
        var rows = await EverythingAsync(feed);

        var report = await feed.LoadLocalAsync("export.csv", [Csv.Ticket("L")], dryRun: true);

        Assert.Equal(1, report.Rows.Inserted);
        Assert.Equal(rows, await EverythingAsync(feed));
    }

    [Fact]
    public async Task ItNeedsTheDatasetToItself()
    {
        await using var feed = await MixedAsync("inc");
        await using var other = await RunLock.TakeAsync(feed.Database, feed.Dataset, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<DatasetBusyException>(() => feed.DrainAsync(dryRun: true));
    }

    [Fact]
    public async Task ItWaitsNoLongerThanASecondForARow()
    {
        await using var feed = await MixedAsync("inc");
        await using var other = await feed.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand("select from tickets.inc where ticket_id = 'A' for update", other, transaction);
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => feed.DrainAsync(dryRun: true));

        Assert.Equal(PostgresErrorCodes.LockNotAvailable, refused.SqlState);
    }

    /// <summary>A dataset that has begun, and a bucket with a new file, changed and unchanged rows, a late file, a failed one and rejects.</summary>
    private async Task<TestFeed> MixedAsync(string dataset)
    {
        var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A"), Csv.Ticket("B"));
        await feed.DrainAsync();
        feed.Put("2026-06-15T06-00-00", Csv.Ticket("A", "late"), Csv.Ticket("L"));
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("A", "changed"), Csv.Ticket("B"), Csv.Ticket("C"), Csv.Ticket("C", "twice"), Csv.BadRecord);
        feed.Put("2026-06-15T09-00-00", Csv.Ticket("C", "again"), "EXPORT STOPPED");
        feed.PutContent("2026-06-15T10-00-00.csv", [.. Csv.File(Csv.BadRecord), .. "E,\"cut sho"u8]);
        feed.Put("2026-06-15T11-00-00", Csv.Ticket("C", "again"));
        return feed;
    }

    private static object NumbersOf(RunReport report) => (
        (report.FilesFound, report.FilesApplied, report.FilesLate, report.FilesFailed, report.FilesTruncated),
        report.Rows, report.WatermarkBefore, report.WatermarkAfter, report.NeedsAttention);

    /// <summary>Every row of every table of ours, with who wrote it.</summary>
    private static async Task<List<string>> EverythingAsync(TestFeed feed)
    {
        var tables = await feed.QueryAsync<string>("select tablename from pg_tables where schemaname = 'tickets' order by 1");
        return await feed.QueryAsync<string>(string.Join(
            " union all ", tables.Select(table => $"select '{table}: ' || xmin || ' ' || t::text from tickets.{table} t")) + " order by 1");
    }
}
