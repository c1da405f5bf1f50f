using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.UnitTests.Geocoding.Judging;

/// <summary>Places as a geocoder may offer them.</summary>
internal static class Found
{
    /// <summary>The cluster that the distances of these tests count from.</summary>
    public static readonly GeoPoint Nairobi = new(-1.28333, 36.81667);

    /// <summary>A suburb of Nairobi, unless the test says otherwise.</summary>
    public static Candidate Place(
        string displayName,
        double latitude = -1.2820,
        double longitude = 36.7810,
        PlaceLevel level = PlaceLevel.Suburb,
        string? country = "ke",
        string? county = "Nairobi County",
        double? confidence = null) =>
        new(new GeoPoint(latitude, longitude), level, displayName, country, county, confidence);
}
