using FleetTickets.DatabaseTests;
using FleetTickets.Schema.Migrations;
using FleetTickets.Schema;
using FleetTickets.TestServers;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace FleetTickets.DatabaseTests;

/// <summary>The one server of a test run, with a migrated template to copy.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PostgresServer? _server;

    public PostgresServer Server => _server ?? throw new InvalidOperationException("the server is not started");

    public string MigratedTemplate { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        MigratedTemplate = await _server.CreateTemplateAsync(MigrateAsync);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private static async Task MigrateAsync(string connectionString, CancellationToken cancellation)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await new Migrator(database, Migration.All).ApplyAsync(cancellation);
    }
}
