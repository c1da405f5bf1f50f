using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Runs;

namespace FleetTickets.DatabaseTests.Feed;

/// <summary>Keeps what a run says of each file, in the order in which the files were loaded.</summary>
internal sealed class Outcomes : List<FileOutcome>, IRunProgress
{
    /// <summary>Happens after a file's commit and before its move; to end the run there, it throws.</summary>
    public Action<FileOutcome> AfterEach { get; init; } = _ => { };

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
        Add(outcome);
        AfterEach(outcome);
    }
}
