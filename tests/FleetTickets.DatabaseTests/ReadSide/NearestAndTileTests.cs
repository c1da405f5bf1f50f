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
