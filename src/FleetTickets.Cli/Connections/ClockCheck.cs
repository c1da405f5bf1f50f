using System.Globalization;
using Npgsql;
using Serilog;

namespace FleetTickets.Cli.Connections;

/// <summary>
/// How far this machine's clock is from the database's. By "now" a run tells which names lie in the future and as of when a local file counts:
/// with a wrong clock a file would be newer than everything to come, and its tickets would never change again.
/// </summary>
/// <param name="Here">This machine's time.</param>
/// <param name="There">The database's time at that moment.</param>
internal sealed record ClockCheck(DateTimeOffset Here, DateTimeOffset There)
{
    private static readonly TimeSpan WorthAWarning = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Farthest = TimeSpan.FromHours(1);

    private TimeSpan Difference => (Here - There).Duration();

    private string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"this machine's clock says {Here.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC and the database's {There.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC; set the wrong one");

    public static async Task<ClockCheck> ReadAsync(NpgsqlConnection connection, TimeProvider clock, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select clock_timestamp()", connection);
        var there = (DateTime)(await command.ExecuteScalarAsync(cancellation))!;
        return new ClockCheck(clock.GetUtcNow(), new DateTimeOffset(there, TimeSpan.Zero));
    }

    /// <summary>A warning, or the end of a run that would go by the clock.</summary>
    /// <exception cref="UsageException">They are more than an hour apart, and that is fatal.</exception>
    public void Tell(bool isFatal)
    {
        if (Difference > Farthest && isFatal)
            throw new UsageException(Text);
        if (Difference > WorthAWarning)
            Log.Warning("The clocks differ: {Reason}", Text);
    }
}
