namespace FleetTickets.EndToEndTests.Misbehaving;

/// <summary>A clock on which pauses between attempts are over at once, while the limits of waiting, which are longer, stay.</summary>
internal sealed class PatientClock : TimeProvider
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime <= LongestPause ? TimeSpan.Zero : dueTime, period);
}
