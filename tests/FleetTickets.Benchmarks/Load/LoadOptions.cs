namespace FleetTickets.Benchmarks.Load;

/// <param name="Runs">How often each contestant is measured.</param>
/// <param name="Rows">Tickets in the table.</param>
/// <param name="Files">Small files, 500 records each, in the case of many.</param>
/// <param name="LargeRows">Records of the one large file.</param>
/// <param name="Case">Part of the names of the cases that are measured; null for all.</param>
internal sealed record LoadOptions(int Runs, int Rows, int Files, int LargeRows, string? Case);
