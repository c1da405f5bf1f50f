using FleetTickets.Engine.Transactions;
using FleetTickets.Schema.Migrations;
using Npgsql;

namespace FleetTickets.Schema.TakeOver;

/// <summary>Gives the read functions and views that a take-over made beside somebody's own their names, when an operator says so.</summary>
public sealed class ReadSideReplacer(NpgsqlDataSource database, IReadOnlyList<Migration> migrations)
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(60);

    /// <summary>What would be replaced; changes nothing.</summary>
    public async Task<IReadOnlyList<Replacement>> PlanAsync(CancellationToken cancellation)
    {
        await using var transaction = await DatabaseTransaction.BeginAsync(database, cancellation);
        var connection = transaction.Connection;
        var replacements = new List<Replacement>();
        foreach (var name in (await OtherNames.ReadAsync(connection, new OwnNames(migrations), cancellation)).Names)
        {
            replacements.Add(new Replacement(
                name, await KeysAsync(connection, name, cancellation), await KeysAsync(connection, name + OtherNames.Suffix, cancellation)));
        }
        return replacements;
    }

    /// <summary>Replaces them, all or none.</summary>
    /// <exception cref="MigrationException">Others build on one of them.</exception>
    public async Task ReplaceAsync(IReadOnlyList<Replacement> replacements, CancellationToken cancellation)
    {
        await using var guard = await MigratorLock.TakeAsync(database, LockTimeout, cancellation);
        await using var transaction = await DatabaseTransaction.BeginAsync(database, cancellation);
        var connection = transaction.Connection;
        try
        {
            await connection.ExecuteAsync("set local lock_timeout = '10s'", cancellation);
            var statements = await connection.ReadTextsAsync(
                EmbeddedFile.Read("replace.sql"), cancellation, (object)replacements.Select(replacement => replacement.Name).ToArray());
            foreach (var statement in statements)
                await connection.ExecuteAsync(statement, cancellation);
            await transaction.CommitAsync();
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.DependentObjectsStillExist)
        {
            throw new MigrationException($"nothing was replaced: {refused.MessageText}. {refused.Detail}", refused);
        }
    }

    private static async Task<IReadOnlyList<string>?> KeysAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        var columns = await connection.ReadTextsAsync(EmbeddedFile.Read("view-columns.sql"), cancellation, name);
        return columns.Count > 0 ? columns : await PayloadKeys.CallAsync(connection, name, cancellation);
    }
}
