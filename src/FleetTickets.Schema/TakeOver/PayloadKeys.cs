using FleetTickets.Schema.Migrations;
using Npgsql;

namespace FleetTickets.Schema.TakeOver;

/// <summary>The keys that a read function's payload has, as paths: <c>summary.total</c>, <c>features[].id</c>.</summary>
internal static class PayloadKeys
{
    private const string RestrictSql =
        """
        select set_config('role', pg_get_userbyid(p.proowner), true), set_config('transaction_read_only', 'on', true),
          set_config('statement_timeout', '10s', true), set_config('lock_timeout', '2s', true)
        from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace
        where n.nspname || '.' || p.proname = $1
        limit 1
        """;

    private static readonly ILookup<string, string> _ours = EmbeddedFile.Read("payload-keys.txt")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split(' '))
        .ToLookup(words => words[0], words => words[1]);

    /// <summary>The paths that a function of ours gives; below one that ends in <c>.*</c> the keys are data.</summary>
    public static IEnumerable<string> OfOurs(string function) => _ours[function];

    /// <summary>The lists among them.</summary>
    public static IEnumerable<string> ListsOfOurs(string function) =>
        OfOurs(function).Where(path => path.EndsWith("[]", StringComparison.Ordinal)).Select(path => path[..^2]);

    /// <summary>Whether a path is among those that ours has.</summary>
    public static bool IsOurs(string function, string path) =>
        _ours[function].Any(ours => ours.EndsWith(".*", StringComparison.Ordinal)
            ? path == ours[..^2] || path.StartsWith(ours[..^1], StringComparison.Ordinal)
            : path == ours);

    /// <summary>
    /// Calls a function that somebody else wrote inside the transaction of the connection, and takes back whatever the calls did. It runs as its
    /// owner, with the search path of a session, reads only, and gives up after 10 s a call.
    /// </summary>
    /// <param name="arguments">The arguments of each call; without any, one call has none.</param>
    /// <returns>The paths of all calls; null when one of them fails.</returns>
    public static async Task<IReadOnlyList<string>?> CallAsync(
        NpgsqlConnection connection, string function, CancellationToken cancellation, params IReadOnlyList<string> arguments)
    {
        return await connection.TryAsync(
            async () =>
            {
                await connection.ReadTextsAsync(RestrictSql, cancellation, function);
                await connection.ExecuteAsync("set local search_path to default", cancellation);
                var paths = new SortedSet<string>(StringComparer.Ordinal);
                foreach (var given in arguments.DefaultIfEmpty(""))
                    paths.UnionWith(await connection.ReadTextsAsync(EmbeddedFile.Read("payload.sql").Replace("$call$", $"{function}({given})", StringComparison.Ordinal), cancellation));
                return (IReadOnlyList<string>)[.. paths];
            },
            cancellation);
    }
}
