using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Providers;

/// <summary>
/// LocationIQ's words for what it found. Its <c>matchcode</c> tells less: a street without the house that was asked for is "exact" too.
/// </summary>
internal static class LocationIqLevel
{
    /// <param name="matchLevel">Null when the answer has none: then class and type, OpenStreetMap's words, decide alone.</param>
    public static PlaceLevel Of(string? matchLevel, string? placeClass, string? type) => matchLevel?.ToLowerInvariant() switch
    {
        "venue" => PlaceLevel.Venue,
        "building" => PlaceLevel.Building,
        "street" => PlaceLevel.Street,
        // These two stand for several kinds of place each.
        "neighbourhood" => Finer(type, PlaceLevel.Neighbourhood, PlaceLevel.Suburb, PlaceLevel.Village),
        "city" => Finer(type, PlaceLevel.City, PlaceLevel.Town, PlaceLevel.Village),
        "borough" => PlaceLevel.Suburb,
        "postalcode" => PlaceLevel.Postcode,
        "county" => PlaceLevel.County,
        "state" => PlaceLevel.State,
        "country" => PlaceLevel.Country,
        null => ByClass(placeClass, type),
        _ => PlaceLevel.Unknown,
    };

    private static PlaceLevel Finer(string? type, PlaceLevel otherwise, params PlaceLevel[] possible) =>
        Place(type) is var level && possible.Contains(level) ? level : otherwise;

    private static PlaceLevel ByClass(string? placeClass, string? type) => placeClass?.ToLowerInvariant() switch
    {
        "place" => Place(type),
        // Estates are often mapped as residential land; administrative borders are of any size, and so unknown.
        "landuse" when Place(type) == PlaceLevel.Neighbourhood => PlaceLevel.Neighbourhood,
        "highway" => PlaceLevel.Street,
        "building" => PlaceLevel.Building,
        "amenity" or "shop" or "office" or "tourism" or "leisure" or "healthcare" or "craft" or "historic" => PlaceLevel.Venue,
        _ => PlaceLevel.Unknown,
    };

    private static PlaceLevel Place(string? type) => type?.ToLowerInvariant() switch
    {
        "house" => PlaceLevel.Building,
        "neighbourhood" or "quarter" or "city_block" or "residential" => PlaceLevel.Neighbourhood,
        "suburb" or "borough" => PlaceLevel.Suburb,
        "village" or "hamlet" or "isolated_dwelling" => PlaceLevel.Village,
        "town" => PlaceLevel.Town,
        "city" => PlaceLevel.City,
        "postcode" => PlaceLevel.Postcode,
        "county" => PlaceLevel.County,
        "state" or "region" => PlaceLevel.State,
        "country" => PlaceLevel.Country,
        _ => PlaceLevel.Unknown,
    };
}
