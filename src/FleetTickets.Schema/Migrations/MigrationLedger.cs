using Dapper;
using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.Schema.Migrations;

/// <summary>What tickets.schema_migrations says was applied: file names and their checksums, NULL where another tool kept none.</summary>
internal static class MigrationLedger
{
    // None of the checksums is ours, and yet there are tickets: another program has made them.
    private const string IsOfAnotherSql = "select exists (select from unnest(@tables) name where to_regclass(name) is not null)";

    /// <returns>Nothing on a database that was never migrated, or whose ledger is not written by this program.</returns>
    public static async Task<IReadOnlyDictionary<string, string?>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        try
        {
            var rows = await connection.QueryAsync<AppliedMigration>(
                "select filename, checksum from tickets.schema_migrations", new { cancellation });
            return rows.ToDictionary(row => row.FileName, row => row.Checksum);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn)
        {
            return new Dictionary<string, string?>();
        }
    }

    /// <summary>Whether another program has made what is there.</summary>
    public static async Task<bool> IsOfAnotherAsync(
        NpgsqlConnection connection, IReadOnlyList<Migration> migrations, IReadOnlyDictionary<string, string?> ledger, CancellationToken cancellation) =>
        !migrations.Any(migration => ledger.GetValueOrDefault(migration.FileName) is { } applied && migration.IsAppliedAs(applied))
        && await connection.ExecuteScalarAsync<bool>(
            IsOfAnotherSql, new { tables = (object)TicketDatasets.All.Select(dataset => dataset.Table).ToArray(), cancellation });

    internal sealed record AppliedMigration(string FileName, string? Checksum);
}
