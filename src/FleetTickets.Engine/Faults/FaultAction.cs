namespace FleetTickets.Engine.Faults;

/// <summary>What happens at a fault point.</summary>
internal enum FaultAction
{
    /// <summary>SIGKILL: no handler and no finally block runs.</summary>
    Kill,

    /// <summary>An <see cref="IOException"/>.</summary>
    Throw,

    /// <summary>Stands still until a signal stops the run, and goes on then, as if the signal had come at this very place.</summary>
    Hold,

    /// <summary>Stands still for a while.</summary>
    Delay,
}
