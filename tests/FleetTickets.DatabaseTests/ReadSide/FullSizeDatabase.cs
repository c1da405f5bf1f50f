using Dapper;
using FleetTickets.TestServers;
using Npgsql;

namespace FleetTickets.DatabaseTests.ReadSide;

/// <summary>As many tickets as the live database has.</summary>
public sealed class FullSizeDatabase(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase? _database;

    public NpgsqlDataSource DataSource => (_database ?? throw new InvalidOperationException("the database is not created")).DataSource;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.Server.CreateDatabaseAsync(postgres.MigratedTemplate);
        await using var connection = await DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "full-size-tickets.sql")), commandTimeout: 120);
        await connection.ExecuteAsync("vacuum analyze tickets.inc, tickets.crq");
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
