namespace FleetTickets.Engine.Geocoding.Places;

/// <summary>A point on earth, WGS 84, in degrees.</summary>
public readonly record struct GeoPoint(double Latitude, double Longitude)
{
    // The earth's mean radius as the International Union of Geodesy and Geophysics gives it.
    private const double EarthRadiusKm = 6371.0088;

    /// <summary>Inside a generous box around Kenya; false for anything that is not a number.</summary>
    public bool IsInKenya => Latitude is >= -5 and <= 5.6 && Longitude is >= 33.8 and <= 42.0;

    /// <summary>A point from two columns; null when either is.</summary>
    public static GeoPoint? Of(double? latitude, double? longitude) =>
        latitude is { } y && longitude is { } x ? new GeoPoint(y, x) : null;

    /// <summary>The corners of a square around this point, sides running north and east.</summary>
    /// <param name="kilometres">From the point to each side.</param>
    public (GeoPoint SouthWest, GeoPoint NorthEast) SquareAround(double kilometres)
    {
        var height = double.RadiansToDegrees(kilometres / EarthRadiusKm);
        var width = height / Math.Cos(double.DegreesToRadians(Latitude));
        return (new GeoPoint(Latitude - height, Longitude - width), new GeoPoint(Latitude + height, Longitude + width));
    }

    /// <summary>Along the great circle.</summary>
    public double KilometresTo(GeoPoint other)
    {
        var (from, to) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(other.Latitude));
        var halfHeight = Math.Sin((to - from) / 2);
        var halfWidth = Math.Sin(double.DegreesToRadians(other.Longitude - Longitude) / 2);
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt((halfHeight * halfHeight) + (Math.Cos(from) * Math.Cos(to) * halfWidth * halfWidth))));
    }
}
