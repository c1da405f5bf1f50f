using FleetTickets.Engine.Geocoding;

namespace FleetTickets.Engine.App;

/// <summary>Where nobody watches: the log has a line for each name.</summary>
internal sealed class NoGeocodeProgress : IGeocodeProgress
{
    public void Planned(int names)
    {
    }

    public void Answered(GeocodeReport report)
    {
    }
}
