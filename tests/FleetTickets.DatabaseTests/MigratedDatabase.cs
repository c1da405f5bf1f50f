using FleetTickets.TestServers;
using Npgsql;

namespace FleetTickets.DatabaseTests;

/// <summary>A migrated database of the test class that names this as its class fixture.</summary>
public sealed class MigratedDatabase(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase? _database;

    public NpgsqlDataSource DataSource => (_database ?? throw new InvalidOperationException("the database is not created")).DataSource;

    public async ValueTask InitializeAsync() => _database = await postgres.Server.CreateDatabaseAsync(postgres.MigratedTemplate);

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
