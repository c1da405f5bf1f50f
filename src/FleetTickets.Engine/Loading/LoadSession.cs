using Dapper;
using Npgsql;

namespace FleetTickets.Engine.Loading;

/// <summary>
/// Gives each file its transaction. In a dry-run all of them are savepoints of one transaction that is never committed, so that every
/// file meets what the files before it would have left.
/// </summary>
public sealed class LoadSession : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly NpgsqlConnection? _rehearsal;

    private LoadSession(NpgsqlDataSource database, NpgsqlConnection? rehearsal) => (_database, _rehearsal) = (database, rehearsal);

    public bool IsDryRun => _rehearsal is not null;

    public static Task<LoadSession> OpenAsync(NpgsqlDataSource database, bool dryRun, CancellationToken cancellation) =>
        dryRun ? OpenDryAsync(database, cancellation) : Task.FromResult(new LoadSession(database, rehearsal: null));

    /// <summary>Begins one file's transaction. What is not committed when it is disposed is rolled back.</summary>
    public async Task<FileTransaction> BeginFileAsync(CancellationToken cancellation)
    {
        if (_rehearsal is not null)
            return await FileTransaction.BeginSavepointAsync(_rehearsal, cancellation);
        var connection = await _database.OpenConnectionAsync(cancellation);
        return await FileTransaction.BeginAsync(connection, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_rehearsal is not null)
            await _rehearsal.DisposeAsync();
    }

    private static async Task<LoadSession> OpenDryAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        // A rehearsal must not hold up, or be held up by, whoever works on the same rows.
        await connection.ExecuteAsync(new CommandDefinition("begin; set local lock_timeout = '1s'", cancellationToken: cancellation));
        return new LoadSession(database, connection);
    }
}
