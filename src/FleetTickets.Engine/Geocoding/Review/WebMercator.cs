using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Review;

/// <summary>The projection of web maps: the world as a square of 256 × 2^zoom pixels, its origin in the north-west.</summary>
internal static class WebMercator
{
    public const int TileSize = 256;

    /// <summary>Where the projection is cut off, so that the world is a square.</summary>
    private const double LargestLatitude = 85.0511287798;

    private const double EquatorKm = 40075.016686;

    public static (double X, double Y) PixelOf(GeoPoint point, int zoom)
    {
        var size = TileSize * (double)(1 << zoom);
        var latitude = double.DegreesToRadians(Math.Clamp(point.Latitude, -LargestLatitude, LargestLatitude));
        return ((point.Longitude + 180) / 360 * size, (1 - (Math.Asinh(Math.Tan(latitude)) / Math.PI)) / 2 * size);
    }

    /// <summary>Length of a kilometre at a latitude, in pixels.</summary>
    public static double PixelsPerKm(double latitude, int zoom) =>
        TileSize * (double)(1 << zoom) / (EquatorKm * Math.Cos(double.DegreesToRadians(latitude)));
}
