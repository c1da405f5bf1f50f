namespace FleetTickets.Engine.Geocoding.Calling;

/// <summary>Why no more names can be asked for in this run.</summary>
public enum StopReason
{
    /// <summary>Our own limit of calls a day.</summary>
    OwnBudget,

    /// <summary>The provider's limit of calls a day.</summary>
    ProviderQuota,

    /// <summary>The limit of calls that this run was given.</summary>
    RunLimit,

    /// <summary>The provider refuses the key.</summary>
    KeyRefused,

    /// <summary>The provider understands none of our requests.</summary>
    Configuration,

    /// <summary>The provider fails, or says that it is asked too quickly, however long we wait.</summary>
    ProviderKeepsFailing,
}
