using Npgsql;

namespace FleetTickets.Engine.Loading;

/// <summary>How many rows of each file a statement touched, by the file's place among those loaded together, from 1.</summary>
internal sealed class RowsByFile
{
    public static readonly RowsByFile None = new();

    private readonly Dictionary<int, long> _rows = [];

    /// <summary>The count of the only file.</summary>
    public static RowsByFile Only(long rows)
    {
        var only = new RowsByFile();
        only._rows[1] = rows;
        return only;
    }

    public long Total => _rows.Values.Sum();

    public long this[int file] => _rows.GetValueOrDefault(file);

    /// <param name="sql">Returns one row for each file: its place and the count.</param>
    public static async Task<RowsByFile> QueryAsync(
        NpgsqlConnection connection, string sql, IEnumerable<NpgsqlParameter> parameters, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new RowsByFile();
        while (await reader.ReadAsync(cancellation))
            rows._rows[reader.GetInt32(0)] = reader.GetInt64(1);
        return rows;
    }
}
