using System.Text.Json;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Providers;

namespace FleetTickets.Engine.Geocoding.Review;

/// <summary>A place that the geocoder offered for a name.</summary>
internal sealed record ReviewCandidate(GeoPoint Point, string DisplayName)
{
    /// <summary>From the gazetteers' <c>candidates</c> column. What is no place is left out: the column is open to everybody's edits.</summary>
    public static IReadOnlyList<ReviewCandidate> ListOf(string? json) =>
        json is null ? [] : [.. JsonFields.Parsed(json).Items().Select(Of).OfType<ReviewCandidate>().Take(CandidateList.Most)];

    private static ReviewCandidate? Of(JsonElement? stored) =>
        GeoPoint.Of(Degrees(stored, "latitude"), Degrees(stored, "longitude")) is { } point
            ? new ReviewCandidate(point, stored.Text("display_name") ?? "")
            : null;

    private static double? Degrees(JsonElement? stored, string name) =>
        stored.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : null;
}
