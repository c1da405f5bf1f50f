using System.Text.Json;

namespace FleetTickets.Engine.Geocoding;

/// <summary>A place that the geocoder offered for a name.</summary>
public sealed record ReviewCandidate(GeoPoint Point, string DisplayName)
{
    private const int Most = 5;

    /// <summary>From the gazetteers' <c>candidates</c> column. What is no place is left out: the column is open to everybody's edits.</summary>
    public static IReadOnlyList<ReviewCandidate> ListOf(string? json)
    {
        if (json is null)
            return [];
        using var stored = JsonDocument.Parse(json);
        return stored.RootElement.ValueKind == JsonValueKind.Array
            ? [.. stored.RootElement.EnumerateArray().Select(Of).OfType<ReviewCandidate>().Take(Most)]
            : [];
    }

    private static ReviewCandidate? Of(JsonElement stored) =>
        GeoPoint.Of(Number(stored, "latitude"), Number(stored, "longitude")) is { } point
            ? new ReviewCandidate(point, Property(stored, "display_name") is { ValueKind: JsonValueKind.String } name ? name.GetString()! : "")
            : null;

    private static double? Number(JsonElement stored, string name) =>
        Property(stored, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : null;

    private static JsonElement? Property(JsonElement stored, string name) =>
        stored.ValueKind == JsonValueKind.Object && stored.TryGetProperty(name, out var value) ? value : null;
}
