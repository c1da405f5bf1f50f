using Dapper;
using FleetTickets.Engine.Transactions;
using Npgsql;

namespace FleetTickets.Engine.Loading;

/// <summary>
/// Begins the transactions of a run. In a dry-run all of them are savepoints of one transaction that is never committed, so that every
/// file meets the tables as the files before it would have left them.
/// </summary>
public sealed class LoadSession : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private DatabaseTransaction? _dryRun;

    private LoadSession(NpgsqlDataSource database) => _database = database;

    public bool IsDryRun => _dryRun is not null;

    public static async Task<LoadSession> OpenAsync(NpgsqlDataSource database, bool isDryRun, CancellationToken cancellation)
    {
        var session = new LoadSession(database);
        if (isDryRun)
            await session.BeginDryRunAsync(cancellation);
        return session;
    }

    /// <summary>Begins a transaction. What is not committed when it is disposed is rolled back.</summary>
    public async Task<LoadTransaction> BeginAsync(CancellationToken cancellation) =>
        _dryRun is not null
            ? await LoadTransaction.BeginSavepointAsync(_dryRun, cancellation)
            : LoadTransaction.Of(await DatabaseTransaction.BeginAsync(_database, cancellation));

    public async ValueTask DisposeAsync()
    {
        if (_dryRun is not null)
            await _dryRun.DisposeAsync();
    }

    private async Task BeginDryRunAsync(CancellationToken cancellation)
    {
        _dryRun = await DatabaseTransaction.BeginAsync(_database, cancellation);
        // A dry-run must not block others who work on the same rows, nor wait for them.
        await _dryRun.Connection.ExecuteAsync("set local lock_timeout = '1s'", new { cancellation });
    }
}
