using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Providers;

/// <summary>What a geocoder answered to one request, whatever its dialect.</summary>
public abstract record Reply
{
    private Reply()
    {
    }

    /// <param name="Candidates">The provider's order; at least one.</param>
    /// <param name="RemainingToday">Calls left by the provider's own count; null when it does not say.</param>
    public sealed record Found(IReadOnlyList<Candidate> Candidates, int? RemainingToday) : Reply;

    /// <summary>The provider knows no such place.</summary>
    public sealed record NotFound(int? RemainingToday) : Reply;

    /// <summary>Asked too quickly; counted by the second or by the minute.</summary>
    /// <param name="RetryAfter">When the provider says how long to wait.</param>
    public sealed record TooFast(bool ByMinute, TimeSpan? RetryAfter) : Reply;

    /// <summary>The day's calls are used up.</summary>
    /// <param name="RenewsAt">When the provider says.</param>
    public sealed record QuotaUsedUp(DateTimeOffset? RenewsAt) : Reply;

    /// <summary>The key is unknown, disabled or lacks the right.</summary>
    public sealed record KeyRefused(string Why) : Reply;

    /// <summary>The request itself is wrong: for this name, or always.</summary>
    /// <param name="IsNameAtFault">The provider says that it is this name, by its length; false when it may be every request.</param>
    public sealed record BadRequest(string Why, bool IsNameAtFault = false) : Reply;

    /// <summary>A timeout, an error of the server, an answer that cannot be read: another try may do.</summary>
    public sealed record Trouble(string Why) : Reply;
}
