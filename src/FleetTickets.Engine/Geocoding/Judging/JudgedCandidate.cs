using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Judging;

/// <param name="GuardsPassed">How far it got.</param>
/// <param name="Objection">Of the guard that stopped it; null when none did.</param>
internal sealed record JudgedCandidate(Candidate Candidate, int GuardsPassed, Objection? Objection)
{
    // A geocoder's list goes from likely to unlikely; what stands further back is another place.
    private const int MostCandidates = 5;

    public static IReadOnlyList<JudgedCandidate> Through(IReadOnlyList<Func<Candidate, Objection?>> guards, IEnumerable<Candidate> candidates) =>
        [.. candidates.Take(MostCandidates).Select(candidate => Through(guards, candidate))];

    private static JudgedCandidate Through(IReadOnlyList<Func<Candidate, Objection?>> guards, Candidate candidate)
    {
        for (var passed = 0; passed < guards.Count; passed++)
        {
            if (guards[passed](candidate) is { } objection)
                return new JudgedCandidate(candidate, passed, objection);
        }
        return new JudgedCandidate(candidate, guards.Count, null);
    }
}
