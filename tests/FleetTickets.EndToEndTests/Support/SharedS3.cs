using FleetTickets.EndToEndTests;
using FleetTickets.TestServers;

[assembly: AssemblyFixture(typeof(SharedS3))]

namespace FleetTickets.EndToEndTests;

/// <summary>One S3 server for all tests here; each takes a bucket of its own.</summary>
public sealed class SharedS3 : IAsyncLifetime
{
    private S3Server? _server;

    public S3Server Server => _server!;

    public async ValueTask InitializeAsync() => _server = await S3Server.StartAsync(TestContext.Current.CancellationToken);

    // Also called when the start failed.
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
