using FleetTickets.Engine.Transactions;
using Npgsql;

namespace FleetTickets.Engine.Loading;

/// <summary>All that one file changes in the database, together or not at all: a transaction, or a savepoint of a rehearsal.</summary>
public sealed class FileTransaction : IAsyncDisposable
{
    private const string Savepoint = "file";

    private readonly DatabaseTransaction _transaction;
    private readonly bool _isRehearsal;
    private bool _open = true;

    private FileTransaction(DatabaseTransaction transaction, bool isRehearsal) => (_transaction, _isRehearsal) = (transaction, isRehearsal);

    public NpgsqlConnection Connection => _transaction.Connection;

    /// <summary>Owns the transaction from here on.</summary>
    internal static FileTransaction Of(DatabaseTransaction transaction) => new(transaction, isRehearsal: false);

    internal static async Task<FileTransaction> BeginSavepointAsync(DatabaseTransaction rehearsal, CancellationToken cancellation)
    {
        await rehearsal.SaveAsync(Savepoint, cancellation);
        return new FileTransaction(rehearsal, isRehearsal: true);
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
