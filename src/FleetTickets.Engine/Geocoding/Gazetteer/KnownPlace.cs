using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Gazetteer;

/// <summary>A row of a gazetteer.</summary>
/// <param name="Status">Null in a row that another program wrote; with a point it counts as accepted.</param>
/// <param name="IsVerified">A person decided; no run changes the row.</param>
/// <param name="Point">What tickets are placed by; null when nothing was accepted.</param>
/// <param name="RulesVersion">Of the name rules when the geocoder was asked.</param>
/// <param name="RetryAfter">Until when the row's status is believed.</param>
/// <param name="Attempts">How often the geocoder was asked.</param>
/// <param name="Candidates">What the geocoder offered.</param>
public sealed record KnownPlace(
    PlaceStatus? Status,
    bool IsVerified,
    GeoPoint? Point,
    string? Provider,
    int? RulesVersion,
    DateTimeOffset? RetryAfter,
    int Attempts,
    IReadOnlyList<Candidate> Candidates);
