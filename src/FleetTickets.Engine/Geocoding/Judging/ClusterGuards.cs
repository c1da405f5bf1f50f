using FleetTickets.Engine.Geocoding.Names;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Judging;

/// <summary>The guards that a candidate for a cluster passes one after the other.</summary>
internal sealed record ClusterGuards(string Name)
{
    private const string NoCluster = "";

    public IReadOnlyList<Func<Candidate, Objection?>> InOrder => [Guards.Country, Level, NameOf];

    /// <summary>Places of the name in different counties: any could be meant, whatever kind of place they are.</summary>
    public Objection? SeveralCounties(IEnumerable<Candidate> candidates)
    {
        var counties = candidates
            .Where(candidate => Guards.Country(candidate) is null && NameOf(candidate) is null)
            .Select(candidate => candidate.County)
            .OfType<string>()
            .DistinctBy(CountyKey)
            .ToList();
        return counties.Count > 1 ? new(PlaceStatus.Ambiguous, $"places called {Name} in {string.Join(" and ", counties)}; expected one county") : null;
    }

    private static Objection? Level(Candidate candidate) => candidate.Level switch
    {
        // A cluster may be a whole city, which is too coarse for a location only.
        PlaceLevel.Neighbourhood or PlaceLevel.Suburb or PlaceLevel.Village or PlaceLevel.Town or PlaceLevel.City => null,
        PlaceLevel.Postcode or PlaceLevel.County or PlaceLevel.State or PlaceLevel.Country =>
            new(PlaceStatus.Coarse, $"{Guards.Kind(candidate.Level)}: {candidate.DisplayName}; expected a city or finer"),
        _ => new(PlaceStatus.Ambiguous, $"{Guards.Kind(candidate.Level)}, not a settlement: {candidate.DisplayName}"),
    };

    private Objection? NameOf(Candidate candidate) => Guards.Name(Name, NoCluster, candidate);

    // Kiambu and Kiambu County are one.
    private static string CountyKey(string county) => string.Join(' ', Words.Of(county).Where(word => word != "county"));
}
