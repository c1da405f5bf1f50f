using FleetTickets.Engine.Geocoding.Providers;

namespace FleetTickets.Engine.Geocoding.Calling;

/// <summary>What has to be in order before a call is made: the run's limit, the pace, the day's budget.</summary>
/// <param name="runLimit">Calls that this run may make; null when only the day's budget limits it.</param>
internal sealed class CallGate(IGeocoder geocoder, ICallBudget budget, Pace pace, int? runLimit, TimeProvider clock)
{
    private bool _isBalanceKnown;

    public int CallsMade { get; private set; }

    public DateTimeOffset NextDay => new(clock.GetUtcNow().UtcDateTime.Date.AddDays(1), TimeSpan.Zero);

    /// <summary>Waits for the call's turn and takes it out of the budget.</summary>
    /// <exception cref="GeocodingStoppedException">There is no call left in this run.</exception>
    public async Task PassAsync(CancellationToken cancellation)
    {
        if (CallsMade >= runLimit)
            throw new GeocodingStoppedException(StopReason.RunLimit, $"this run's limit of {runLimit} calls is reached");
        if (!_isBalanceKnown)
            await AskForBalanceAsync(cancellation);
        await pace.WaitAsync(cancellation);
        // After the wait: midnight may have passed in it.
        if (!await budget.TryReserveAsync(cancellation))
            throw new GeocodingStoppedException(StopReason.OwnBudget, $"today's budget of calls to {geocoder.Name} is used up", NextDay);
        CallsMade++;
    }

    /// <summary>Before the next call the provider is asked how many are left.</summary>
    public void DoubtBalance() => _isBalanceKnown = false;

    /// <param name="remaining">Null when the provider did not say.</param>
    public async Task ReconcileAsync(int? remaining, CancellationToken cancellation)
    {
        if (remaining is { } left)
            await budget.ReconcileAsync(left, cancellation);
    }

    private async Task AskForBalanceAsync(CancellationToken cancellation)
    {
        await pace.WaitAsync(cancellation);
        await ReconcileAsync(await geocoder.RemainingTodayAsync(cancellation), cancellation);
        _isBalanceKnown = true;
    }
}
