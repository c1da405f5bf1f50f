using System.Text;
using Dapper;
using Npgsql;

namespace FleetTickets.DatabaseTests.ReadSide;

public sealed class NearestAndTileTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    // A degree of longitude at the equator is 111,319 m.
    private const string Tickets =
        """
        insert into tickets.inc (ticket_id, raw) values
          ('far', '{"is_actionable": "true", "latitude": "0", "longitude": "39", "cluster": "East"}'),
          ('near', '{"is_actionable": "true", "latitude": "0", "longitude": "37", "cluster": "West"}'),
          ('nowhere', '{"is_actionable": "true"}'),
          ('pole', '{"is_actionable": "true", "latitude": "90", "longitude": "37"}'),
          ('closed', '{"is_actionable": "false", "latitude": "0", "longitude": "36"}');
        insert into tickets.crq (ticket_id, raw) values
          ('between', '{"is_actionable": "true", "latitude": "0", "longitude": "38"}')
        """;

    private static readonly string[] TicketIds = ["between", "closed", "far", "near", "nowhere", "pole"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("36, 0", "near 111319,between 222639,far 333958,pole 10001966")]
    [InlineData("36, 0, 2", "near 111319,between 222639")]
    [InlineData("36, 0, p_max_metres => 250000", "near 111319,between 222639")]
    [InlineData("36, 0, p_max_metres => 250000, p_dataset => 'inc'", "near 111319")]
    [InlineData("36, 0, p_dataset => 'crq'", "between 222639")]
    public async Task TheNearestOpenTicketsComeFirst(string arguments, string expected)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await connection.ExecuteAsync($"{Tickets}; set local search_path = ''");

        var nearest = await connection.QueryAsync<string>($"select ticket_id || ' ' || metres from reporting.fn_nearest_open({arguments})");

        Assert.Equal(expected, string.Join(',', nearest));
    }

    /// <summary>On the sphere of the index the one in the east is nearer, on the spheroid of the report the one in the north.</summary>
    [Theory]
    [InlineData("p_limit => 1")]
    [InlineData("p_max_metres => 10010")]
    public async Task TheReportedDistanceDecides(string arguments)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await connection.ExecuteAsync(
            """
            insert into tickets.inc (ticket_id, raw)
            select id, jsonb_build_object('is_actionable', true, 'latitude', st_y(place)::numeric(12, 9)::text, 'longitude', st_x(place)::numeric(12, 9)::text)
            from (values ('north', 10000, 0), ('east', 10040, 90)) tickets (id, metres, bearing)
            cross join lateral (select st_project(st_makepoint(36, 0)::geography, metres, radians(bearing))::geometry as place) projected
            """);

        Assert.Equal("north 10000", await connection.ExecuteScalarAsync<string>($"select ticket_id || ' ' || metres from reporting.fn_nearest_open(36, 0, {arguments})"));
    }

    [Fact]
    public async Task ATileOfManySpotsMergesThemAndStaysSmall()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await connection.ExecuteAsync(
            """
            insert into tickets.inc (ticket_id, raw)
            select 'T' || n, jsonb_build_object('is_actionable', true, 'latitude', (-1.0 - n % 60 * 0.01)::text, 'longitude', (36.0 + n / 60 * 0.01)::text)
            from generate_series(0, 2999) n
            """);

        Assert.InRange(await connection.ExecuteScalarAsync<int>("select length(reporting.tickets_mvt(6, 38, 32))"), 1, 100_000);
        Assert.Equal(3000, await connection.ExecuteScalarAsync<int>("select sum(tickets) from reporting.fn_points()"));
    }

    [Theory]
    [InlineData("""{"openonly": "false"}""", "query_params has the unknown openonly; valid are open_only, type, cluster, status, sla_state")]
    [InlineData("""{"open_only": "maybe"}""", "query_params open_only 'maybe' is unknown; valid are true, false")]
    [InlineData("[1]", "query_params is of type array; valid is an object")]
    public async Task AWrongParameterOfATileIsRefused(string parameters, string message)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync("select reporting.tickets_mvt(0, 0, 0, @parameters::json)", new { parameters }));

        Assert.Equal(message, refused.MessageText);
    }

    [Theory]
    [InlineData("-1.28, 136.8", "p_lng -1.28, p_lat 136.8 is no place; valid are -180 to 180 and -90 to 90")]
    [InlineData("null, 0", "p_lng NULL, p_lat 0 is no place; valid are -180 to 180 and -90 to 90")]
    [InlineData("36.8, -1.28, 0", "p_limit is 0; valid are 1 to 1000")]
    [InlineData("36.8, -1.28, p_dataset => 'abc'", "p_dataset 'abc' is unknown; valid are inc, crq")]
    public async Task WhatIsWrongWithAnArgumentIsSaid(string arguments, string message)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync($"select * from reporting.fn_nearest_open({arguments})"));

        Assert.Equal(message, refused.MessageText);
    }

    [Theory]
    [InlineData("0, 0, 0", "between far near")]
    [InlineData("""0, 0, 0, '{"open_only": "false"}'""", "between closed far near")]
    [InlineData("""0, 0, 0, '{"type": "crq"}'""", "between")]
    [InlineData("""0, 0, 0, '{"cluster": "West"}'""", "near")]
    [InlineData("1, 1, 1", "between far near")]
    [InlineData("1, 0, 1", "")]
    public async Task ATileHoldsTheTicketsOfItsSquare(string arguments, string expected)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await connection.ExecuteAsync($"{Tickets}; set local search_path = ''");

        var tile = Encoding.Latin1.GetString((await connection.ExecuteScalarAsync<byte[]>($"select reporting.tickets_mvt({arguments})"))!);

        // Text stands in a tile as it is, each value once.
        Assert.Equal(expected, string.Join(' ', TicketIds.Where(id => tile.Contains($"\n{(char)id.Length}{id}", StringComparison.Ordinal))));
    }
}
