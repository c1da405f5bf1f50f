using Npgsql;

namespace FleetTickets.Engine.Schema;

/// <summary>The keys that a read function's payload has, as paths: <c>summary.total</c>, <c>features[].id</c>.</summary>
internal static class PayloadKeys
{
    private static readonly ILookup<string, string> _ours = TakeOverFile.Read("payload-keys.txt")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split(' '))
        .ToLookup(words => words[0], words => words[1]);

    /// <summary>The paths that a function of ours gives; below one that ends in <c>.*</c> the keys are data.</summary>
    public static IEnumerable<string> OfOurs(string function) => _ours[function];

    /// <summary>Whether a path is among those that ours has.</summary>
    public static bool IsOurs(string function, string path) =>
        _ours[function].Any(ours => ours.EndsWith(".*", StringComparison.Ordinal)
            ? path == ours[..^2] || path.StartsWith(ours[..^1], StringComparison.Ordinal)
            : path == ours);

    /// <returns>The paths of a call without arguments; null when the call fails.</returns>
    public static async Task<IReadOnlyList<string>?> CallAsync(NpgsqlConnection connection, string function, CancellationToken cancellation)
    {
        // Whoever wrote the function expected the search_path of a session, and perhaps the right to write.
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var call = new NpgsqlCommand(TakeOverFile.Read("payload.sql").Replace("$function$", function, StringComparison.Ordinal), connection);
        try
        {
            await using var rows = await call.ExecuteReaderAsync(cancellation);
            var paths = new List<string>();
            while (await rows.ReadAsync(cancellation))
                paths.Add(rows.GetString(0));
            return paths;
        }
        catch (PostgresException)
        {
            return null;
        }
    }
}
