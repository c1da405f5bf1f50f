using Npgsql;

namespace FleetTickets.Engine.Loading;

/// <summary>All that one file changes in the database, together or not at all: a transaction, or a savepoint of a rehearsal.</summary>
public sealed class FileTransaction : IAsyncDisposable
{
    private const string Savepoint = "file";

    private readonly NpgsqlTransaction _transaction;
    private readonly bool _isRehearsal;
    private bool _open = true;

    private FileTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, bool isRehearsal) =>
        (Connection, _transaction, _isRehearsal) = (connection, transaction, isRehearsal);

    public NpgsqlConnection Connection { get; }

    /// <summary>Owns the connection from here on.</summary>
    internal static async Task<FileTransaction> BeginAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        try
        {
            return new FileTransaction(connection, await connection.BeginTransactionAsync(cancellation), isRehearsal: false);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    internal static async Task<FileTransaction> BeginSavepointAsync(
        NpgsqlConnection connection, NpgsqlTransaction rehearsal, CancellationToken cancellation)
    {
        await rehearsal.SaveAsync(Savepoint, cancellation);
        return new FileTransaction(connection, rehearsal, isRehearsal: true);
    }

    /// <summary>Cannot be cancelled: a commit that was asked for has an outcome, and the caller must learn it.</summary>
    public async Task CommitAsync()
    {
        await (_isRehearsal ? _transaction.ReleaseAsync(Savepoint) : _transaction.CommitAsync());
        _open = false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isRehearsal)
        {
            if (_open)
                await RollBackToSavepointAsync();
            return;
        }
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }

    private async Task RollBackToSavepointAsync()
    {
        try
        {
            await _transaction.RollbackAsync(Savepoint);
        }
        catch (NpgsqlException)
        {
            // The connection is gone, and the server rolls back by itself; what broke it is already on its way up.
        }
    }
}
