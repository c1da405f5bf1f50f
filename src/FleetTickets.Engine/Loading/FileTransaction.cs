using Dapper;
using Npgsql;

namespace FleetTickets.Engine.Loading;

/// <summary>All that one file changes in the database, together or not at all.</summary>
public sealed class FileTransaction : IAsyncDisposable
{
    private readonly bool _isSavepoint;
    private bool _open = true;

    private FileTransaction(NpgsqlConnection connection, bool isSavepoint) => (Connection, _isSavepoint) = (connection, isSavepoint);

    public NpgsqlConnection Connection { get; }

    internal static async Task<FileTransaction> BeginAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        try
        {
            await connection.ExecuteAsync(new CommandDefinition("begin", cancellationToken: cancellation));
            return new FileTransaction(connection, isSavepoint: false);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    internal static async Task<FileTransaction> BeginSavepointAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await connection.ExecuteAsync(new CommandDefinition("savepoint file", cancellationToken: cancellation));
        return new FileTransaction(connection, isSavepoint: true);
    }

    /// <summary>Cannot be cancelled: a commit that was asked for has an outcome, and the caller must learn it.</summary>
    public async Task CommitAsync()
    {
        await Connection.ExecuteAsync(_isSavepoint ? "release savepoint file" : "commit");
        _open = false;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isSavepoint)
            await RollBackAndReturnAsync();
        else if (_open)
            await RollBackToSavepointAsync();
    }

    private async Task RollBackAndReturnAsync()
    {
        if (_open && Connection.FullState.HasFlag(System.Data.ConnectionState.Open))
            await IgnoringLossAsync("rollback");
        await Connection.DisposeAsync();
    }

    private Task RollBackToSavepointAsync() => IgnoringLossAsync("rollback to savepoint file; release savepoint file");

    private async Task IgnoringLossAsync(string command)
    {
        try
        {
            await Connection.ExecuteAsync(command);
        }
        catch (NpgsqlException)
        {
            // The connection is gone, and the server rolls back by itself; what broke it is already on its way up.
        }
    }
}
