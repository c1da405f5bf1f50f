namespace FleetTickets.Engine.Faults;

/// <summary>
/// Lets a test make a run fail at a named place: <c>FLEETTICKETS_FAULT=before-commit@2:kill</c> in the environment of the process. Without
/// the variable a call does nothing.
/// </summary>
public static class Fault
{
    public const string Variable = "FLEETTICKETS_FAULT";

    // Readonly: while nothing is planned, a call is one look at the watcher.
    private static readonly PlannedFault? Planned = PlannedFault.Parse(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Set by tests that run many loads in their own process; it is called at every point that any of them reaches.</summary>
    internal static Func<FaultPoint, CancellationToken, ValueTask>? Watcher { get; set; }

    /// <summary>Why the variable cannot be meant as it stands; null when it is unset or understood.</summary>
    public static string? Problem =>
        Planned is null && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value
            ? $"{Variable} is {value}; expected {PlannedFault.Grammar}"
            : null;

    /// <summary>Says that the run has come to a point; what is planned for it happens here.</summary>
    public static ValueTask AtAsync(FaultPoint point, CancellationToken cancellation) =>
        Planned is not null ? Planned.ReachAsync(point, cancellation)
        : Watcher is { } watcher ? watcher(point, cancellation)
        : ValueTask.CompletedTask;
}
