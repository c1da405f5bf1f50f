namespace FleetTickets.Engine.Faults;

/// <summary>
/// Lets a test make a run fail at a named place: <c>FLEETTICKETS_FAULT=before-commit@2:kill</c> in the environment of the process. Without
/// the variable a call does nothing.
/// </summary>
public static class Fault
{
    public const string Variable = "FLEETTICKETS_FAULT";

    // Readonly, so that the JIT compiles the calls away while nothing is planned.
    private static readonly PlannedFault? Planned = PlannedFault.Parse(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Why the variable cannot be meant as it stands; null when it is unset or understood.</summary>
    public static string? Problem =>
        Planned is null && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value
            ? $"{Variable} is {value}; expected {PlannedFault.Grammar}"
            : null;

    /// <summary>Says that the run has come to a point; what is planned for it happens here.</summary>
    public static ValueTask AtAsync(FaultPoint point, CancellationToken cancellation) =>
        Planned is null ? ValueTask.CompletedTask : Planned.ReachAsync(point, cancellation);
}
