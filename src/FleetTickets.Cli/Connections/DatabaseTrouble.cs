using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.Cli.Connections;

/// <summary>Around everything that a program does with its database: only here is known which one it is, and what a person could do.</summary>
internal static class DatabaseTrouble
{
    /// <exception cref="DatabaseException">The database was what failed.</exception>
    public static async Task<int> TellAsync(NpgsqlConnectionStringBuilder settings, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (NpgsqlException failure)
        {
            throw new DatabaseException($"{FailureText.Of(failure)}. {DatabaseAdvice.For(failure)} ({DatabaseTarget.NameOf(settings)})", failure);
        }
    }
}
