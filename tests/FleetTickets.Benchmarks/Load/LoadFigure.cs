namespace FleetTickets.Benchmarks.Load;

/// <summary>One contestant of one case.</summary>
/// <param name="Rows">Records delivered.</param>
/// <param name="TimesAsLong">Seconds of the first contestant over those of this one: 1 for the first.</param>
/// <param name="OfFirstBaseline">Its seconds over those of the first contestant of the first case.</param>
internal sealed record LoadFigure(string Case, int Rows, string Contestant, LoadSample Median, double TimesAsLong, double OfFirstBaseline)
{
    public double RowsPerSecond => Rows / Median.Seconds;
}
