using FleetTickets.Engine.Geocoding.Gazetteer;

namespace FleetTickets.Engine.Geocoding.Curation;

/// <summary>A curated point and the gazetteer row that it is for.</summary>
internal sealed record KeyedPoint(GazetteerKey Key, CuratedPoint Curated)
{
    /// <summary>What keeps points from being imported: a location that cleans to nothing, or a row that stands twice.</summary>
    /// <param name="points">As the database keyed them; a location key is null where no place is left after cleaning.</param>
    public static IEnumerable<string> ProblemsOf(IReadOnlyList<KeyedPoint> points)
    {
        var lines = new Dictionary<GazetteerKey, long>();
        foreach (var (key, curated) in points)
        {
            if (curated.LocationName is { } name && key.LocationKey is null)
                yield return $"line {curated.Line}: location '{name}' names no place: nothing is left after cleaning";
            else if (!lines.TryAdd(key, curated.Line))
                yield return $"line {curated.Line}: '{key}' stands already on line {lines[key]}";
        }
    }
}
