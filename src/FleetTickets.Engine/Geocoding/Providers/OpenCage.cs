using System.Globalization;
using System.Text.Json;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Providers;

/// <summary>The dialect of <c>https://opencagedata.com/api</c>.</summary>
internal sealed class OpenCage(GeocoderHttp http) : IGeocoder
{
    public const string ProviderName = "opencage";

    // Year 9999: what lies behind it is no date.
    private const double LastSecond = 253_402_300_799;

    private static readonly string Always = $"countrycode=ke&limit={CandidateList.Most}&language=en&no_annotations=1&no_record=1";

    public string Name => ProviderName;

    public Task<Reply> AskAsync(PlaceQuery query, CancellationToken cancellation) =>
        http.GetAsync($"json?q={Uri.EscapeDataString(query.Text)}&{Always}{Proximity(query.Near)}", Read, failure => failure, cancellation);

    /// <summary>Always null: what is left comes with every answer.</summary>
    public Task<int?> RemainingTodayAsync(CancellationToken cancellation) => Task.FromResult<int?>(null);

    private static string Proximity(GeoPoint? near) =>
        near is { } centre ? string.Create(CultureInfo.InvariantCulture, $"&proximity={centre.Latitude:F5},{centre.Longitude:F5}") : "";

    private Reply Read(ProviderResponse response)
    {
        var body = JsonFields.Parsed(response.Body);
        var why = http.Why(response, response.Status == 200 ? null : body.Field("status").Text("message"));
        return response.Status switch
        {
            200 => CandidateList.Read(body.Field("results"), ReadPlace, RemainingToday(body, response), why),
            402 => new Reply.QuotaUsedUp(RenewsAt(body, response)),
            // Never the day's quota, that is 402.
            429 => new Reply.TooFast(ByMinute: false, response.RetryAfter),
            _ => response.Failure(why),
        };
    }

    private static Candidate? ReadPlace(JsonElement? place)
    {
        var (geometry, components, confidence) = (place.Field("geometry"), place.Field("components"), place.Number("confidence"));
        return CandidateList.Point(geometry.Number("lat"), geometry.Number("lng")) is { } point
            && CandidateList.Name(place.Text("formatted")) is { } name
            ? new Candidate(
                point,
                OpenCageLevel.Of(components.Text("_type"), components.Text("_category"), confidence),
                name,
                CandidateList.CountryCode(components.Text("country_code")),
                CandidateList.Name(components.Text("county")),
                confidence)
            : null;
    }

    // Plans with a subscription say neither in the body nor in the headers.
    private static int? RemainingToday(JsonElement? body, ProviderResponse response) =>
        body.Field("rate").Count("remaining") ?? (int?)HeaderNumber(response, "X-RateLimit-Remaining");

    private static DateTimeOffset? RenewsAt(JsonElement? body, ProviderResponse response) =>
        (body.Field("rate").Number("reset") ?? HeaderNumber(response, "X-RateLimit-Reset")) is >= 0 and <= LastSecond and { } seconds
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    private static double? HeaderNumber(ProviderResponse response, string name) =>
        response.Headers.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
