namespace FleetTickets.Benchmarks.ReadSide;

/// <summary>Medians of one case; <see cref="Plan"/> is how its rows are selected.</summary>
internal sealed record ReadSideFigure(string Call, int Tickets, double CallMilliseconds, double RowsMilliseconds, IReadOnlyList<string> Plan)
{
    public double Ratio => CallMilliseconds / RowsMilliseconds;
}
