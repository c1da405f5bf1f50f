using System.Data;
using FleetTickets.Engine.Transactions;
using Npgsql;

namespace FleetTickets.Schema.Migrations;

/// <summary>The session in which the scripts run. It waits for a table for a limited time, and what it runs ends with the program.</summary>
internal sealed class MigratorSession(NpgsqlDataSource database, TimeSpan patience)
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(100);

    // A server notices that its client was killed when it next has something to send, which may be after minutes, unless it looks.
    // Servers on some systems cannot.
    private const string SettingsSql =
        """
        do $$
        begin
          perform set_config('client_connection_check_interval', '1s', false);
        exception
          when undefined_object or invalid_parameter_value or feature_not_supported then null;
        end
        $$;
        """;

    private int _process;

    /// <summary>Prepares the session that the command belongs to; again does no harm.</summary>
    public void Begin(IDbCommand command)
    {
        command.CommandText = $"set search_path = pg_catalog;\n{SettingsSql}\nset lock_timeout = {patience.TotalMilliseconds:0}";
        command.ExecuteNonQuery();
        Volatile.Write(ref _process, ((NpgsqlConnection)command.Connection!).ProcessID);
    }

    /// <summary>Runs work in this session; once cancelled, what the session runs is cancelled too.</summary>
    public async Task<T> EndAtOnceAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        var running = Task.Run(work, CancellationToken.None);
        var stopped = new TaskCompletionSource();
        await using var registration = cancellation.Register(stopped.SetResult);
        await Task.WhenAny(running, stopped.Task);
        // Again until it has ended: between two statements there is nothing to cancel.
        while (!running.IsCompleted)
        {
            await CancelStatementAsync();
            await Task.WhenAny(running, Task.Delay(BetweenAttempts, CancellationToken.None));
        }
        return await running;
    }

    private async Task CancelStatementAsync()
    {
        try
        {
            await using var transaction = await DatabaseTransaction.BeginAsync(database, CancellationToken.None);
            await using var cancel = new NpgsqlCommand("select pg_cancel_backend($1)", transaction.Connection);
            cancel.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Volatile.Read(ref _process) });
            await cancel.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // Without a connection the next attempt may have one; the program ends after some seconds in any case.
        }
    }
}
