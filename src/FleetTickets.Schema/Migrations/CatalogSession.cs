using Npgsql;

namespace FleetTickets.Schema.Migrations;

/// <summary>What inspecting and replacing ask of a connection that is in a transaction.</summary>
internal static class CatalogSession
{
    private const string Savepoint = "tried";

    public static async Task ExecuteAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <returns>The first column.</returns>
    public static async Task<IReadOnlyList<string>> ReadTextsAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] parameters)
    {
        await using var question = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            question.Parameters.Add(new NpgsqlParameter { Value = parameter });
        await using var rows = await question.ExecuteReaderAsync(cancellation);
        var texts = new List<string>();
        while (await rows.ReadAsync(cancellation))
            texts.Add(rows.GetString(0));
        return texts;
    }

    /// <summary>Does what may fail, and takes back whatever it did.</summary>
    /// <returns>Null when the server refuses.</returns>
    public static async Task<T?> TryAsync<T>(this NpgsqlConnection connection, Func<Task<T>> work, CancellationToken cancellation)
        where T : class
    {
        await connection.ExecuteAsync($"savepoint {Savepoint}", cancellation);
        try
        {
            return await work();
        }
        catch (PostgresException)
        {
            return null;
        }
        finally
        {
            await connection.ExecuteAsync($"rollback to savepoint {Savepoint}", CancellationToken.None);
        }
    }
}
