using Npgsql;

namespace FleetTickets.TestServers;

/// <summary>A database of one test or test class; it is dropped, open sessions and all, when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Func<Task> _drop;

    internal TestDatabase(string connectionString, Func<Task> drop)
    {
        _drop = drop;
        ConnectionString = connectionString;
        DataSource = NpgsqlDataSource.Create(connectionString);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource DataSource { get; }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await _drop();
    }
}
