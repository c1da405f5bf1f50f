namespace FleetTickets.Benchmarks.Load;

/// <param name="Runs">How often each contestant is measured.</param>
/// <param name="Rows">Tickets in the table.</param>
/// <param name="Files">Small files, 500 records each, in the last case.</param>
internal sealed record LoadOptions(int Runs, int Rows, int Files);
