using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>One run of a dataset at a time.</summary>
public sealed class BusyTests(PostgresFixture postgres)
{
    private const string EndTheLocksSession =
        """
        select pg_terminate_backend(pid, 10000)
        from pg_locks
        where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
        """;

    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ASecondRunIsToldWhoHoldsTheDatasetSinceWhen(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        await using var theirs = NpgsqlDataSource.Create(feed.ConnectionString + ";Application Name=the other run");
        await using var other = await RunLock.TakeAsync(theirs, feed.Dataset, TestContext.Current.CancellationToken);

        var busy = await Assert.ThrowsAsync<DatasetBusyException>(() => feed.DrainAsync());

        Assert.Matches($@"^{dataset} is held by another run: process \d+ \(role \w+, the other run.*\) since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d EAT$", busy.Message);
        Assert.Equal(0, await feed.ScalarAsync<int>("select count(*) from tickets.import_runs"));
    }

    /// <summary>Older versions lock for the session, and a pooler may have left such a lock to a session of somebody else.</summary>
    [Fact]
    public async Task ASessionsLockOfAnOlderVersionKeepsARunOut()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        await using var older = await feed.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using (var take = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended('fleettickets/inc', 0))", older))
            Assert.True((bool)(await take.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);

        await Assert.ThrowsAsync<DatasetBusyException>(() => feed.DrainAsync());

        await using (var end = new NpgsqlCommand("select pg_advisory_unlock_all()", older))
            await end.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await feed.DrainAsync();
    }

    [Fact]
    public async Task ARunKeepsAnOlderVersionOutAndHoldsBackNoVacuum()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        await using var held = await RunLock.TakeAsync(feed.Database, feed.Dataset, TestContext.Current.CancellationToken);

        Assert.False(await feed.ScalarAsync<bool>("select pg_try_advisory_lock(hashtextextended('fleettickets/inc', 0))"));
        Assert.Equal(1, await feed.ScalarAsync<int>(
            """
            select count(*)
            from pg_locks l
            join pg_stat_activity a using (pid)
            where l.locktype = 'advisory' and l.database = (select oid from pg_database where datname = current_database())
              and a.state = 'idle in transaction' and a.backend_xmin is null and a.backend_xid is null
            """));
    }

    [Fact]
    public async Task DatasetsDoNotHoldEachOtherUp()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        await using var other = await RunLock.TakeAsync(feed.Database, TicketDatasets.Crq, TestContext.Current.CancellationToken);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A"));

        Assert.Equal(1, (await feed.DrainAsync()).FilesApplied);
    }

    [Fact]
    public async Task AfterARunTheDatasetIsFreeAgainAlsoWhenTheRunFailed()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A"));
        using var failing = new FaultyBucket(feed.Bucket) { BeforeOpen = _ => throw new InvalidOperationException("on purpose") };
        await Assert.ThrowsAsync<InvalidOperationException>(() => feed.DrainAsync(bucket: failing));

        Assert.Equal(1, (await feed.DrainAsync()).FilesApplied);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BehindAPoolerTheLockedRowOfTheDatasetStillKeepsASecondRunOut(bool dryRun)
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        await feed.DrainAsync();
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A"));
        await feed.ExecuteAsync("insert into tickets.import_meta (dataset) values ('inc') on conflict do nothing");
        await using var other = await feed.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand("select from tickets.import_meta where dataset = 'inc' for update", other, transaction);
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<DatasetBusyException>(() => feed.DrainAsync(dryRun: dryRun));

        Assert.Empty(await feed.StatusesAsync());
    }

    [Fact]
    public async Task AFileThatAnotherRunHasAppliedSinceTheLedgerWasReadIsNotAppliedAgain()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A"));
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("B"));
        // Else the file would be gone, and that alone would keep us from it.
        using var unmoved = new FaultyBucket(feed.Bucket) { BeforeMove = _ => throw new BucketException("not moved yet") };
        var others = new Outcomes();
        var ours = new Outcomes
        {
            AfterEach = _ => Task.Run(async () =>
            {
                await feed.ExecuteAsync(EndTheLocksSession);
                await feed.DrainAsync(bucket: unmoved, progress: others);
            }).GetAwaiter().GetResult(),
        };

        var report = await feed.DrainAsync(progress: ours);

        Assert.Equal(feed.Key("2026-06-15T07-00-00"), Assert.Single(ours).File.Key);
        Assert.Equal(feed.Key("2026-06-15T08-00-00"), Assert.Single(others).File.Key);
        Assert.Equal(1, report.FilesApplied);
        Assert.Equal((1, 0, 0, 0, 1, 0, 0), (await feed.LedgerAsync())[1].Rows);
    }

    [Theory]
    [InlineData("\"x\"", "x")]
    [InlineData("-1", "-1")]
    [InlineData("1.5", "1.5")]
    [InlineData("99999999999", "99999999999")]
    public async Task AnEpochThatIsNoneIsNamedAndNothingIsLoaded(string epoch, string shown)
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A"));
        await feed.ExecuteAsync($"insert into tickets.import_meta (dataset, metadata) values ('inc', '{{\"stream_epoch\": {epoch}}}')");

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => feed.DrainAsync());

        Assert.Equal($"tickets.import_meta, dataset inc: metadata.stream_epoch is {shown}, expected a whole number", refused.Message);
        Assert.Empty(await feed.StatusesAsync());
    }
}
