using FleetTickets.Engine.Geocoding.Passes;

namespace FleetTickets.Cli.Output;

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
