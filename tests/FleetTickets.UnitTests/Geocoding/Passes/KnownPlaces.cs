using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.UnitTests.Geocoding.Passes;

/// <summary>Places as the gazetteer gives them, with only what a test speaks of.</summary>
internal static class KnownPlaces
{
    public static readonly GeoPoint Kilimani = new(-1.2890, 36.7850);
    public static readonly DateTimeOffset Now = new(2026, 6, 15, 9, 0, 0, TimeSpan.Zero);

    public static Place Of(string name, KnownPlace? known = null, string cluster = "Kilimani", long openTickets = 1) => new(
        new GazetteerKey(cluster, name.ToLowerInvariant()), name, name, cluster, Kilimani, IsNamed: true, openTickets, known);

    public static KnownPlace Known(
        PlaceStatus? status, GeoPoint? point = null, bool isVerified = false, DateTimeOffset? retryAfter = null, params Candidate[] candidates) =>
        new(status, isVerified, point, "locationiq", RulesVersion: 1, retryAfter, Attempts: 1, candidates);

    public static Candidate Suburb(string name, GeoPoint point) => new(point, PlaceLevel.Suburb, $"{name}, Nairobi, Nairobi County, Kenya", "ke", "Nairobi County", 0.4);
}
