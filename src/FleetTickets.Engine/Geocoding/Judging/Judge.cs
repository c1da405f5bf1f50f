using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Judging;

/// <summary>
/// Decides what a geocoder's answer is worth. A wrong point sends a technician to the wrong place, no point leaves the ticket at its cluster:
/// in doubt there is none.
/// </summary>
internal static class Judge
{
    private const double SamePlaceKm = 3;

    /// <param name="cleanedName">As <c>tickets.clean_location</c> leaves it.</param>
    /// <param name="cluster">The cluster, cleaned alike.</param>
    /// <param name="clusterPoint">Where the cluster is; null when that is not known, and then nothing is accepted.</param>
    /// <param name="candidates">In the provider's order; at least one.</param>
    /// <returns>The nearest candidate that passes every guard, or the one that got furthest and what stopped it.</returns>
    /// <exception cref="ArgumentException">No candidates.</exception>
    public static Verdict OfLocation(string cleanedName, string cluster, GeoPoint? clusterPoint, IReadOnlyList<Candidate> candidates)
    {
        RequireAny(candidates);
        var guards = new LocationGuards(cleanedName, cluster, clusterPoint);
        var judged = JudgedCandidate.Through(guards.InOrder, candidates);
        var accepted = judged.Where(one => one.Objection is null).Select(one => one.Candidate).OrderBy(guards.KilometresTo).ToList();
        var (choice, objection) = accepted.Count > 0 ? (accepted[0], TooFarApart(accepted)) : Furthest(judged);
        return VerdictOn(choice, objection, guards.KilometresTo(choice));
    }

    /// <summary>A cluster has nothing to be near to; it must be a settlement, and in one county only.</summary>
    /// <param name="cleanedName">As <c>tickets.clean_location</c> leaves it.</param>
    /// <param name="candidates">In the provider's order; at least one.</param>
    /// <returns>The first candidate that passes every guard, or the one that got furthest and what stopped it.</returns>
    /// <exception cref="ArgumentException">No candidates.</exception>
    public static Verdict OfCluster(string cleanedName, IReadOnlyList<Candidate> candidates)
    {
        RequireAny(candidates);
        var guards = new ClusterGuards(cleanedName);
        var judged = JudgedCandidate.Through(guards.InOrder, candidates);
        var accepted = judged.FirstOrDefault(one => one.Objection is null);
        var (choice, objection) = accepted is null ? Furthest(judged) : (accepted.Candidate, guards.SeveralCounties(judged.Select(one => one.Candidate)));
        return VerdictOn(choice, objection, distanceKm: null);
    }

    private static void RequireAny(IReadOnlyList<Candidate> candidates)
    {
        if (candidates.Count == 0)
            throw new ArgumentException("there is no candidate to judge", nameof(candidates));
    }

    private static (Candidate Choice, Objection? Objection) Furthest(IReadOnlyList<JudgedCandidate> judged)
    {
        var furthest = judged.MaxBy(one => one.GuardsPassed)!;
        return (furthest.Candidate, furthest.Objection);
    }

    private static Objection? TooFarApart(IReadOnlyList<Candidate> accepted)
    {
        var pairs = accepted.SelectMany((one, index) => accepted.Skip(index + 1).Select(other => (one, other, Km: one.Point.KilometresTo(other.Point))));
        var widest = pairs.OrderByDescending(pair => pair.Km).FirstOrDefault();
        return widest.Km > SamePlaceKm
            ? new(PlaceStatus.Ambiguous, $"{widest.one.DisplayName} and {widest.other.DisplayName} are {widest.Km:0.0##} km apart; at most {SamePlaceKm}")
            : null;
    }

    private static Verdict VerdictOn(Candidate choice, Objection? objection, double? distanceKm) =>
        new(objection?.Status ?? PlaceStatus.Accepted, objection?.Reason, choice, distanceKm);
}
