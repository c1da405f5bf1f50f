using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Operating.Status;

/// <summary>From where on a dataset's standing is something for a person. Null: never.</summary>
/// <param name="StalledAfter">Silence of the feed, in hours from 06 to 21 EAT.</param>
/// <param name="IdleAfter">The longest time that files may wait without a drain, in the same hours.</param>
/// <param name="HeldAfter">The longest time that a run may hold the dataset, by the clock.</param>
/// <param name="MaxRejects">Rejected records of the last seven days.</param>
/// <param name="MaxUnreadablePercent">Of the timestamps that are given, those that read NULL.</param>
public sealed record StatusThresholds(
    TimeSpan StalledAfter, TimeSpan IdleAfter, TimeSpan HeldAfter, long? MaxRejects = null, double? MaxUnreadablePercent = null)
{
    public static StatusThresholds Default { get; } = new(FeedHours.StalledAfter, IdleAfter: TimeSpan.FromHours(2), HeldAfter: TimeSpan.FromHours(6));
}
