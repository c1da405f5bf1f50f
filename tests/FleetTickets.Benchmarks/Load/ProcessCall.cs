namespace FleetTickets.Benchmarks.Load;

internal sealed record ProcessCall(string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment);
