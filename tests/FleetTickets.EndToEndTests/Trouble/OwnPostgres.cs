using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests.Trouble;

/// <summary>A cluster that the tests of one class have to themselves: they restart it, fill it up and starve it.</summary>
public sealed class OwnPostgres : IAsyncLifetime
{
    private PrivatePostgres? _cluster;
    private PostgresServer? _server;

    public PrivatePostgres Cluster => _cluster!;

    public PostgresServer Server => _server!;

    public string MigratedTemplate { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _cluster = await PrivatePostgres.StartAsync(TestContext.Current.CancellationToken);
        _server = PostgresServer.Of(_cluster);
        MigratedTemplate = await _server.CreateTemplateAsync(SharedPostgres.MigrateAsync, TestContext.Current.CancellationToken);
    }

    // Also called when the start failed.
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
