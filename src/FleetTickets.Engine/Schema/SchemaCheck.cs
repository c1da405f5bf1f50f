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

    /// <returns>File names of migrations that were applied and come after the last that the program has: a newer program's.</returns>
    public static async Task<IReadOnlyList<string>> NewerAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var last = Migration.All[^1].FileName;
        var ledger = await MigrationLedger.ReadAsync(connection, cancellation);
        return [.. ledger.Keys.Where(name => string.CompareOrdinal(name, last) > 0).Order(StringComparer.Ordinal)];
    }
}
