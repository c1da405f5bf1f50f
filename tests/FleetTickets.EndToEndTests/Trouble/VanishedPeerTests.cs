using System.Diagnostics;
using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.EndToEndTests.Trouble;

/// <summary>A peer that vanishes without a word is noticed on both sides within three minutes, whatever the one that is left waits for.</summary>
public sealed class VanishedPeerTests
{
    private static readonly TicketDataset Dataset = TicketDatasets.Inc;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public Task ALoaderEndsAndItsLockIsFree() => Task.WhenAll(WhileItWaitsForAnAnswerAsync(), BeforeItSendsAStatementAsync());

    private static async Task WhileItWaitsForAnAnswerAsync()
    {
        await using var network = await DarkNetwork.StartAsync();
        await using var bench = await BenchAsync(network);
        await using var hold = await TableHold.TakeAsync(bench.Database, Dataset.Table);
        await using var loader = Start(network, bench, fault: null);
        await hold.WaitForSomebodyAsync();

        await VanishesAsync(network, bench, loader);
    }

    private static async Task BeforeItSendsAStatementAsync()
    {
        await using var network = await DarkNetwork.StartAsync();
        await using var bench = await BenchAsync(network);
        await using var loader = Start(network, bench, "after-list:delay=10");
        await loader.WaitForLineAsync("Fault at ");

        await VanishesAsync(network, bench, loader);
    }

    private static async Task VanishesAsync(DarkNetwork network, Workbench bench, RunningProgram loader)
    {
        await network.GoDarkAsync();
        var dark = Stopwatch.StartNew();

        var line = (await loader.EndAsync()).FailsWithOneLine(1);
        while (await bench.ValueAsync<bool>("select exists (select from pg_locks where locktype = 'advisory')"))
        {
        }

        Assert.True(dark.Elapsed < Limit, $"noticed after {dark.Elapsed}");
        Assert.Contains(network.ServerAddress, line, StringComparison.Ordinal);
        Assert.Empty(await bench.TicketsAsync(Dataset));
    }

    private static async Task<Workbench> BenchAsync(DarkNetwork network)
    {
        var template = await network.Server.CreateTemplateAsync(SharedPostgres.MigrateAsync, TestContext.Current.CancellationToken);
        var bench = Workbench.On(await network.Server.CreateDatabaseAsync(template, cancellation: TestContext.Current.CancellationToken));
        bench.Environment["DATABASE_URL"] = new NpgsqlConnectionStringBuilder(bench.Environment["DATABASE_URL"]) { Host = network.ServerAddress }.ConnectionString;
        await bench.Feed.WriteAsync("--type", Dataset.Name, "--tickets", "100", "--files", "3", "--no-bad-records");
        await bench.Feed.DeliverAsync(Dataset);
        return bench;
    }

    private static RunningProgram Start(DarkNetwork network, Workbench bench, string? fault)
    {
        var environment = new Dictionary<string, string>(bench.Environment) { [Fault.Variable] = fault ?? "" };
        return RunningProgram.Start(Dataset.Name, ["--from-bucket", "--apply"], environment, bench.WorkingDirectory, network.Inside);
    }
}
