namespace FleetTickets.Benchmarks.Load;

/// <summary>What one load took, or the medians of several.</summary>
/// <param name="Seconds">From start to end of the process.</param>
/// <param name="ServerSeconds">Processor time of the server's processes that served it.</param>
/// <param name="ProgramSeconds">Processor time of the program itself.</param>
/// <param name="RowsWritten">Rows of tickets.inc that were inserted or updated.</param>
internal sealed record LoadSample(double Seconds, double ServerSeconds, double ProgramSeconds, double PeakMegabytes, double WalBytes, double RowsWritten)
{
    public static LoadSample MedianOf(IReadOnlyList<LoadSample> samples) => new(
        Median(samples, sample => sample.Seconds),
        Median(samples, sample => sample.ServerSeconds),
        Median(samples, sample => sample.ProgramSeconds),
        Median(samples, sample => sample.PeakMegabytes),
        Median(samples, sample => sample.WalBytes),
        Median(samples, sample => sample.RowsWritten));

    private static double Median(IEnumerable<LoadSample> samples, Func<LoadSample, double> figure) => Figures.Median(samples.Select(figure));
}
