namespace FleetTickets.UnitTests;

/// <summary>Tests that look at what a process has only once, its log and its console: they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWideState
{
    public const string Name = "process-wide state";
}
