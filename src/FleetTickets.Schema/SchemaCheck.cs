using FleetTickets.Schema.Migrations;
using Npgsql;

namespace FleetTickets.Schema;

/// <summary>How far a database and this program are apart.</summary>
/// <param name="Missing">File names of the migrations that the program has and the database lacks.</param>
/// <param name="Newer">File names of migrations that were applied and come after the last that the program has: a newer program's.</param>
public sealed record SchemaCheck(IReadOnlyList<string> Missing, IReadOnlyList<string> Newer)
{
    public static async Task<SchemaCheck> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var last = Migration.All[^1].FileName;
        var ledger = await MigrationLedger.ReadAsync(connection, cancellation);
        return new SchemaCheck(
            Missing: [.. MigrationPlan.For(Migration.All, ledger).Pending.Select(migration => migration.FileName)],
            Newer: [.. ledger.Keys.Where(name => string.CompareOrdinal(name, last) > 0).Order(StringComparer.Ordinal)]);
    }
}
