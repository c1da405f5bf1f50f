using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Review;

/// <summary>The part of the world that a small map shows.</summary>
/// <param name="Left">Pixels of the projected world left of the map; <paramref name="Top"/> those above.</param>
internal sealed record MapFrame(int Zoom, double Left, double Top)
{
    public const int Width = 360;
    public const int Height = 240;

    private const int Margin = 44;
    private const int Farthest = 0;
    private const int Nearest = 15;

    /// <summary>Scale bars, in kilometres.</summary>
    private static readonly double[] Lengths = [1000, 500, 200, 100, 50, 25, 10, 5, 2, 1, 0.5, 0.2];

    /// <summary>The longest round distance that fits a corner.</summary>
    public double ScaleKm => Lengths.FirstOrDefault(length => length * PixelsPerKm <= 110, Lengths[^1]);

    /// <summary>In the middle of the map.</summary>
    public double PixelsPerKm { get; private init; }

    /// <summary>As near as all points still fit.</summary>
    /// <param name="points">At least one.</param>
    public static MapFrame Around(IReadOnlyCollection<GeoPoint> points)
    {
        // A place alone is shown with the quarter around it.
        var zoom = points.Count == 1 ? Nearest - 2 : Nearest;
        while (zoom > Farthest && !Fits(points, zoom))
            zoom--;
        var pixels = points.Select(point => WebMercator.PixelOf(point, zoom)).ToList();
        var x = (pixels.Min(pixel => pixel.X) + pixels.Max(pixel => pixel.X)) / 2;
        var y = (pixels.Min(pixel => pixel.Y) + pixels.Max(pixel => pixel.Y)) / 2;
        return new MapFrame(zoom, x - (Width / 2), y - (Height / 2))
        {
            PixelsPerKm = WebMercator.PixelsPerKm(points.Average(point => point.Latitude), zoom),
        };
    }

    public (double X, double Y) At(GeoPoint point)
    {
        var (x, y) = WebMercator.PixelOf(point, Zoom);
        return (x - Left, y - Top);
    }

    /// <summary>The tiles behind the map, each with the place of its corner on the map.</summary>
    public IEnumerable<(int Column, int Row, double X, double Y)> Tiles()
    {
        var last = (1 << Zoom) - 1;
        for (var row = TileAt(Top); row <= TileAt(Top + Height); row++)
        {
            for (var column = TileAt(Left); column <= TileAt(Left + Width); column++)
            {
                if (row >= 0 && row <= last && column >= 0 && column <= last)
                    yield return (column, row, (column * WebMercator.TileSize) - Left, (row * WebMercator.TileSize) - Top);
            }
        }
    }

    private static int TileAt(double pixel) => (int)Math.Floor(pixel / WebMercator.TileSize);

    private static bool Fits(IReadOnlyCollection<GeoPoint> points, int zoom)
    {
        var pixels = points.Select(point => WebMercator.PixelOf(point, zoom)).ToList();
        return pixels.Max(pixel => pixel.X) - pixels.Min(pixel => pixel.X) <= Width - (2 * Margin)
            && pixels.Max(pixel => pixel.Y) - pixels.Min(pixel => pixel.Y) <= Height - (2 * Margin);
    }
}
