namespace FleetTickets.Engine.Geocoding.Calling;

/// <summary>How many calls a provider may still be sent on this UTC day, by all processes together.</summary>
public interface ICallBudget
{
    /// <summary>Takes one call out of the budget; false when none is left. To be called right before the call itself.</summary>
    Task<bool> TryReserveAsync(CancellationToken cancellation);

    /// <summary>The provider says that its quota is used up: nothing is left on the day of the latest reservation.</summary>
    Task UseUpAsync(CancellationToken cancellation);

    /// <summary>The provider says how many calls are left on the day of the latest reservation, else today; the smaller number holds.</summary>
    Task ReconcileAsync(int remaining, CancellationToken cancellation);

    /// <summary>Calls left today, 0 or more.</summary>
    Task<int> LeftTodayAsync(CancellationToken cancellation);
}
