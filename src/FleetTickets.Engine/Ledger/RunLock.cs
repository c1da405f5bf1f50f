using Dapper;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Transactions;
using Npgsql;

namespace FleetTickets.Engine.Ledger;

/// <summary>
/// One run of a dataset at a time: an advisory lock in a transaction of its own that stays open as long as the run. A pooler keeps a
/// transaction on one session and ends it with its client, so that the lock is never left behind. It shuts out, and is shut out by, the
/// session lock of the same key that older versions take. The open transaction has no snapshot, so it holds back no vacuum.
/// </summary>
internal sealed class RunLock : IAsyncDisposable
{
    private const string TryLock = "select pg_try_advisory_xact_lock(hashtextextended('fleettickets/' || @Name, 0))";

    // This user may not see when another role's session began, but no run of ours has begun since.
    private const string LastRunSql = "select max(coalesce(finished_at, started_at)) from tickets.import_runs where dataset = @Name";

    private const int FirstWithTransactionTimeout = 17;

    private readonly DatabaseTransaction _transaction;

    private RunLock(DatabaseTransaction transaction) => _transaction = transaction;

    /// <exception cref="DatasetBusyException">Another run has it; the message says which and since when.</exception>
    public static async Task<RunLock> TakeAsync(NpgsqlDataSource database, TicketDataset dataset, CancellationToken cancellation)
    {
        var transaction = await DatabaseTransaction.BeginAsync(database, cancellation);
        try
        {
            if (!await transaction.Connection.ExecuteScalarAsync<bool>(TryLock, new { dataset.Name, cancellation }))
                throw await BusyAsync(transaction.Connection, dataset, cancellation);
            await StayOpenAsync(transaction.Connection, cancellation);
            return new RunLock(transaction);
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _transaction.DisposeAsync();

    /// <summary>
    /// The last statement of the transaction. The server keeps a query, and with it the query's snapshot, until the next statement comes; this
    /// one has none.
    /// </summary>
    private static async Task StayOpenAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var limit = connection.PostgreSqlVersion.Major >= FirstWithTransactionTimeout ? "transaction_timeout" : "idle_in_transaction_session_timeout";
        await using var lift = new NpgsqlCommand($"set local {limit} = 0", connection);
        await lift.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<DatasetBusyException> BusyAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation)
    {
        var holder = await LockHolder.FindAsync(connection, dataset, cancellation);
        return new DatasetBusyException($"{dataset.Name} is held by another run: {holder?.ToString() ?? "it ended just now"}") 
        {
            Since = holder is null ? null : holder.Since ?? await connection.ExecuteScalarAsync<DateTime?>(LastRunSql, new { dataset.Name, cancellation }),
        };
    }
}
