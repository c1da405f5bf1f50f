using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Passes;

/// <summary>Judging anew what geocoders once offered: without a call, whenever a cluster's point or a guard may have changed.</summary>
internal static class Rejudgement
{
    /// <summary>The rows whose verdict is another one now. A point that too many names share is taken from all of them.</summary>
    public static IReadOnlyList<(Place Place, Verdict Verdict)> Of(PlaceKind kind, IReadOnlyList<Place> places)
    {
        var judged = places.Where(MayChange).Select(place => (Place: place, Verdict: kind.Judge(place, place.Known!.Candidates))).ToList();
        var fixedPoints = places.Where(place => !MayChange(place) && place.Known?.Point is not null).Select(place => (NameOf(place), place.Known!.Point!.Value));
        var acceptedPoints = judged.Where(item => item.Verdict.Status is PlaceStatus.Accepted).Select(item => (NameOf(item.Place), item.Verdict.Choice!.Point));
        var shared = Collapse.SharedPoints([.. fixedPoints, .. acceptedPoints]);
        return [.. judged
            .Select(item => (item.Place, Verdict: UnlessShared(item.Verdict, shared)))
            .Where(item => Differs(item.Place.Known!, item.Verdict))];
    }

    private static bool MayChange(Place place) => place is
    {
        CleanedName: not null,
        Known: { IsVerified: false, Status: not (PlaceStatus.Manual or PlaceStatus.Reserved), Candidates.Count: > 0 },
    };

    /// <summary>One name in two clusters is one name.</summary>
    private static string NameOf(Place place) => place.Key.LocationKey ?? place.Key.Cluster;

    private static Verdict UnlessShared(Verdict verdict, IReadOnlyDictionary<GeoPoint, int> shared) =>
        verdict is { Status: PlaceStatus.Accepted, Choice: { } choice } && shared.TryGetValue(Collapse.Rounded(choice.Point), out var names)
            ? verdict with { Status = PlaceStatus.Collapsed, Reason = $"{names} different names have this one point" }
            : verdict;

    private static bool Differs(KnownPlace known, Verdict verdict) =>
        known.Status != verdict.Status || known.Point != (verdict.Status is PlaceStatus.Accepted ? verdict.Choice?.Point : null);
}
