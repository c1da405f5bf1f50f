using System.Globalization;
using Dapper;
using FleetTickets.TestServers;
using Npgsql;

namespace FleetTickets.Benchmarks.ReadSide;

/// <summary>The memory that a server process takes for one statement.</summary>
internal static class ServerMemory
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    /// <summary>The highest anonymous memory of a fresh server process during the statement, above what it had before; null where it cannot be read.</summary>
    public static async Task<double?> MegabytesAsync(TestDatabase database, string sql, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var process = await connection.ExecuteScalarAsync<int>("select pg_backend_pid()");
        if (Anonymous(process) is not { } atFirst)
            return null;
        var highest = atFirst;
        var call = connection.ExecuteScalarAsync(sql);
        while (!call.IsCompleted)
        {
            highest = Math.Max(highest, Anonymous(process) ?? 0);
            await Task.WhenAny(call, Task.Delay(Look, cancellation));
        }
        await call;
        return (highest - atFirst) / 1000.0;
    }

    /// <summary>In kB.</summary>
    private static long? Anonymous(int process)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("RssAnon:", StringComparison.Ordinal)) is { } line
                ? long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
                : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
