using FleetTickets.Engine.Geocoding.Gazetteer;

namespace FleetTickets.Engine.Geocoding.Passes;

/// <param name="Kind">What to find points for.</param>
/// <param name="IsDryRun">Ask nobody, write nothing.</param>
/// <param name="RetryFailed">Ask again for every name without a point, however fresh the refusal.</param>
public sealed record GeocodeOptions(PlaceKind Kind, bool IsDryRun, bool RetryFailed);
