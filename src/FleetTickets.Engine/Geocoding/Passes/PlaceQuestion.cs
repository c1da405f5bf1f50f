using FleetTickets.Engine.Geocoding.Calling;
using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Passes;

/// <summary>Asks for one place, query by query, until one has an answer that is more than a city for an estate.</summary>
internal sealed class PlaceQuestion(PlaceKind kind, GeocoderClient client, TimeProvider clock)
{
    // A name that failed in so many runs is not asked in every further one.
    private const int FailuresBeforeExhausted = 3;

    /// <exception cref="GeocodingStoppedException">No further call is possible.</exception>
    public async Task<PlaceAnswer> AskAsync(Place place, CancellationToken cancellation)
    {
        PlaceAnswer? best = null;
        foreach (var text in kind.Queries(place))
        {
            var answer = await client.AskAsync(new PlaceQuery(text, place.ClusterPoint), cancellation);
            var judged = Judged(place, text, answer);
            if (best is null or { Verdict.Status: PlaceStatus.NotFound } || judged.Verdict.Status is PlaceStatus.Accepted or PlaceStatus.Retry)
                best = judged;
            if (judged.Verdict.Status is not (PlaceStatus.NotFound or PlaceStatus.Coarse))
                break;
        }
        return best ?? throw new InvalidOperationException($"{place.Key}: no query for a name that holds a place");
    }

    private PlaceAnswer Judged(Place place, string text, Answer answer)
    {
        var (verdict, candidates) = answer switch
        {
            Answer.Found found => (kind.Judge(place, found.Candidates), found.Candidates),
            Answer.NotFound => (new Verdict(PlaceStatus.NotFound, "the geocoder knows no such place", null, null), []),
            Answer.Failed failed => (new Verdict(IsExhausted(place, failed) ? PlaceStatus.Exhausted : PlaceStatus.Retry, failed.Reason, null, null), []),
            _ => throw new InvalidOperationException($"no such answer: {answer.GetType().Name}"),
        };
        var now = clock.GetUtcNow();
        var until = Memory.Until(verdict.Status, place.Known?.Attempts ?? 0, now, Random.Shared.NextDouble());
        return new PlaceAnswer(client.ProviderName, text, verdict, candidates, until, now);
    }

    private static bool IsExhausted(Place place, Answer.Failed failed) =>
        failed.IsPermanent || (place.Known is { Status: PlaceStatus.Retry, Attempts: var attempts } && attempts + 1 >= FailuresBeforeExhausted);
}
