using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Review;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Geocoding.Review;

public sealed class ReviewMapTests
{
    [Fact]
    public void TheProjectionIsThatOfTheTiles()
    {
        // The tile of Nairobi's centre at zoom 12, as OpenStreetMap numbers them.
        var (x, y) = WebMercator.PixelOf(new GeoPoint(-1.28333, 36.81667), 12);

        Assert.Equal((2466, 2062), ((int)(x / WebMercator.TileSize), (int)(y / WebMercator.TileSize)));
    }

    [Theory]
    [InlineData(-1.1702, 36.9371)]
    [InlineData(-0.2803, 36.0712)]
    [InlineData(51.5, -0.1)]
    [InlineData(90, 180)]
    public void EveryPointFitsTheMapAndStandsAtItsRealDistance(double latitude, double longitude)
    {
        GeoPoint[] points = [ReviewNames.Ruiru, new(latitude, longitude)];

        var frame = MapFrame.Around(points);

        Assert.All(points, point =>
        {
            var (x, y) = frame.At(point);
            Assert.InRange(x, 0, MapFrame.Width);
            Assert.InRange(y, 0, MapFrame.Height);
        });
    }

    [Fact]
    public void TheScaleBarIsARoundLengthAndAsLongAsItSays()
    {
        GeoPoint[] points = [ReviewNames.Ruiru, new(-1.1702, 36.9371)];
        var frame = MapFrame.Around(points);
        var (from, to) = (frame.At(points[0]), frame.At(points[1]));

        var pixels = Math.Sqrt(Math.Pow(to.X - from.X, 2) + Math.Pow(to.Y - from.Y, 2));

        Assert.Equal(points[0].KilometresTo(points[1]), pixels / frame.PixelsPerKm, tolerance: 0.02);
        Assert.Equal(2, frame.ScaleKm);
    }

    [Fact]
    public void TheTilesCoverTheMapAndAreTiles()
    {
        var frame = MapFrame.Around([ReviewNames.Ruiru]);

        var tiles = frame.Tiles().ToList();

        Assert.True(tiles.Min(tile => tile.X) <= 0 && tiles.Min(tile => tile.Y) <= 0);
        Assert.True(tiles.Max(tile => tile.X) + 256 >= MapFrame.Width && tiles.Max(tile => tile.Y) + 256 >= MapFrame.Height);
        Assert.All(MapFrame.Around([new GeoPoint(90, 180), new GeoPoint(-90, -180)]).Tiles(), tile => Assert.InRange((tile.Column, tile.Row), (0, 0), (1, 1)));
    }
}
