using System.Diagnostics;
using Npgsql;

namespace FleetTickets.Benchmarks.TakeOver;

/// <summary>Asks the same again and again, and remembers the longest that it waited for an answer.</summary>
internal sealed class Reader : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task<double> _longest;

    public Reader(string connectionString, string question, TimeSpan pause) =>
        _longest = Task.Run(() => ReadAsync(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString, question, pause));

    /// <summary>Ends after the answer that is under way; a question that the server refuses, as in a deadlock, is thrown here.</summary>
    public async Task<double> LongestAsync()
    {
        await _end.CancelAsync();
        return await _longest;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAny(_longest);
        _end.Dispose();
    }

    private async Task<double> ReadAsync(string connectionString, string question, TimeSpan pause)
    {
        var longest = 0.0;
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        while (!_end.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            await using var command = new NpgsqlCommand(question, connection);
            await command.ExecuteScalarAsync();
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(began).TotalSeconds);
            await Task.WhenAny(Task.Delay(pause, _end.Token));
        }
        return longest;
    }
}
