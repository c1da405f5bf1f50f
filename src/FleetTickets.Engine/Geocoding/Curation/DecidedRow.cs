using System.Globalization;

namespace FleetTickets.Engine.Geocoding.Curation;

/// <summary>A row before and after a decision.</summary>
public sealed record DecidedRow(GazetteerRow Before, DecidedPoint After)
{
    public bool IsChanged => !Before.Is(After);

    /// <summary>For a person, one line.</summary>
    public override string ToString()
    {
        var point = After.Point is { } at ? string.Create(CultureInfo.InvariantCulture, $"{at.Latitude}, {at.Longitude}") : "no point";
        var change = IsChanged ? $"{Before.Status ?? "no status"} → {After.Status}" : $"{After.Status} already";
        return $"{Before.Key}: {change}, {point}";
    }
}
