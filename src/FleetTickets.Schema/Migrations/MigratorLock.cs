using Dapper;
using FleetTickets.Engine.Transactions;
using Npgsql;

namespace FleetTickets.Schema.Migrations;

/// <summary>Held by the one migrator that may change the schema, in a transaction of its own that the lock ends with.</summary>
internal sealed class MigratorLock : IAsyncDisposable
{
    private const string Key = "hashtextextended('tickets.schema_migrations', 0)";

    private readonly DatabaseTransaction _transaction;

    private MigratorLock(DatabaseTransaction transaction) => _transaction = transaction;

    public static async Task<MigratorLock> TakeAsync(NpgsqlDataSource database, TimeSpan timeout, CancellationToken cancellation)
    {
        var transaction = await DatabaseTransaction.BeginAsync(database, cancellation);
        try
        {
            await transaction.Connection.ExecuteAsync(
                $"select set_config('lock_timeout', @milliseconds, true); select pg_advisory_xact_lock({Key})",
                new { milliseconds = $"{timeout.TotalMilliseconds:0}", cancellation },
                // The server ends the wait, by lock_timeout.
                commandTimeout: 0);
            return new MigratorLock(transaction);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await transaction.DisposeAsync();
            var holder = await LockHolders.OfKeyAsync(database, Key, cancellation) is { } who ? $": {who}" : "";
            throw new MigrationException(
                $"another migrator has held this database for more than {timeout.TotalSeconds:0.#} s{holder}; nothing was changed. Run migrate again when it is done.", error);
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _transaction.DisposeAsync();
}
