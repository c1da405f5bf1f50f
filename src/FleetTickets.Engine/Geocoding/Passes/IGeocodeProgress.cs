namespace FleetTickets.Engine.Geocoding.Passes;

/// <summary>Watches a pass for a person at a terminal.</summary>
public interface IGeocodeProgress
{
    void Planned(int names);

    /// <summary>One name has its answer; the report has counted it.</summary>
    void Answered(GeocodeReport report);
}
