using FleetTickets.Engine.Geocoding.Judging;

namespace FleetTickets.Engine.Geocoding.Passes;

/// <summary>How long an answer is believed before a name is asked again.</summary>
internal static class Memory
{
    private static readonly TimeSpan[] OfRefusals = [TimeSpan.FromDays(7), TimeSpan.FromDays(30), TimeSpan.FromDays(90)];

    /// <summary>Null for ever: a point counts until a person or the judging says otherwise.</summary>
    /// <param name="attemptsBefore">How often the name was asked before this time.</param>
    /// <param name="spread">From 0 to 1: spreads the names of one day over the days around the end of their memory.</param>
    public static DateTimeOffset? Until(PlaceStatus status, int attemptsBefore, DateTimeOffset now, double spread) => status switch
    {
        PlaceStatus.Accepted => null,
        PlaceStatus.Retry => now,
        _ => now + (OfRefusals[Math.Clamp(attemptsBefore, 0, OfRefusals.Length - 1)] * (0.9 + (0.2 * spread))),
    };
}
