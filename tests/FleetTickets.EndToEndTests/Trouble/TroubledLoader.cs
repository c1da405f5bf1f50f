using System.Security.Cryptography;
using FleetTickets.Engine.Feed;
using FleetTickets.TestServers;
using Npgsql;

namespace FleetTickets.EndToEndTests.Trouble;

/// <summary>A loader with a login of its own, files that wait for it, and a database that a test gets into trouble and out again.</summary>
internal sealed class TroubledLoader : IAsyncDisposable
{
    /// <summary>Every character that a URL, JSON or SQL spells in another way.</summary>
    public const string Password = "p@ss:w/rd?#%&+ \"é'";

    public static readonly TicketDataset Dataset = TicketDatasets.Inc;

    private readonly NpgsqlConnectionStringBuilder _server;

    private TroubledLoader(Workbench bench, string role, string connectionString)
    {
        Bench = bench;
        Role = role;
        _server = new NpgsqlConnectionStringBuilder(connectionString);
        bench.Environment["DATABASE_URL"] = Url();
    }

    public Workbench Bench { get; }

    public string Role { get; }

    public string DatabaseName => _server.Database!;

    /// <summary>As a message about the database ends.</summary>
    public string Name => $"({Role}@{_server.Host}:{_server.Port}/{DatabaseName})";

    /// <summary>A migrated database, a role that may do what loaders do, and a feed in the bucket.</summary>
    public static async Task<TroubledLoader> WithFeedAsync(OwnPostgres postgres)
    {
        var loader = await OnAsync(postgres.Server, postgres.MigratedTemplate);
        await loader.AdminAsync("grant fleettickets_ingest to {role}");
        await loader.Bench.Feed.WriteAsync("--type", Dataset.Name, "--tickets", "100", "--files", "3", "--no-bad-records");
        await loader.Bench.Feed.DeliverAsync(Dataset);
        return loader;
    }

    public static async Task<TroubledLoader> OnAsync(PostgresServer server, string template)
    {
        var database = await server.CreateDatabaseAsync(template, cancellation: TestContext.Current.CancellationToken);
        var loader = new TroubledLoader(
            Workbench.On(database), $"loader_{RandomNumberGenerator.GetHexString(8, lowercase: true)}", database.ConnectionString);
        await loader.AdminAsync($"create role {{role}} login password '{Password.Replace("'", "''", StringComparison.Ordinal)}'");
        return loader;
    }

    /// <summary>The loader's DATABASE_URL, with some of its parts replaced.</summary>
    public string Url(string? user = null, string? password = null, string? host = null, int? port = null, string? database = null, string query = "") =>
        $"postgresql://{user ?? Role}:{Uri.EscapeDataString(password ?? Password)}@{Uri.EscapeDataString(host ?? _server.Host!)}:{port ?? _server.Port}"
        + $"/{database ?? DatabaseName}{query}";

    /// <summary>Executes as the server's superuser; {role} and {database} are the loader's.</summary>
    public async Task AdminAsync(string sql)
    {
        await using var command = Bench.Database.CreateCommand(
            sql.Replace("{role}", Role, StringComparison.Ordinal).Replace("{database}", DatabaseName, StringComparison.Ordinal));
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Drains, which must fail with one line, and returns that line.</summary>
    public async Task<string> FailsAsync(int exitCode = 1) => (await Bench.DrainAsync(Dataset)).FailsWithOneLine(exitCode);

    public async Task NothingIsAppliedAsync()
    {
        Assert.Empty(await Bench.TicketsAsync(Dataset));
        Assert.Equal(0L, await Bench.ValueAsync<long>("select count(*) from tickets.import_files"));
        Assert.Equal(3, (await Bench.Bucket.NamesAsync(Dataset.ChangesFolder)).Count);
    }

    /// <summary>One run brings the tables to what the files say, and a second one changes nothing.</summary>
    public async Task ConvergesAsync()
    {
        (await Bench.DrainAsync(Dataset)).Expect(0);
        Assert.Equal(await Bench.Feed.ExpectedAsync(Dataset), await Bench.TicketsAsync(Dataset));
        Assert.Empty(await Bench.Bucket.NamesAsync(Dataset.ChangesFolder));
        var rows = await Bench.RowVersionsAsync(Dataset);
        (await Bench.DrainAsync(Dataset)).Expect(0);
        Assert.Equal(rows, await Bench.RowVersionsAsync(Dataset));
    }

    public ValueTask DisposeAsync() => Bench.DisposeAsync();
}
