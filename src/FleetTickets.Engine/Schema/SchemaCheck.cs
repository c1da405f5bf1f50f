using Npgsql;

namespace FleetTickets.Engine.Schema;

/// <summary>Tells a loader at its start whether the database is as new as the program.</summary>
public static class SchemaCheck
{
    /// <returns>File names of the migrations that the program has and the database lacks.</returns>
    public static async Task<IReadOnlyList<string>> MissingAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var ledger = await MigrationLedger.ReadAsync(connection, cancellation);
        return [.. MigrationPlan.For(Migration.All, ledger).Pending.Select(migration => migration.FileName)];
    }
}
