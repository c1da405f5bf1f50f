using System.Globalization;
using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Review;

/// <summary>How little a name's point can be relied on, and why.</summary>
/// <param name="Share">From 0, a person entered it, to 1, nothing is known.</param>
/// <param name="Reasons">For a person, a short line each.</param>
internal sealed record Uncertainty(double Share, IReadOnlyList<string> Reasons)
{
    // The guard lets 25 km pass; an estate is rarely so far out.
    private const double FarOutKm = 10;

    public static Uncertainty Of(ReviewName name)
    {
        var (share, reason) = OfStatus(name.Status);
        var doubts = name.Status is PlaceStatus.Accepted or null ? Doubts(name).ToList() : [];
        return new Uncertainty(Math.Min(1, share + doubts.Sum(doubt => doubt.Share)), [reason, .. doubts.Select(doubt => doubt.Reason)]);
    }

    private static (double Share, string Reason) OfStatus(PlaceStatus? status) => status switch
    {
        PlaceStatus.Manual => (0.1, "entered by a person, not confirmed"),
        PlaceStatus.Accepted => (0.3, "passed all guards, seen by nobody"),
        null => (0.5, "nobody knows how this point was found"),
        PlaceStatus.Coarse or PlaceStatus.Collapsed => (0.8, "the geocoder does not know the place itself"),
        PlaceStatus.NotFound or PlaceStatus.Exhausted => (1, "the geocoder knows no such place"),
        _ => (0.9, "the answer was refused"),
    };

    private static IEnumerable<(double Share, string Reason)> Doubts(ReviewName name)
    {
        if (name.Level is PlaceLevel.Unknown)
            yield return (0.2, "what kind of place it is was not said");
        else if (name.Key.LocationKey is not null && name.Level >= PlaceLevel.Town)
            yield return (0.3, "a whole town for one estate");
        else if (name.Key.LocationKey is not null && name.Level is PlaceLevel.Street or PlaceLevel.Suburb or PlaceLevel.Village)
            yield return (0.1, "a place that may be larger than the estate");

        if (name.DistanceKm > FarOutKm)
            yield return (0.2, string.Create(CultureInfo.InvariantCulture, $"{name.DistanceKm:0.0} km from its cluster"));
        if (name.Candidates.Count > 1)
            yield return (0.1, $"one of {name.Candidates.Count} places of that name");
    }
}
