using FleetTickets.Engine.Feed;
using Npgsql;
using Serilog;

namespace FleetTickets.Engine.Runs;

/// <summary>What a run works with.</summary>
public sealed record RunContext(TicketDataset Dataset, NpgsqlDataSource Database, RunOptions Options, IRunProgress Progress, TimeProvider Clock)
{
    /// <summary>Does a stage of the run and logs, for --verbose, how long it took.</summary>
    internal async Task<T> TimedAsync<T>(string stage, Func<Task<T>> work)
    {
        var began = Clock.GetTimestamp();
        var result = await work();
        LogTime(stage, began);
        return result;
    }

    internal void LogTime(string stage, long began) =>
        Log.Debug("{Stage:l} took {Milliseconds:0} ms", stage, Clock.GetElapsedTime(began).TotalMilliseconds);
}
