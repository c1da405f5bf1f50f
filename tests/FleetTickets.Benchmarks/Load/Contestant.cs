namespace FleetTickets.Benchmarks.Load;

/// <summary>A way to load a delivery. <see cref="Prepare"/> is not measured, and returns the call that is.</summary>
internal sealed record Contestant(string Name, Func<LoadDelivery, ProcessCall> Prepare);
