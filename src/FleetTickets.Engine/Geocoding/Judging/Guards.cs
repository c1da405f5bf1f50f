using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Judging;

/// <summary>What locations and clusters are both asked.</summary>
internal static class Guards
{
    private const string Kenya = "ke";

    // OpenCage's scale: 4 is a box of 15 km. LocationIQ's importance, which is 1 at most, never lends an unknown level any weight.
    private const double LowConfidence = 4;

    public static Objection? Country(Candidate candidate)
    {
        if (!candidate.Point.IsInKenya)
            return new(PlaceStatus.RejectedCountry, $"{candidate.Point.Latitude}, {candidate.Point.Longitude} is outside Kenya");
        return candidate.CountryCode is not { } code || code.Equals(Kenya, StringComparison.OrdinalIgnoreCase)
            ? null
            : new(PlaceStatus.RejectedCountry, $"{candidate.DisplayName} has the country code {code}; expected {Kenya}");
    }

    /// <summary>Larger than what has a name of its own in a city, or of unknown size.</summary>
    public static bool IsCoarse(Candidate candidate) => candidate.Level switch
    {
        PlaceLevel.Unknown => candidate.Confidence is null or <= LowConfidence,
        PlaceLevel.City or PlaceLevel.Postcode or PlaceLevel.County or PlaceLevel.State or PlaceLevel.Country => true,
        _ => false,
    };

    public static Objection? Name(string name, string cluster, Candidate candidate) =>
        NameAgreement.Agrees(name, cluster, candidate.DisplayName)
            ? null
            : new(PlaceStatus.RejectedName, $"found {candidate.DisplayName}, which does not name {name}");

    /// <summary>As a reason says it: <c>a suburb</c>.</summary>
    public static string Kind(PlaceLevel level) => level == PlaceLevel.Unknown ? "a place of unknown kind" : $"a {level.ToString().ToLowerInvariant()}";
}
