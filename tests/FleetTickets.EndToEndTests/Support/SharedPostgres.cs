using FleetTickets.EndToEndTests;
using FleetTickets.TestServers;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace FleetTickets.EndToEndTests;

/// <summary>One PostgreSQL for all tests here, with a template that the real migrate program has made.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    private PostgresServer? _server;

    public PostgresServer Server => _server!;

    public string MigratedTemplate { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync(TestContext.Current.CancellationToken);
        MigratedTemplate = await _server.CreateTemplateAsync(MigrateAsync, TestContext.Current.CancellationToken);
    }

    // Also called when the start failed.
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Runs the real migrate program.</summary>
    internal static async Task MigrateAsync(string connectionString, CancellationToken cancellation)
    {
        var environment = new Dictionary<string, string> { ["DATABASE_URL"] = connectionString };
        await using var migrate = RunningProgram.Start(Programs.Migrate, [], environment, Path.GetTempPath());
        (await migrate.EndAsync()).Expect(0);
    }
}
