using System.Data;
using Npgsql;

namespace FleetTickets.Engine.Transactions;

/// <summary>
/// The programs use the database through this alone: a transaction with its own settings. They end with it, so that they hold behind a
/// pooler, which gives each transaction another session, and whatever the server, the database or the role has as its defaults.
/// </summary>
public sealed class DatabaseTransaction : IAsyncDisposable
{
    private readonly NpgsqlTransaction _transaction;

    private DatabaseTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) => (Connection, _transaction) = (connection, transaction);

    /// <summary>Inside the transaction.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>Begins one. What is not committed when it is disposed is rolled back.</summary>
    public static async Task<DatabaseTransaction> BeginAsync(
        NpgsqlDataSource database, CancellationToken cancellation, IsolationLevel isolation = IsolationLevel.ReadCommitted)
    {
        if (await TryBeginAsync(database, isolation, mayBeStale: true, cancellation) is { } transaction)
            return transaction;
        // A server, a pooler or a firewall has closed the idle connection. Nothing was sent yet, so a new connection is used.
        database.Clear();
        return (await TryBeginAsync(database, isolation, mayBeStale: false, cancellation))!;
    }

    /// <summary>Cannot be cancelled: a commit that has begun has an outcome, and the caller must learn it.</summary>
    public Task CommitAsync() => _transaction.CommitAsync();

    public Task SaveAsync(string savepoint, CancellationToken cancellation) => _transaction.SaveAsync(savepoint, cancellation);

    public Task ReleaseAsync(string savepoint) => _transaction.ReleaseAsync(savepoint);

    public Task RollbackAsync(string savepoint) => _transaction.RollbackAsync(savepoint);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }

    /// <summary>Broken, or the server has announced that it ends this session (class 57P).</summary>
    private static bool HasEnded(NpgsqlConnection connection, NpgsqlException failure) =>
        connection.FullState.HasFlag(ConnectionState.Broken) || failure is PostgresException { SqlState: ['5', '7', 'P', ..] };

    /// <returns>Null when the connection was idle in the pool and turned out to be closed.</returns>
    private static async Task<DatabaseTransaction?> TryBeginAsync(
        NpgsqlDataSource database, IsolationLevel isolation, bool mayBeStale, CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        try
        {
            var transaction = new DatabaseTransaction(connection, await connection.BeginTransactionAsync(isolation, cancellation));
            await using var settings = new NpgsqlCommand(TransactionSettings.Sql, connection);
            await settings.ExecuteNonQueryAsync(cancellation);
            return transaction;
        }
        catch (NpgsqlException ended) when (mayBeStale && HasEnded(connection, ended))
        {
            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
