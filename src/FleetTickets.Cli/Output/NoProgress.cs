using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Runs;

namespace FleetTickets.Cli.Output;

/// <summary>Where nobody watches: the log has a line for each file.</summary>
internal sealed class NoProgress : IRunProgress
{
    public void Planned(int files, long bytes)
    {
    }

    public void Started(ChangeFile file)
    {
    }

    public void Record(long offset)
    {
    }

    public void Finished(FileOutcome outcome)
    {
    }
}
