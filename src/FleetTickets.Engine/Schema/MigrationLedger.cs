using Dapper;
using Npgsql;

namespace FleetTickets.Engine.Schema;

/// <summary>What tickets.schema_migrations says was applied: file names and their checksums, NULL where another tool kept none.</summary>
internal static class MigrationLedger
{
    /// <returns>Nothing on a database that was never migrated.</returns>
    public static async Task<IReadOnlyDictionary<string, string?>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        try
        {
            var rows = await connection.QueryAsync<AppliedMigration>(
                "select filename, checksum from tickets.schema_migrations", new { cancellation });
            return rows.ToDictionary(row => row.FileName, row => row.Checksum);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return new Dictionary<string, string?>();
        }
    }

    internal sealed record AppliedMigration(string FileName, string? Checksum);
}
