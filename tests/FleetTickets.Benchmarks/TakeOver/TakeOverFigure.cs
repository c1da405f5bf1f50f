namespace FleetTickets.Benchmarks.TakeOver;

/// <param name="Locations">Rows of the gazetteer of locations.</param>
/// <param name="Moved">Tickets that the take-over moved to another place.</param>
/// <param name="Seconds">The whole of migrate.</param>
/// <param name="LongestWait">The longest that a reader of one ticket waited.</param>
/// <param name="LongestMap">The longest call of a reader that asks for the map every second.</param>
/// <param name="LongestView">The same for the view of open tickets and their SLA.</param>
/// <param name="VacuumFull">One vacuum full of both tables afterwards.</param>
/// <param name="StopsIn">From SIGTERM while the columns are computed to the end of migrate.</param>
internal sealed record TakeOverFigure(
    int Locations, long Moved, double Seconds, double LongestWait, double LongestMap, double LongestView, double VacuumFull, double StopsIn);
