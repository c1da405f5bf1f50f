using System.Globalization;
using System.Text.Json;

namespace FleetTickets.TestServers;

/// <summary>The providers' answers, from what the geocoder knows. All bodies are made up.</summary>
internal static class GeocoderDialect
{
    public static ScriptedResponse Balance(int? left) => new(200, $$$"""{"status":"ok","balance":{"day":{{{left ?? 5_000}}},"bonus":0}}""");

    /// <summary>Repeats the key on purpose: whoever shows what a provider says must not show that.</summary>
    public static ScriptedResponse KeyRefused(string key) =>
        new(401, JsonSerializer.Serialize(new { error = $"Invalid key {key}", status = new { message = $"invalid API key {key}" } }));

    public static ScriptedResponse LocationIq(IReadOnlyList<GeocoderPlace> places) => places.Count == 0
        ? new ScriptedResponse(404, """{"error":"Unable to geocode"}""")
        : new ScriptedResponse(200, JsonSerializer.Serialize(places.Select(place => new
        {
            lat = Text(place.Latitude), lon = Text(place.Longitude), display_name = FullName(place),
            @class = "place", type = place.Kind, importance = 0.4,
            address = new { county = place.County, country_code = place.CountryCode },
            matchquality = new { matchcode = "exact", matchtype = "centroid", matchlevel = place.Kind is "suburb" ? "neighbourhood" : "city" },
        })));

    /// <param name="left">Only some plans say how many calls are left.</param>
    public static ScriptedResponse OpenCage(IReadOnlyList<GeocoderPlace> places, int? left) => new(200, JsonSerializer.Serialize(new
    {
        rate = left is { } remaining ? new { limit = 2_500, remaining } : null,
        results = places.Select(place => new
        {
            components = new { _type = place.Kind, _category = "place", county = place.County, country_code = place.CountryCode },
            confidence = place.Kind is "city" ? 3 : 7,
            formatted = FullName(place),
            geometry = new { lat = place.Latitude, lng = place.Longitude },
        }),
    }));

    private static string FullName(GeocoderPlace place) => $"{place.Name}, {place.County}, Kenya";

    private static string Text(double degrees) => degrees.ToString("F5", CultureInfo.InvariantCulture);
}
