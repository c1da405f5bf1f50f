using Dapper;
using FleetTickets.Engine.Transactions;
using Npgsql;

namespace FleetTickets.Engine.Loading;

/// <summary>
/// Gives each file its transaction. In a dry-run all of them are savepoints of one transaction that is never committed, so that every
/// file meets what the files before it would have left.
/// </summary>
public sealed class LoadSession : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private DatabaseTransaction? _rehearsal;

    private LoadSession(NpgsqlDataSource database) => _database = database;

    public bool IsDryRun => _rehearsal is not null;

    public static async Task<LoadSession> OpenAsync(NpgsqlDataSource database, bool dryRun, CancellationToken cancellation)
    {
        var session = new LoadSession(database);
        if (dryRun)
            await session.BeginRehearsalAsync(cancellation);
        return session;
    }

    /// <summary>Begins one file's transaction. What is not committed when it is disposed is rolled back.</summary>
    public async Task<FileTransaction> BeginFileAsync(CancellationToken cancellation) =>
        _rehearsal is not null
            ? await FileTransaction.BeginSavepointAsync(_rehearsal, cancellation)
            : FileTransaction.Of(await DatabaseTransaction.BeginAsync(_database, cancellation));

    public async ValueTask DisposeAsync()
    {
        if (_rehearsal is not null)
            await _rehearsal.DisposeAsync();
    }

    private async Task BeginRehearsalAsync(CancellationToken cancellation)
    {
        _rehearsal = await DatabaseTransaction.BeginAsync(_database, cancellation);
        // A rehearsal must not hold up, or be held up by, whoever works on the same rows.
        await _rehearsal.Connection.ExecuteAsync("set local lock_timeout = '1s'", new { cancellation });
    }
}
