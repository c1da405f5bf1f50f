namespace FleetTickets.UnitTests.Geocoding.Calling;

/// <summary>A clock on which every wait is over at once and yet has taken its time; it remembers each.</summary>
internal sealed class SkippingClock(DateTimeOffset start) : TimeProvider
{
    private readonly List<TimeSpan> _waits = [];
    private TimeSpan _passed;

    public IReadOnlyList<TimeSpan> Waits => _waits;

    public TimeSpan Passed => _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start + _passed;

    public override long GetTimestamp() => _passed.Ticks;

    public void Advance(TimeSpan time) => _passed += time;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _waits.Add(dueTime);
        _passed += dueTime;
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
