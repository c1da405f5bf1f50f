using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Gazetteer;

/// <summary>What asking for a place came to, as it is stored.</summary>
/// <param name="Query">The text that was asked with.</param>
/// <param name="Candidates">Everything the geocoder offered, to be judged again when something changes.</param>
/// <param name="RetryAfter">Until when the answer is believed; null for ever.</param>
public sealed record PlaceAnswer(
    string Provider, string Query, Verdict Verdict, IReadOnlyList<Candidate> Candidates, DateTimeOffset? RetryAfter, DateTimeOffset AskedAt);
