namespace FleetTickets.Benchmarks.Load;

/// <summary>What is loaded, on what it meets, and by whom: the first contestant is the one that the others are the yardsticks of.</summary>
/// <param name="Rows">Records that are delivered.</param>
/// <param name="StartsEmpty">The tables are emptied before every load.</param>
/// <param name="Deliveries">Loaded in turn, so that each differs from what the one before it left; empty when nothing is delivered.</param>
internal sealed record LoadCase(
    string Name, int Rows, bool StartsEmpty, IReadOnlyList<LoadDelivery> Deliveries, IReadOnlyList<Contestant> Contestants)
{
    public LoadDelivery Delivery(int turn) => Deliveries.Count == 0 ? LoadDelivery.Nothing : Deliveries[turn % Deliveries.Count];
}
