namespace FleetTickets.Engine.Geocoding.Calling;

/// <summary>No more names can be asked for in this run. The name that was being asked for stays as it is.</summary>
public sealed class GeocodingStoppedException(StopReason reason, string message, DateTimeOffset? renewsAt = null) : Exception(message)
{
    public StopReason Reason => reason;

    /// <summary>When calls are allowed again; null when that is no matter of time.</summary>
    public DateTimeOffset? RenewsAt => renewsAt;
}
