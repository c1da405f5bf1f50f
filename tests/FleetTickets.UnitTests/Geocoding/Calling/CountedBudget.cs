using FleetTickets.Engine.Geocoding.Calling;

namespace FleetTickets.UnitTests.Geocoding.Calling;

/// <summary>A budget of so many calls, in memory; it remembers when each was taken.</summary>
internal sealed class CountedBudget(int cap, TimeProvider clock) : ICallBudget
{
    private readonly List<DateTimeOffset> _reservations = [];
    private int _left = cap;

    public IReadOnlyList<DateTimeOffset> Reservations => _reservations;

    public Task<bool> TryReserveAsync(CancellationToken cancellation)
    {
        _reservations.Add(clock.GetUtcNow());
        return Task.FromResult(_left-- > 0);
    }

    public Task UseUpAsync(CancellationToken cancellation) => ReconcileAsync(0, cancellation);

    public Task ReconcileAsync(int remaining, CancellationToken cancellation)
    {
        _left = Math.Min(_left, remaining);
        return Task.CompletedTask;
    }

    public Task<int> LeftTodayAsync(CancellationToken cancellation) => Task.FromResult(Math.Max(0, _left));
}
