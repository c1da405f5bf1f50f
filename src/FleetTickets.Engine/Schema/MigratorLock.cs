using Dapper;
using Npgsql;

namespace FleetTickets.Engine.Schema;

/// <summary>Held by the one migrator that may change the schema; the session is its own, and the lock ends with it.</summary>
internal sealed class MigratorLock : IAsyncDisposable
{
    private const string Key = "hashtextextended('tickets.schema_migrations', 0)";

    private readonly NpgsqlConnection _session;

    private MigratorLock(NpgsqlConnection session) => _session = session;

    public static async Task<MigratorLock> TakeAsync(NpgsqlDataSource database, TimeSpan timeout, CancellationToken cancellation)
    {
        var session = await database.OpenConnectionAsync(cancellation);
        try
        {
            await session.ExecuteAsync(
                $"select set_config('lock_timeout', @milliseconds, false); select pg_advisory_lock({Key})",
                new { milliseconds = $"{timeout.TotalMilliseconds:0}", cancellation },
                // The server ends the wait, by lock_timeout.
                commandTimeout: 0);
            return new MigratorLock(session);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            var holder = await LockHolders.OfKeyAsync(session, Key) is { } who ? $": {who}" : "";
            await session.DisposeAsync();
            throw new MigrationException(
                $"another migrator has held this database for more than {timeout.TotalSeconds:0.#} s{holder}; nothing was changed. Run migrate again when it is done.", error);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // A pool would keep the session, and with it the lock.
            await _session.ExecuteAsync($"select pg_advisory_unlock({Key})");
        }
        catch (NpgsqlException)
        {
            // The session has ended, and the lock with it; what ended it is on its way up.
        }
        await _session.DisposeAsync();
    }
}
