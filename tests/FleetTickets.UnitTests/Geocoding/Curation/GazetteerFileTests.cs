using System.Text;
using FleetTickets.Engine.Geocoding.Curation;
using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Geocoding.Curation;

public sealed class GazetteerFileTests
{
    private static readonly GeoPoint Point = new(-1.282, 36.781);

    [Theory]
    [InlineData("cluster,location,latitude,longitude,verified\nKileleshwa,Othaya Road,-1.282,36.781,true")]
    [InlineData("\uFEFFcluster,location,latitude,longitude,verified\r\nKileleshwa,Othaya Road,-1.282,36.781,YES\r\n")]
    [InlineData("Verified,LONGITUDE, Latitude ,Location,Cluster\n1,36.781,-1.282,\" Othaya Road \",\"Kileleshwa\"\n")]
    public async Task ColumnsStandInAnyOrderAndCase(string csv)
    {
        var file = await ReadAsync(csv);

        Assert.Empty(file.Problems);
        Assert.Equal(new CuratedPoint(2, "Kileleshwa", "Othaya Road", Point, IsVerified: true), Assert.Single(file.Points));
    }

    [Theory]
    [InlineData("cluster,latitude,longitude\nKileleshwa,-1.282,36.781")]
    [InlineData("cluster,location,latitude,longitude,verified\nKileleshwa,,-1.282,36.781,")]
    [InlineData("cluster,location,latitude,longitude,verified\nKileleshwa, ,-1.282,36.781,no")]
    public async Task ARowWithoutALocationIsACluster(string csv) =>
        Assert.Equal(new CuratedPoint(2, "Kileleshwa", null, Point, IsVerified: false), Assert.Single((await ReadAsync(csv)).Points));

    [Theory]
    [InlineData(",-1.282,36.781,", "no cluster")]
    [InlineData("Ruiru,-1.282,,", "longitude '' is no decimal number such as 36.7810")]
    [InlineData("Ruiru,\"-1,282\",36.781,", "latitude '-1,282' is no decimal number such as -1.2820")]
    [InlineData("Ruiru,NaN,36.781,", "latitude 'NaN' is no decimal number such as -1.2820")]
    [InlineData("Ruiru,1e0,36.781,", "latitude '1e0' is no decimal number such as -1.2820")]
    [InlineData("Ruiru,36.781,-1.282,", "36.781, -1.282 is not in Kenya; latitude and longitude may be swapped")]
    [InlineData("Ruiru,-1.282,36.781,maybe", "verified is 'maybe'; expected true, false or nothing")]
    [InlineData("Ruiru,-1.282,36.781", "3 fields, the header has 4")]
    [InlineData("\"Rui\nru\",-1.282,36.781,", "a name with control characters, such as a line break")]
    [InlineData("Rui\"ru,-1.282,36.781,", "broken quoting: StrayQuote")]
    [InlineData("\"Ruiru,-1.282,36.781,", "broken quoting: UnterminatedQuote")]
    public async Task ABadRowIsNamedWithItsLineAndTheOthersAreRead(string row, string problem)
    {
        var file = await ReadAsync($"cluster,latitude,longitude,verified\nKileleshwa,-1.282,36.781,\n{row}\n");

        Assert.Equal([$"line 3: {problem}"], file.Problems);
        Assert.Equal(2, Assert.Single(file.Points).Line);
    }

    [Theory]
    [InlineData("", "line 1: no column cluster; expected cluster[,location],latitude,longitude[,verified]")]
    [InlineData("cluster,latitude", "line 1: no column longitude; expected cluster[,location],latitude,longitude[,verified]")]
    [InlineData("cluster;latitude;longitude", "line 1: unknown column 'cluster;latitude;longitude'; expected cluster[,location],latitude,longitude[,verified]")]
    [InlineData("cluster,latitude,longitude,Cluster", "line 1: the column Cluster stands twice")]
    [InlineData("cluster,latitude,longitude\n", "no rows below the header")]
    public async Task WhatIsNoGazetteerIsSaid(string csv, string problem) => Assert.Equal([problem], (await ReadAsync(csv)).Problems);

    [Fact]
    public async Task WhatIsNotUtf8IsRefused()
    {
        var file = await GazetteerFile.ReadAsync(
            new MemoryStream([.. "cluster,latitude,longitude\n"u8, 0xFF, 0xFE]), TestContext.Current.CancellationToken);

        Assert.Equal(["not UTF-8 text; save it as CSV in UTF-8"], file.Problems);
    }

    [Fact]
    public async Task AFileWithoutEndIsNotReadToItsEnd()
    {
        using var content = new EndlessStream();

        var file = await GazetteerFile.ReadAsync(content, TestContext.Current.CancellationToken);

        Assert.Equal([$"larger than {GazetteerFile.LargestFile} bytes; expected a list of places"], file.Problems);
    }

    [Fact]
    public void ARowThatStandsTwiceIsNamedWithBothLines()
    {
        KeyedPoint[] points = [Keyed(2, "a b", "A_B"), Keyed(3, null, null), Keyed(7, "a b", "a b")];

        Assert.Equal(["line 7: 'a b@Ruiru' stands already on line 2"], KeyedPoint.ProblemsOf(points));
    }

    [Fact]
    public void ALocationThatNamesNoPlaceIsAProblemOfItsRowAndNotACluster()
    {
        KeyedPoint[] points = [Keyed(2, null, null), Keyed(3, null, "FDT12")];

        Assert.Equal(["line 3: location 'FDT12' names no place: nothing is left after cleaning"], KeyedPoint.ProblemsOf(points));
    }

    [Fact]
    public void ALocationMoreThan25KmFromItsClusterIsWorthALook()
    {
        var clusters = new Dictionary<string, GeoPoint> { ["Ruiru"] = new(-1.28333, 36.81667) };
        KeyedPoint[] points = [Keyed(2, "near", "Near", new(-1.0586, 36.81667)), Keyed(3, "far", "Far", new(-1.03326, 37.06933)), Keyed(4, null, null, new(0, 37))];

        Assert.Equal(["line 3: 'far@Ruiru' lies 39.5 km from its cluster's point"], CuratedPoints.FarOf(points, clusters));
    }

    private static KeyedPoint Keyed(long line, string? key, string? location, GeoPoint? point = null) =>
        new(new GazetteerKey("Ruiru", key), new CuratedPoint(line, "Ruiru", location, point ?? Point, IsVerified: false));

    private static Task<GazetteerFile> ReadAsync(string csv) =>
        GazetteerFile.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), TestContext.Current.CancellationToken);

    private sealed class EndlessStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'a');
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
