using System.Text.Json;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Providers;

/// <summary>From a provider's list of places to a reply.</summary>
internal static class CandidateList
{
    /// <summary>Asked for, and kept whatever comes.</summary>
    public const int Most = 5;

    private const int LongestName = 300;

    /// <summary>A place that cannot be read is left out.</summary>
    /// <param name="places">A JSON array; null or anything else is an answer that cannot be read.</param>
    /// <param name="answered">Who answered and how, to begin a line with when that was not enough.</param>
    public static Reply Read(JsonElement? places, Func<JsonElement?, Candidate?> read, int? remainingToday, string answered)
    {
        if (places is not { ValueKind: JsonValueKind.Array })
            return new Reply.Trouble($"{answered} with something that is no list of places");
        var readable = places.Items().Select(read).OfType<Candidate>().Take(Most).ToList();
        if (readable.Count > 0)
            return new Reply.Found(readable, remainingToday);
        return places.Items().Any()
            ? new Reply.Trouble($"{answered} with places none of which can be read")
            : new Reply.NotFound(remainingToday);
    }

    /// <summary>A point on earth, or null.</summary>
    public static GeoPoint? Point(double? latitude, double? longitude) =>
        latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180 ? new GeoPoint(latitude.Value, longitude.Value) : null;

    /// <summary>A name as it may be kept; null when nothing of it is left.</summary>
    public static string? Name(string? text) => text is not null && ProviderText.Cleaned(text, LongestName) is { Length: > 0 } name ? name : null;

    /// <summary>Two letters, lower case, or null.</summary>
    public static string? CountryCode(string? code) =>
        code is { Length: 2 } && code.All(char.IsAsciiLetter) ? code.ToLowerInvariant() : null;
}
