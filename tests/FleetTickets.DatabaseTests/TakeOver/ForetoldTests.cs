using System.Collections.Concurrent;
using System.Globalization;
using FleetTickets.Engine.Results;
using FleetTickets.Schema.Migrations;
using FleetTickets.Schema.TakeOver;
using Npgsql;

namespace FleetTickets.DatabaseTests.TakeOver;

/// <summary>What the dry-run says is what happens: random changes of the databases, and its verdict against that of the rehearsal.</summary>
public sealed class ForetoldTests(PostgresFixture postgres)
{
    private const string SeedsVariable = "FLEETTICKETS_TAKEOVER_SEEDS";
    private const string SeedVariable = "FLEETTICKETS_TAKEOVER_SEED";
    private const int SeedsOfATestRun = 10;

    private static readonly string[] _shapes = ["after 10", "after 15", "after 10, other names", "after 10, raw keys", "after 17, other reading"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheDryRunAndTheRehearsalAgree()
    {
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Seeds(), new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Cancellation }, async (seed, _) =>
        {
            if (await DisagreementAsync(seed) is { } disagreement)
                wrong.Add($"{SeedVariable}={seed}: {disagreement}");
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong));
    }

    private static IEnumerable<int> Seeds()
    {
        var first = Number(SeedVariable);
        return Enumerable.Range(first ?? 1, Number(SeedsVariable) ?? (first is null ? SeedsOfATestRun : 1));
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } number ? int.Parse(number, CultureInfo.InvariantCulture) : null;

    /// <returns>What happened although the dry-run had seen no obstacle; null when it was right.</returns>
    private async Task<string?> DisagreementAsync(int seed)
    {
        var random = new Random(seed);
        await using var other = await OtherDatabase.CreateAsync(postgres, _shapes[random.Next(_shapes.Length)]);
        var changes = await ChangeAsync(other, random);
        try
        {
            var plan = await other.Migrator.PlanAsync(Cancellation);
            if (plan.TakeOver!.Obstacles.Count > 0)
                await Assert.ThrowsAsync<TakeOverException>(() => other.Migrator.RehearseAsync(_ => { }, Cancellation));
            else
                await other.Migrator.RehearseAsync(_ => { }, Cancellation);
            return null;
        }
        catch (Exception failed) when (failed is MigrationException or PostgresException)
        {
            return $"{string.Join("; ", changes)}: {failed.Message}";
        }
    }

    /// <summary>One to three changes; one that this database refuses is none.</summary>
    private static async Task<List<string>> ChangeAsync(OtherDatabase other, Random random)
    {
        var mutations = new Mutations(random);
        var wanted = random.Next(1, 4);
        var done = new List<string>();
        for (var attempt = 0; attempt < 20 && done.Count < wanted; attempt++)
        {
            var change = mutations.Next();
            try
            {
                await other.ExecuteAsync(change);
                done.Add(change);
            }
            catch (PostgresException)
            {
                // Another one is drawn in its place.
            }
        }
        return done;
    }
}
