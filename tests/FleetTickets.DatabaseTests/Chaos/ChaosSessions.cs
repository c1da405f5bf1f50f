using System.Collections.Concurrent;
using Dapper;
using FleetTickets.DatabaseTests.Feed;
using Npgsql;

namespace FleetTickets.DatabaseTests.Chaos;

/// <summary>Connections for workers, each worker's under a name of its own; whole ones go to the next worker.</summary>
internal sealed class ChaosSessions(TestFeed feed) : IAsyncDisposable
{
    private readonly ConcurrentBag<NpgsqlDataSource> _whole = [];

    public NpgsqlDataSource Take() => _whole.TryTake(out var whole)
        ? whole
        : NpgsqlDataSource.Create($"{feed.ConnectionString};Application Name=chaos-{Guid.NewGuid():N}");

    /// <summary>A run that failed or was stopped may leave a session behind that the server still takes for alive, locks and all.</summary>
    public async Task GiveBackAsync(NpgsqlDataSource whole)
    {
        await TerminateAsync(whole, "state <> 'idle'");
        _whole.Add(whole);
    }

    /// <summary>No connection can be opened any more, and the server has noticed the end of each: until then a session keeps its locks.</summary>
    public async Task EndAsync(NpgsqlDataSource worker)
    {
        await worker.DisposeAsync();
        await TerminateAsync(worker, "true");
    }

    /// <param name="worker">Whose sessions.</param>
    /// <param name="which">A condition on <c>pg_stat_activity</c>.</param>
    public async Task TerminateAsync(NpgsqlDataSource worker, string which)
    {
        var name = new NpgsqlConnectionStringBuilder(worker.ConnectionString).ApplicationName;
        await using var connection = await feed.Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            $"""
            select pg_terminate_backend(pid, 10000)
            from pg_stat_activity
            where datname = current_database() and application_name = @name and {which}
            """,
            new { name });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var whole in _whole)
            await whole.DisposeAsync();
    }
}
