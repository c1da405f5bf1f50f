using FleetTickets.Engine.Geocoding.Names;

namespace FleetTickets.Engine.Geocoding.Places;

/// <summary>A geocoder's name of a place: parts from the finest to the coarsest, comma-separated.</summary>
internal static class DisplayName
{
    public static string FirstPart(string displayName) => displayName.Split(',')[0];

    /// <summary>The words of each part before county, postcode and country, which say where a place is and not what it is called.</summary>
    public static IEnumerable<string[]> Places(string displayName)
    {
        var parts = displayName.Split(',').Select(Words.Of).Where(words => words.Length > 0).ToList();
        return parts.Take(1).Concat(parts.Skip(1).TakeWhile(words => !IsAround(words)));
    }

    private static bool IsAround(string[] words) => words[^1] is "county" or "kenya" || words.All(word => word.All(char.IsAsciiDigit));
}
