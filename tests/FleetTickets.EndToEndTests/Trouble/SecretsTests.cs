using FleetTickets.Engine.Feed;

namespace FleetTickets.EndToEndTests.Trouble;

/// <summary>
/// Failures that have a secret at hand, said as loudly as the programs can. That none is shown whole is looked for in every run; here
/// no part of one may be shown either, as when a password ends a part of a URL too early.
/// </summary>
public sealed class SecretsTests(SharedPostgres postgres, SharedS3 s3)
{
    private const string FirstPart = "correct-horse";
    private const string LastPart = "battery-staple";

    // What an operator pastes without encoding it.
    private const string Pasted = $"{FirstPart}/?#@:{LastPart}";

    private static readonly string Encoded = Uri.EscapeDataString(Pasted);

    public static MatrixTheoryData<string, string> Failures { get; } = new(
        [
            $"postgresql://app:{Pasted}@127.0.0.1:1/tickets",
            $"postgresql://app:{FirstPart}:{LastPart}@127.0.0.1:port/tickets",
            $"postgresql://app:443/{LastPart}@127.0.0.1:1/tickets",
            $"postgresql://app:{Encoded}@127.0.0.1:1/tickets",
            $"postgresql://app:{Encoded}@{{server}}/tickets",
            $"postgresql://app:{Encoded}@{{server}}/tickets?sslmode=require",
            $"postgresql://app@127.0.0.1:1/tickets?password={Encoded}&bogus=1",
            $"Host=127.0.0.1;Port=many;Username=app;Password='{Pasted}'",
            $"Host=127.0.0.1;Port=1;Username=app;Password='{Pasted}'",
            $"app:{Pasted}@127.0.0.1",
        ],
        ["--verbose", "--verbose --log-format json"]);

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task NoPartOfAPasswordIsShown(string url, string options)
    {
        await using var database = await postgres.Server.CreateDatabaseAsync(cancellation: TestContext.Current.CancellationToken);
        var server = new Npgsql.NpgsqlConnectionStringBuilder(database.ConnectionString);
        var environment = new Dictionary<string, string>
        {
            ["DATABASE_URL"] = url.Replace("{server}", $"{Uri.EscapeDataString(server.Host!)}:{server.Port}", StringComparison.Ordinal),
            ["TICKETS_BUCKET"] = "file:///",
        };

        await using var running = RunningProgram.Start(TicketDatasets.Inc.Name, ["--status", .. options.Split(' ')], environment, Path.GetTempPath());
        var outcome = await running.EndAsync();

        Assert.InRange(outcome.ExitCode, 1, 2);
        Assert.All([FirstPart, LastPart], part => Assert.DoesNotContain(part, outcome.Output + outcome.Errors, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--verbose")]
    [InlineData("--verbose --log-format json")]
    public async Task NoPartOfAStoresSecretIsShown(string options)
    {
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.S3);
        bench.Environment["RUSTFS_SECRET_KEY"] = Pasted;
        bench.Environment["GEOCODER_API_KEY"] = Pasted;
        bench.Environment["NOTIFY_URL"] = $"https://127.0.0.1:1/{Encoded}";

        var outcome = (await bench.DrainAsync(TicketDatasets.Inc, options.Split(' '))).Expect(1);

        Assert.All([FirstPart, LastPart], part => Assert.DoesNotContain(part, outcome.Output + outcome.Errors, StringComparison.Ordinal));
    }
}
