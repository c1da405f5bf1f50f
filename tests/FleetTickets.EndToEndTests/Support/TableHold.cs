using System.Data;
using Npgsql;

namespace FleetTickets.EndToEndTests;

/// <summary>Keeps a table from every writer, so that a program stands still where it writes it, and lets it go on.</summary>
internal sealed class TableHold : IAsyncDisposable
{
    private const string SomebodyWaits =
        "select exists (select from pg_locks where relation = @table::regclass and not granted)";

    private readonly NpgsqlConnection _connection;
    private readonly string _table;

    private TableHold(NpgsqlConnection connection, string table) => (_connection, _table) = (connection, table);

    public static async Task<TableHold> TakeAsync(NpgsqlDataSource database, string table)
    {
        var connection = await database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand($"begin; lock table {table} in exclusive mode", connection);
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new TableHold(connection, table);
    }

    /// <summary>Returns once a program stands at the table.</summary>
    public async Task WaitForSomebodyAsync()
    {
        await using var ask = new NpgsqlCommand(SomebodyWaits, _connection) { Parameters = { new("table", _table) } };
        while (await ask.ExecuteScalarAsync(TestContext.Current.CancellationToken) is not true)
        {
        }
    }

    /// <summary>Lets go; a test may do so before its end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection.State is not ConnectionState.Open)
            return;
        try
        {
            await using var letGo = new NpgsqlCommand("rollback", _connection);
            await letGo.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // The test has restarted the server, and nobody holds anything.
        }
        await _connection.DisposeAsync();
    }
}
