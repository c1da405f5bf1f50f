using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests.Trouble;

/// <summary>Behind a pooler, which gives each transaction another session, a loader does what it does without one.</summary>
public sealed class PoolerTests(SharedPostgres postgres)
{
    public static TheoryData<string> Modes { get; } = new("session", "transaction");

    [Theory]
    [InlineData("transaction", 60)]
    [InlineData("session", 10)]
    public async Task RunsBesideThreeLightClientsNeverFindTheDatasetHeld(string mode, int runs)
    {
        await using var loader = await PooledLoader.StartAsync(postgres, mode);
        loader.StartLightClients(3);

        for (var run = 0; run < runs; run++)
            (await loader.Bench.DrainAsync(PooledLoader.Dataset)).Expect(0);

        await loader.WaitUntilNobodyHoldsALockAsync();
        Assert.Equal(runs, (int)await loader.Bench.ValueAsync<long>("select count(*) from tickets.import_runs where outcome = 'done'"));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task OfTwoAtOnceOneIsTurnedAwayAndAKilledOneLeavesNoLock(string mode)
    {
        await using var loader = await PooledLoader.StartAsync(postgres, mode);
        loader.StartLightClients(3);
        await using var first = loader.Bench.StartWithFault("after-list:hold", PooledLoader.Dataset.Name, "--from-bucket", "--apply");
        await first.WaitForLineAsync("Fault at ");

        var second = (await loader.Bench.DrainAsync(PooledLoader.Dataset)).Expect(75);
        Assert.Contains("fleettickets-inc@", second.Errors, StringComparison.Ordinal);
        (await loader.Bench.DrainAsync(TicketDatasets.Crq)).Expect(0);

        await first.KillAsync();
        await loader.WaitUntilNobodyHoldsALockAsync();
        (await loader.Bench.DrainAsync(PooledLoader.Dataset)).Expect(0);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task AFeedIsLoadedMovedAndVerified(string mode)
    {
        await using var loader = await PooledLoader.StartAsync(postgres, mode, poolSize: 3);
        await loader.Bench.Feed.WriteAsync("--type", PooledLoader.Dataset.Name, "--tickets", "200", "--files", "12", "--no-bad-records");
        await loader.Bench.Feed.DeliverAsync(PooledLoader.Dataset);

        (await loader.Bench.RunAsync(PooledLoader.Dataset.Name, "--from-bucket")).Expect(0);
        (await loader.Bench.DrainAsync(PooledLoader.Dataset)).Expect(0);

        Assert.Equal(await loader.Bench.Feed.ExpectedAsync(PooledLoader.Dataset), await loader.Bench.TicketsAsync(PooledLoader.Dataset));
        Assert.Empty(await loader.Bench.Bucket.NamesAsync(PooledLoader.Dataset.ChangesFolder));
        Assert.Equal(0L, await loader.Bench.ValueAsync<long>("select count(*) from tickets.import_files where archived_as is null"));
        (await loader.Bench.RunAsync(PooledLoader.Dataset.Name, "--verify")).Expect(0);
        Assert.Contains("held by", (await loader.Bench.RunAsync(PooledLoader.Dataset.Name, "--status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OptionsThatThePoolerRefusesAreNamed()
    {
        await using var loader = await PooledLoader.StartAsync(postgres, "transaction");
        loader.Bench.Environment["DATABASE_URL"] += ";Options=-c statement_timeout=60s";

        var line = (await loader.Bench.DrainAsync(PooledLoader.Dataset)).FailsWithOneLine(1);

        Assert.Contains("Take options out of DATABASE_URL", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APoolerThatAllowsNoTransactionsIsNamed()
    {
        await using var loader = await PooledLoader.StartAsync(postgres, "statement");

        var line = (await loader.Bench.DrainAsync(PooledLoader.Dataset)).FailsWithOneLine(1);

        Assert.Contains("pool_mode", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MigrateWorksThroughAPoolerThatSharesSessions()
    {
        await using var loader = await PooledLoader.StartAsync(postgres, "transaction");
        await loader.Bench.RowsAsync("drop schema tickets, reporting cascade");

        (await loader.Bench.RunAsync(Programs.Migrate)).Expect(0);

        await loader.WaitUntilNobodyHoldsALockAsync();
        (await loader.Bench.DrainAsync(PooledLoader.Dataset)).Expect(0);
    }
}
