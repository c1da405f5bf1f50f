using Dapper;
using FleetTickets.Engine.Datasets;
using Npgsql;

namespace FleetTickets.Engine.Loading;

/// <summary>
/// One run of a dataset at a time: a session advisory lock on a connection of its own, which the server gives back however we end.
/// Behind a pooler that shares sessions it guards nothing; there the row lock of <see cref="DatasetState"/> still does.
/// </summary>
public sealed class RunLock : IAsyncDisposable
{
    private const string TryLock = "select pg_try_advisory_lock(hashtextextended('fleettickets/' || @Name, 0))";

    private readonly NpgsqlConnection _connection;

    private RunLock(NpgsqlConnection connection) => _connection = connection;

    /// <exception cref="DatasetBusyException">Another run has it; the message says which and since when.</exception>
    public static async Task<RunLock> TakeAsync(NpgsqlDataSource database, TicketDataset dataset, CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        try
        {
            if (await connection.ExecuteScalarAsync<bool>(TryLock, new { dataset.Name, cancellation }))
                return new RunLock(connection);

            var holder = await LockHolder.FindAsync(connection, dataset, cancellation);
            throw new DatasetBusyException($"{dataset.Name} is held by another run: {holder?.ToString() ?? "it ended just now"}");
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // A pooled connection keeps its session, and the session its locks.
            await _connection.ExecuteAsync("select pg_advisory_unlock_all()");
        }
        catch (NpgsqlException)
        {
            // The session has ended, and the lock with it.
        }
        await _connection.DisposeAsync();
    }
}
