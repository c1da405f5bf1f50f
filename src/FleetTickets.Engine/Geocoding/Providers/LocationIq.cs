using System.Globalization;
using System.Text.Json;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Providers;

/// <summary>The dialect of <c>https://docs.locationiq.com/reference/search</c>.</summary>
internal sealed class LocationIq(GeocoderHttp http) : IGeocoder
{
    public const string ProviderName = "locationiq";

    // A preference, not a filter: a place farther away is still offered, and judged.
    private const double PreferredKilometres = PlaceQuery.FarthestKm;

    private static readonly string Always = string.Join('&',
        $"format=json&countrycodes=ke&limit={CandidateList.Most}&accept-language=en",
        "addressdetails=1&normalizeaddress=1&matchquality=1&dedupe=1");

    public string Name => ProviderName;

    public Task<Reply> AskAsync(PlaceQuery query, CancellationToken cancellation) =>
        http.GetAsync($"search?q={Uri.EscapeDataString(query.Text)}&{Always}{Viewbox(query.Near)}", Read, failure => failure, cancellation);

    public Task<int?> RemainingTodayAsync(CancellationToken cancellation) =>
        http.GetAsync("balance?format=json", ReadBalance, _ => null, cancellation);

    private static string Viewbox(GeoPoint? near)
    {
        if (near is not { } centre)
            return "";
        var (southWest, northEast) = centre.SquareAround(PreferredKilometres);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"&viewbox={southWest.Longitude:F4},{southWest.Latitude:F4},{northEast.Longitude:F4},{northEast.Latitude:F4}&bounded=0");
    }

    private Reply Read(ProviderResponse response)
    {
        var body = JsonFields.Parsed(response.Body);
        var says = body.Text("error");
        var why = http.Why(response, response.Status == 200 ? null : says);
        return response.Status switch
        {
            200 => CandidateList.Read(body, ReadPlace, remainingToday: null, why),
            404 when Says("unable to geocode") => new Reply.NotFound(RemainingToday: null),
            429 when Says("second") => new Reply.TooFast(ByMinute: false, response.RetryAfter),
            429 when Says("day") => new Reply.QuotaUsedUp(RenewsAt: null),
            // Also any text that is new: a minute is the safe reading, and the balance is asked for after it.
            429 => new Reply.TooFast(ByMinute: true, response.RetryAfter),
            _ => response.Failure(why),
        };

        bool Says(string words) => says?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;
    }

    private static Candidate? ReadPlace(JsonElement? place)
    {
        var address = place.Field("address");
        return CandidateList.Point(place.Number("lat"), place.Number("lon")) is { } point
            && CandidateList.Name(place.Text("display_name")) is { } name
            ? new Candidate(
                point,
                LocationIqLevel.Of(place.Field("matchquality").Text("matchlevel"), place.Text("class"), place.Text("type")),
                name,
                CandidateList.CountryCode(address.Text("country_code")),
                CandidateList.Name(address.Text("county")),
                place.Number("importance"))
            : null;
    }

    private static int? ReadBalance(ProviderResponse response) =>
        response.Status == 200 ? JsonFields.Parsed(response.Body).Field("balance").Count("day") : null;
}
