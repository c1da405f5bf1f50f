using FleetTickets.Engine.Feed;
using FleetTickets.TestServers;
using Npgsql;

namespace FleetTickets.EndToEndTests.Trouble;

/// <summary>A loader whose DATABASE_URL names a PgBouncer, which others use beside it.</summary>
internal sealed class PooledLoader : IAsyncDisposable
{
    public static readonly TicketDataset Dataset = TicketDatasets.Inc;

    private const string LightQuestion = "select count(*) from tickets.import_runs, pg_sleep(0.03)";

    private readonly PgBouncer _pooler;
    private readonly string _connectionString;
    private readonly CancellationTokenSource _end = new();
    private Task _lightClients = Task.CompletedTask;

    private PooledLoader(Workbench bench, PgBouncer pooler, string connectionString) =>
        (Bench, _pooler, _connectionString) = (bench, pooler, connectionString);

    public Workbench Bench { get; }

    public static async Task<PooledLoader> StartAsync(SharedPostgres postgres, string mode, int poolSize = 20)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var database = await postgres.Server.CreateDatabaseAsync(postgres.MigratedTemplate, cancellation: cancellation);
        var pooler = await PgBouncer.StartAsync(database.ConnectionString, mode, poolSize, cancellation);
        var bench = Workbench.On(database);
        bench.Environment["DATABASE_URL"] = pooler.Through(database.ConnectionString);
        return new PooledLoader(bench, pooler, bench.Environment["DATABASE_URL"]);
    }

    /// <summary>As a read-API does: short questions now and then, from clients that stay connected.</summary>
    public void StartLightClients(int count) => _lightClients = Task.WhenAll(Enumerable.Range(0, count).Select(_ => AskAgainAndAgainAsync()));

    /// <summary>Returns once the server knows that nobody has a dataset.</summary>
    public async Task WaitUntilNobodyHoldsALockAsync()
    {
        while (await Bench.ValueAsync<bool>(
            "select exists (select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()))"))
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _lightClients;
        await _pooler.DisposeAsync();
        await Bench.DisposeAsync();
        _end.Dispose();
    }

    private async Task AskAgainAndAgainAsync()
    {
        await using var client = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false }.ConnectionString);
        try
        {
            await client.OpenAsync(_end.Token);
            while (true)
            {
                await using var question = new NpgsqlCommand(LightQuestion, client);
                await question.ExecuteScalarAsync(_end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test has ended.
        }
    }
}
