using FleetTickets.Engine.Transactions;
using Npgsql;

namespace FleetTickets.Schema;

/// <summary>The roles that a migration makes where it may. DbUp passes no warning of the server on, so they are looked for.</summary>
public static class LeastPrivilegeRoles
{
    private const string MissingSql =
        """
        select role
        from unnest(array['fleettickets_ingest', 'fleettickets_read']) role
        where to_regrole(role) is null
        """;

    /// <returns>Names of the roles that the server lacks.</returns>
    public static async Task<IReadOnlyList<string>> MissingAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var transaction = await DatabaseTransaction.BeginAsync(database, cancellation);
        await using var command = new NpgsqlCommand(MissingSql, transaction.Connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var missing = new List<string>();
        while (await rows.ReadAsync(cancellation))
            missing.Add(rows.GetString(0));
        return missing;
    }
}
