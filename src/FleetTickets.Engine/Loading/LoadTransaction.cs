using FleetTickets.Engine.Transactions;
using Npgsql;

namespace FleetTickets.Engine.Loading;

/// <summary>What a run changes in the database together or not at all: a transaction, or in a dry-run a savepoint.</summary>
public sealed class LoadTransaction : IAsyncDisposable
{
    private const string Savepoint = "step";

    private readonly DatabaseTransaction _transaction;
    private readonly bool _isSavepoint;
    private bool _open = true;

    private LoadTransaction(DatabaseTransaction transaction, bool isSavepoint) => (_transaction, _isSavepoint) = (transaction, isSavepoint);

    public NpgsqlConnection Connection => _transaction.Connection;

    /// <summary>Owns the transaction from here on.</summary>
    internal static LoadTransaction Of(DatabaseTransaction transaction) => new(transaction, isSavepoint: false);

    internal static async Task<LoadTransaction> BeginSavepointAsync(DatabaseTransaction dryRun, CancellationToken cancellation)
    {
        await dryRun.SaveAsync(Savepoint, cancellation);
        return new LoadTransaction(dryRun, isSavepoint: true);
    }

    /// <summary>Cannot be cancelled: a commit that has begun has an outcome, and the caller must learn it.</summary>
    public async Task CommitAsync()
    {
        await (_isSavepoint ? _transaction.ReleaseAsync(Savepoint) : _transaction.CommitAsync());
        _open = false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isSavepoint)
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
            // The connection is gone and the server rolls back by itself; the exception that broke it is already being thrown.
        }
    }
}
