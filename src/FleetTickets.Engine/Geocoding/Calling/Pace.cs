using Serilog;

namespace FleetTickets.Engine.Geocoding.Calling;

/// <summary>Keeps calls apart. For one caller at a time.</summary>
public sealed class Pace(double ratePerSecond, TimeProvider clock)
{
    // A limit by the second is met well before this; without a bound a day of rare refusals would bring the run to a standstill.
    private static readonly TimeSpan WidestSpacing = TimeSpan.FromSeconds(10);

    // The resolution of timers: a shorter wait would end at once.
    private static readonly TimeSpan OneTick = TimeSpan.FromMilliseconds(1);

    private TimeSpan _spacing = TimeSpan.FromSeconds(1 / ratePerSecond);
    private TimeSpan _gap;
    private long _since = clock.GetTimestamp();
    private string? _why;

    private TimeSpan Left => _gap - clock.GetElapsedTime(_since);

    /// <summary>Returns when the next call may be made, and counts it as made then.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        if (_why is not null && Left > TimeSpan.Zero)
            Log.Information("Waiting {Seconds} s: {Why}", Math.Ceiling(Left.TotalSeconds), _why);
        // A timer may end a fraction early.
        while (Left is var left && left > TimeSpan.Zero)
            await Task.Delay(left < OneTick ? OneTick : left, clock, cancellation);
        (_gap, _since, _why) = (_spacing, clock.GetTimestamp(), null);
    }

    /// <summary>No call before this time has passed; a longer wait that was asked for before stays.</summary>
    /// <param name="why">For the log, before the wait begins.</param>
    public void Hold(TimeSpan time, string why)
    {
        if (time > Left)
            (_gap, _since, _why) = (time, clock.GetTimestamp(), why);
    }

    /// <summary>Doubles the time between calls, from the next call on.</summary>
    public void SlowDown()
    {
        if (_spacing < WidestSpacing)
            _spacing = TimeSpan.FromTicks(Math.Min(_spacing.Ticks * 2, WidestSpacing.Ticks));
    }
}
