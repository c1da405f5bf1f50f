using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Loading;

namespace FleetTickets.Engine.Runs;

/// <summary>Watches a run for a person at a terminal.</summary>
public interface IRunProgress : ILoadProgress
{
    void Planned(int files, long bytes);

    void Finished(FileOutcome outcome);
}
