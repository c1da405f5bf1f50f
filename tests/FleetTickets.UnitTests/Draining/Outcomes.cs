using FleetTickets.Engine.Feed;

namespace FleetTickets.UnitTests.Draining;

/// <summary>Files as a run may leave them, each with one thing to tell.</summary>
internal static class Outcomes
{
    public static FileOutcome Applied { get; } = new(File("2026-06-15T17-00-00.csv"), FileStatus.Applied)
    {
        Rows = new RowCounts(Read: 114_210, Dropped: 12, Rejected: 0, Superseded: 3, Inserted: 150, Updated: 2_045, Unchanged: 112_000),
    };

    public static FileOutcome Late { get; } = new(File("2026-06-13T09-20-00.csv"), FileStatus.Applied)
    {
        Rows = new RowCounts(Read: 5, Superseded: 2, Updated: 1, Unchanged: 2),
        Lag = TimeSpan.FromHours(55.75),
    };

    public static FileOutcome Drifted { get; } = new(File("2026-06-15T17-20-00.csv"), FileStatus.Applied)
    {
        Rows = new RowCounts(Read: 2, Dropped: 1, Rejected: 1),
        Truncated = true,
        UnknownColumns = ["priority", "note \u001b[31m"],
        MissingColumns = ["owner"],
    };

    public static FileOutcome Failed { get; } = new(File("2026-06-15T17-40-00.csv"), FileStatus.Failed)
    {
        Rows = new RowCounts(Read: 7),
        Lag = TimeSpan.FromMinutes(20),
        Reason = "line 1: no ticket_id column; the header has 3 columns: a, b, c",
    };

    public static FileOutcome Local { get; } = new(File("2026-06-15T18-00-00.csv"), FileStatus.Local) { Rows = new RowCounts(Read: 1, Inserted: 1) };

    private static ChangeFile File(string name)
    {
        var dataset = TicketDatasets.All[0];
        return ChangeFile.From(new BucketObject(dataset.ChangesFolder + name, "tag", 1_000), dataset.ChangesFolder)!;
    }
}
