namespace FleetTickets.Benchmarks.ReadSide;

/// <summary>Medians of one case; <see cref="Plan"/> is how the rows of its reference are selected.</summary>
/// <param name="Bytes">Of what the call returns, in the client's format.</param>
/// <param name="BeforeMilliseconds">The same call on the schema before; null where it is not compared.</param>
/// <param name="MegabytesOfServer">By which the memory of a fresh server process grows with one call, without shared memory; null where it cannot be read.</param>
internal sealed record ReadSideFigure(
    string Name, string Call, string Goal, int Rows, long Bytes, double CallMilliseconds, double ReferenceMilliseconds, double? BeforeMilliseconds,
    double? MegabytesOfServer, IReadOnlyList<string> Plan)
{
    public double Ratio => CallMilliseconds / ReferenceMilliseconds;
}
