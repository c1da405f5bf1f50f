using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Judging;

/// <summary>Points that a geocoder gives for any name it does not know: several different names cannot all be there.</summary>
internal static class Collapse
{
    private const int MostNames = 3;

    // About a metre.
    private const int Decimals = 5;

    /// <param name="accepted">Location key and point of every accepted row, of all clusters.</param>
    /// <returns>The points, as <see cref="Rounded"/>, that more than three names share, and how many do.</returns>
    public static IReadOnlyDictionary<GeoPoint, int> SharedPoints(IEnumerable<(string LocationKey, GeoPoint Point)> accepted) =>
        accepted
            .GroupBy(row => Rounded(row.Point), row => row.LocationKey)
            .Select(names => (Point: names.Key, Count: names.Distinct(StringComparer.Ordinal).Count()))
            .Where(shared => shared.Count > MostNames)
            .ToDictionary(shared => shared.Point, shared => shared.Count);

    /// <summary>Points that differ by less than a metre or so are one.</summary>
    public static GeoPoint Rounded(GeoPoint point) => new(Math.Round(point.Latitude, Decimals), Math.Round(point.Longitude, Decimals));
}
