namespace FleetTickets.Engine.Geocoding.Judging;

/// <summary>Why a guard does not let a candidate pass.</summary>
internal sealed record Objection(PlaceStatus Status, string Reason);
