using System.Collections.Concurrent;
using System.Globalization;
using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Chaos;

/// <summary>
/// Random feeds and random faults: whatever happened, one run without a fault brings the fold of all files, and loses, doubles and
/// miscounts nothing. A seed fixes feed and faults, not how the workers' steps fall between each other.
/// </summary>
public sealed class ChaosTests(PostgresFixture postgres)
{
    private const string SeedsVariable = "FLEETTICKETS_CHAOS_SEEDS";
    private const string SeedVariable = "FLEETTICKETS_CHAOS_SEED";
    private const int DefaultSeeds = 150;

    /// <summary>A seed takes parts of a second.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task WhateverHappensTheNextRunBringsTheFoldOfAllFiles()
    {
        var seeds = new ConcurrentQueue<int>(Seeds());
        var failures = new ConcurrentQueue<string>();
        // Half of the time a worker waits for the server.
        var lanes = Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => Task.Run(() => WorkOffAsync(seeds, failures)));

        await Task.WhenAll(lanes);

        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
    }

    private static IEnumerable<int> Seeds() =>
        Number(SeedVariable) is { } seed ? [seed] : Enumerable.Range(1, Number(SeedsVariable) ?? DefaultSeeds);

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>Ends with the seeds, or with the first failure of any lane.</summary>
    private async Task WorkOffAsync(ConcurrentQueue<int> seeds, ConcurrentQueue<string> failures)
    {
        await using var inc = await TestFeed.StartAsync(postgres, TicketDatasets.Inc.Name);
        await using var crq = await TestFeed.StartAsync(postgres, TicketDatasets.Crq.Name);
        await using var incSessions = new ChaosSessions(inc);
        await using var crqSessions = new ChaosSessions(crq);
        while (failures.IsEmpty && seeds.TryDequeue(out var seed))
        {
            var plan = ChaosPlan.For(seed);
            try
            {
                await RunOf(plan).RunAsync().WaitAsync(Hang);
            }
            catch (Exception failure)
            {
                failures.Enqueue(
                    $"seed {seed}: {failure.Message}\n{plan}"
                    + $"replay: {SeedVariable}={seed} tests/run.sh --filter-class '*ChaosTests'\n{failure.StackTrace}");
            }
        }

        ChaosRun RunOf(ChaosPlan plan) => plan.Seed % 2 == 0 ? new(inc, incSessions, plan) : new(crq, crqSessions, plan);
    }
}
