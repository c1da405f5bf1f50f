namespace FleetTickets.Engine.Geocoding.Places;

/// <summary>One place that a geocoder offers for a name: what the judging needs of its answer, and nothing more of it.</summary>
/// <param name="DisplayName">The place's full name as the provider writes it, at most 300 characters.</param>
/// <param name="CountryCode">ISO 3166-1 alpha-2, lower case; null when the provider does not say.</param>
/// <param name="County">The county that it lies in; null when the provider does not say.</param>
/// <param name="Confidence">The provider's own measure: LocationIQ's importance, OpenCage's confidence from 0 to 10.</param>
public sealed record Candidate(
    GeoPoint Point, PlaceLevel Level, string DisplayName, string? CountryCode, string? County, double? Confidence);
