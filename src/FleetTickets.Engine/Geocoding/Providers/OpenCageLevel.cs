using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Providers;

/// <summary>OpenCage's words for what it found.</summary>
internal static class OpenCageLevel
{
    // Confidence is the size of the place: from 4 down it spans 15 km and more, or its size is not known.
    private const double TooWide = 4;

    /// <param name="type">The component <c>_type</c>.</param>
    /// <param name="category">The component <c>_category</c>, for types that are shops, schools and the like.</param>
    /// <returns>City for anything finer that is as wide as a city: OpenCage then does not know the place itself.</returns>
    public static PlaceLevel Of(string? type, string? category, double? confidence)
    {
        var level = ByType(type, category);
        return level is > PlaceLevel.Unknown and < PlaceLevel.City && confidence <= TooWide ? PlaceLevel.City : level;
    }

    private static PlaceLevel ByType(string? type, string? category) => type?.ToLowerInvariant() switch
    {
        "house" or "building" => PlaceLevel.Building,
        "road" or "street" => PlaceLevel.Street,
        "neighbourhood" or "quarter" or "residential" => PlaceLevel.Neighbourhood,
        "suburb" or "city_district" or "district" or "borough" => PlaceLevel.Suburb,
        "village" or "hamlet" => PlaceLevel.Village,
        "town" => PlaceLevel.Town,
        "city" or "municipality" => PlaceLevel.City,
        "postcode" => PlaceLevel.Postcode,
        "county" or "state_district" => PlaceLevel.County,
        "state" or "region" => PlaceLevel.State,
        "country" or "continent" => PlaceLevel.Country,
        _ => ByCategory(category),
    };

    private static PlaceLevel ByCategory(string? category) => category?.ToLowerInvariant() switch
    {
        "road" => PlaceLevel.Street,
        "building" => PlaceLevel.Building,
        "postcode" => PlaceLevel.Postcode,
        null or "place" or "natural" or "natural/water" or "unknown" => PlaceLevel.Unknown,
        _ => PlaceLevel.Venue,
    };
}
