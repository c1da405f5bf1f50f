using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dapper;
using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.DatabaseTests.ReadSide;

/// <summary>What a map is given, read by a program that others wrote for it.</summary>
public sealed partial class GdalTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    // Tile 8/154/128 reaches from 36.5625 to 37.96875 degrees east and from the equator to 1.40611 degrees south.
    private const string TileSql = "select reporting.tickets_mvt(8, 154, 128)";

    private const string TicketsAroundTheTile =
        """
        insert into tickets.inc (ticket_id, raw) values
          ('nairobi', '{"is_actionable": "true", "latitude": "-1.2864", "longitude": "36.8172", "cluster": "West", "mttr": "1.5"}'),
          ('closed', '{"is_actionable": "false", "latitude": "-1.2864", "longitude": "36.8172"}'),
          ('mombasa', '{"is_actionable": "true", "latitude": "-4.0435", "longitude": "39.6682"}');
        insert into tickets.crq (ticket_id, raw) values
          ('thika', '{"is_actionable": "true", "latitude": "-1.0333", "longitude": "37.0693"}')
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Of the golden tickets of one type, 7 of 10 open ones and 24 of all 28 have a place, and 12 of those closed in 30 days.
    [Theory]
    [InlineData("reporting.fn_tickets_for_map()", 14)]
    [InlineData("reporting.fn_tickets_for_map(p_open_only => false)", 48)]
    [InlineData("reporting.dashboard('inc', null, null, '30d', null, null, @now) -> 'open'", 7)]
    [InlineData("reporting.dashboard('crq', null, null, '30d', null, null, @now) -> 'closed'", 12)]
    public async Task AMapReadsTheGeoJsonAsPointsOfTheWorld(string payload, int features)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await Golden.LoadAsync(connection);

        var json = await connection.ExecuteScalarAsync<string>($"select {payload}", new { now = Golden.Now });
        var summary = await Gdal.ReadAsync("map.geojson", Encoding.UTF8.GetBytes(json!), "ogrinfo", "-ro -al -so map.geojson", Cancellation);

        Assert.Contains("using driver `GeoJSON' successful", summary, StringComparison.Ordinal);
        Assert.Equal(("Point", $"{features}"), (Line(summary, "Geometry"), Line(summary, "Feature Count")));
        Assert.Equal("(36.750000, -1.250000) - (36.750000, -1.250000)", Line(summary, "Extent"));
    }

    [Fact]
    public async Task AMapReadsATileAsTheOpenTicketsOfItsSquare()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await connection.ExecuteAsync(TicketsAroundTheTile);

        var features = await TileFeaturesAsync(connection);

        Assert.Equal(["nairobi", "thika"], features.Select(feature => (string?)feature["properties"]!["ticket_id"]));
        AssertIsAt(36.8172, -1.2864, features[0]);
        AssertIsAt(37.0693, -1.0333, features[1]);
    }

    [Fact]
    public async Task ATileCarriesWhatAMapShowsOfATicket()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await connection.ExecuteAsync(TicketsAroundTheTile);

        var properties = (await TileFeaturesAsync(connection))[0]["properties"]!;

        Assert.Equal(
            ("inc", "West", true, 90, "feed"),
            ((string?)properties["type"], (string?)properties["cluster"], (bool?)properties["is_open"], (int?)properties["mttr"], (string?)properties["geo_source"]));
    }

    /// <summary>The features of the layer <c>tickets</c>, back in degrees.</summary>
    private static async Task<JsonNode[]> TileFeaturesAsync(NpgsqlConnection connection)
    {
        var tile = (await connection.ExecuteScalarAsync<byte[]>(TileSql))!;
        var json = await Gdal.ReadAsync(
            "tile.mvt", tile, "ogr2ogr", "-oo Z=8 -oo X=154 -oo Y=128 -f GeoJSON -lco RFC7946=YES /vsistdout/ tile.mvt tickets", Cancellation);
        return [.. JsonNode.Parse(json)!["features"]!.AsArray().Select(feature => feature!)];
    }

    /// <summary>A tile has 4,096 steps a side, here of 0.00034 degrees.</summary>
    private static void AssertIsAt(double longitude, double latitude, JsonNode feature)
    {
        var geometry = feature["geometry"]!;
        Assert.Equal("Point", (string?)geometry["type"]);
        Assert.Equal(longitude, (double)geometry["coordinates"]![0]!, tolerance: 0.0002);
        Assert.Equal(latitude, (double)geometry["coordinates"]![1]!, tolerance: 0.0002);
    }

    private static string Line(string summary, string name) => SummaryLine().Matches(summary).Single(line => line.Groups[1].Value == name).Groups[2].Value;

    [GeneratedRegex("^(Geometry|Feature Count|Extent): (.*)$", RegexOptions.Multiline)]
    private static partial Regex SummaryLine();
}
