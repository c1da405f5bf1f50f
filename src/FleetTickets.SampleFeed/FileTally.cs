namespace FleetTickets.SampleFeed;

/// <summary>What a loader should count in a file.</summary>
internal sealed class FileTally
{
    public int Read => DroppedAlarm + DroppedSentinel + Rejected + Superseded + Kept;
    public int DroppedAlarm { get; set; }
    public int DroppedSentinel { get; set; }
    public int Rejected { get; set; }

    /// <summary>Records that a later one of the same file replaces.</summary>
    public int Superseded { get; set; }

    /// <summary>Tickets that the file names.</summary>
    public int Kept { get; set; }

    public static FileTally Sum(IEnumerable<FileTally> tallies)
    {
        var sum = new FileTally();
        foreach (var tally in tallies)
        {
            sum.DroppedAlarm += tally.DroppedAlarm;
            sum.DroppedSentinel += tally.DroppedSentinel;
            sum.Rejected += tally.Rejected;
            sum.Superseded += tally.Superseded;
            sum.Kept += tally.Kept;
        }
        return sum;
    }
}
