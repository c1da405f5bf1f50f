using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Judging;

namespace FleetTickets.Engine.Geocoding.Passes;

/// <summary>What a pass has to do, decided without touching anything.</summary>
/// <param name="ToAsk">Names that need a call, those with the most open tickets first.</param>
/// <param name="Placed">Names that have a point.</param>
/// <param name="Remembered">Names without a point that are not worth a call yet: not found, refused by a guard or by a person.</param>
/// <param name="Held">Names that another run is asking for.</param>
public sealed record GeocodePlan(IReadOnlyList<Place> ToAsk, int Placed, int Remembered, int Held)
{
    public static GeocodePlan For(IEnumerable<Place> places, AskRules rules)
    {
        List<Place> toAsk = [];
        var (placed, remembered, held) = (0, 0, 0);
        foreach (var place in places.Where(place => place is { IsNamed: true, CleanedName: not null }))
        {
            switch (place.Known)
            {
                case { Point: not null }:
                    placed++;
                    break;
                case { IsVerified: true }:
                    remembered++;
                    break;
                case { Status: PlaceStatus.Reserved } known when !rules.IsDue(known):
                    held++;
                    break;
                case { } known when !rules.IsDue(known):
                    remembered++;
                    break;
                default:
                    toAsk.Add(place);
                    break;
            }
        }
        return new GeocodePlan(toAsk, placed, remembered, held);
    }

    /// <summary>How many calls asking takes: one a name, and one more for each further query of those that have one.</summary>
    public (int AtLeast, int AtMost) Calls(PlaceKind kind) => (ToAsk.Count, ToAsk.Sum(place => kind.Queries(place).Count));
}
