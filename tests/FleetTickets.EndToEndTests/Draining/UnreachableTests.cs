using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.EndToEndTests;

/// <summary>A server that is down or refuses: exit code 1, and one line that says which server and why.</summary>
public sealed class UnreachableTests(SharedPostgres postgres, SharedS3 s3)
{
    // Reserved, and never listened on.
    private const int DeadPort = 1;

    private static readonly TicketDataset Dataset = TicketDatasets.Inc;

    [Fact]
    public async Task ADatabaseThatIsDown() => await FailsAsync(
        bench => new() { ["DATABASE_URL"] = $"postgresql://app:hush-hush@127.0.0.1:{DeadPort}/tickets" },
        $"the database cannot be reached: Failed to connect to 127.0.0.1:{DeadPort}");

    [Fact]
    public async Task ADatabaseThatRefusesThePassword() => await FailsAsync(
        bench => new() { ["DATABASE_URL"] = new NpgsqlConnectionStringBuilder(bench.Environment["DATABASE_URL"]) { Password = "wrong-and-secret" }.ConnectionString },
        "the database refused: password authentication failed for user", "28P01");

    [Fact]
    public async Task ABucketServerThatIsDown() => await FailsAsync(
        bench => new() { ["RUSTFS_ENDPOINT"] = $"http://127.0.0.1:{DeadPort}" },
        $"bucket {{bucket}} at http://127.0.0.1:{DeadPort}/: listing automations/inc/changes/:");

    [Fact]
    public async Task AWrongSecretOfTheBucket() => await FailsAsync(
        bench => new() { ["RUSTFS_SECRET_KEY"] = "wrong-and-secret" }, "bucket {bucket} at ", "listing automations/inc/changes/:");

    [Fact]
    public async Task AKeyWithoutRights() => await FailsAsync(
        bench => new() { ["RUSTFS_ACCESS_KEY"] = s3.Server.DeniedAccessKey, ["RUSTFS_SECRET_KEY"] = s3.Server.DeniedSecretKey },
        "bucket {bucket} at ", "listing automations/inc/changes/:");

    [Fact]
    public async Task ABucketThatDoesNotExist() => await FailsAsync(
        bench => new() { ["TICKETS_BUCKET"] = "no-such-bucket" }, "bucket no-such-bucket at ", "listing automations/inc/changes/:");

    [Fact]
    public async Task ADirectoryThatDoesNotExist() => await FailsAsync(
        bench => new() { ["TICKETS_BUCKET"] = "file:///no/such/directory" }, "bucket directory /no/such/directory: no such directory");

    [Fact]
    public async Task AnEmptyDatabaseIsAnOldSchema()
    {
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.Directory);
        await using var empty = await postgres.Server.CreateDatabaseAsync(cancellation: TestContext.Current.CancellationToken);
        bench.Environment["DATABASE_URL"] = empty.ConnectionString;

        Assert.Contains("the database does not have the tables of this program yet: run migrate", OneLineOf((await bench.DrainAsync(Dataset)).Expect(2)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASchemaThatLacksOneMigrationIsNamedAndMigrateBringsIt()
    {
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.Directory);
        var last = await bench.ValueAsync<string>("delete from tickets.schema_migrations where filename = (select max(filename) from tickets.schema_migrations) returning filename");

        Assert.Contains($"it lacks {last}: run migrate", OneLineOf((await bench.DrainAsync(Dataset)).Expect(2)), StringComparison.Ordinal);
        Assert.Equal($"pending  {last}\n", (await bench.RunAsync(Programs.Migrate, "--dry-run")).Expect(0).Output);
    }

    private async Task FailsAsync(Func<Workbench, Dictionary<string, string>> change, params string[] parts)
    {
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.S3);
        var bucket = bench.Environment["TICKETS_BUCKET"];
        foreach (var (name, value) in change(bench))
            bench.Environment[name] = value;

        var line = OneLineOf((await bench.DrainAsync(Dataset)).Expect(1));

        Assert.All(parts, part => Assert.Contains(part.Replace("{bucket}", bucket, StringComparison.Ordinal), line, StringComparison.Ordinal));
    }

    private static string OneLineOf(ProgramOutcome outcome)
    {
        Assert.Equal("", outcome.Output);
        return Assert.Single(outcome.ErrorLines);
    }
}
