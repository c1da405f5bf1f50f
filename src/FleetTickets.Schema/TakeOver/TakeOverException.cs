namespace FleetTickets.Schema.TakeOver;

/// <summary>What another program has left is not what this one can take over; nothing was changed.</summary>
public sealed class TakeOverException(IReadOnlyList<string> obstacles) : Exception(
    $"the database cannot be taken over, nothing was changed: {string.Join("; ", obstacles)}. See docs/takeover.md#what-stops-it");
