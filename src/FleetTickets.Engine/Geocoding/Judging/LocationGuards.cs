using FleetTickets.Engine.Geocoding.Names;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Judging;

/// <summary>The guards that a candidate for a location passes one after the other.</summary>
internal sealed record LocationGuards(string Name, string Cluster, GeoPoint? ClusterPoint)
{
    public const double FarthestKm = PlaceQuery.FarthestKm;

    private const double EchoKm = 0.3;

    // So near the limit that a tenth of a kilometre would not show on which side.
    private const double InMetresBelowKm = FarthestKm + 1;

    public IReadOnlyList<Func<Candidate, Objection?>> InOrder => [Guards.Country, Yardstick, Distance, Level, CentroidEcho, NameOf];

    public double? KilometresTo(Candidate candidate) => ClusterPoint?.KilometresTo(candidate.Point);

    private Objection? Yardstick(Candidate candidate) =>
        ClusterPoint is null ? new(PlaceStatus.Ambiguous, $"the cluster {Cluster} has no point to judge {candidate.DisplayName} by") : null;

    private Objection? Distance(Candidate candidate) =>
        KilometresTo(candidate) <= FarthestKm
            ? null
            : new(PlaceStatus.RejectedFar, $"{Shown(KilometresTo(candidate)!.Value)} km from the cluster {Cluster}; at most {FarthestKm}");

    private Objection? Level(Candidate candidate) =>
        !Guards.IsCoarse(candidate) || IsTheTownItself(candidate)
            ? null
            : new(PlaceStatus.Coarse, $"{Guards.Kind(candidate.Level)}: {candidate.DisplayName}; expected a town or finer");

    // A geocoder answers a name that it does not know with the place around it.
    private Objection? CentroidEcho(Candidate candidate) =>
        KilometresTo(candidate) is not <= EchoKm || IsFine(candidate.Level) || Words.Same(Name, Cluster)
            ? null
            : new(PlaceStatus.Coarse, $"{Guards.Kind(candidate.Level)} on the point of the cluster {Cluster} itself: {candidate.DisplayName}");

    private Objection? NameOf(Candidate candidate) => Guards.Name(Name, Cluster, candidate);

    private bool IsTheTownItself(Candidate candidate) =>
        candidate.Level == PlaceLevel.City && Words.Same(Name, DisplayName.FirstPart(candidate.DisplayName));

    private static bool IsFine(PlaceLevel level) => level is not PlaceLevel.Unknown and <= PlaceLevel.Neighbourhood;

    private static string Shown(double kilometres) => kilometres.ToString(kilometres < InMetresBelowKm ? "0.000" : "0.0", null);
}
