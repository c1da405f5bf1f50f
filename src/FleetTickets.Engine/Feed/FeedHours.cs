namespace FleetTickets.Engine.Feed;

/// <summary>The feed sleeps at night: silence is counted in the hours from 06 to 21, East Africa Time.</summary>
internal static class FeedHours
{
    /// <summary>Silence that is longer is a stalled feed, unless somebody says otherwise.</summary>
    public static readonly TimeSpan StalledAfter = TimeSpan.FromHours(6);

    private static readonly TimeSpan Opens = TimeSpan.FromHours(6);
    private static readonly TimeSpan Closes = TimeSpan.FromHours(21);

    public static TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        if (to <= from)
            return TimeSpan.Zero;
        var (start, end) = (from.ToOffset(ChangeFile.EastAfricaTime).DateTime, to.ToOffset(ChangeFile.EastAfricaTime).DateTime);
        var nights = (end.Date - start.Date).Days;
        return (Closes - Opens) * nights + Elapsed(end.TimeOfDay) - Elapsed(start.TimeOfDay);
    }

    /// <summary>How much of a day's hours has gone by at a time of day.</summary>
    private static TimeSpan Elapsed(TimeSpan timeOfDay) =>
        timeOfDay < Opens ? TimeSpan.Zero : timeOfDay > Closes ? Closes - Opens : timeOfDay - Opens;
}
