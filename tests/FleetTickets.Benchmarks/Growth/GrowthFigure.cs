using FleetTickets.Benchmarks.Load;

namespace FleetTickets.Benchmarks.Growth;

/// <param name="Tickets">In the table.</param>
/// <param name="Delta">A run that finds one delta of 500 rows.</param>
/// <param name="Idle">A run that finds nothing.</param>
internal sealed record GrowthFigure(int Tickets, LoadSample Delta, LoadSample Idle);
