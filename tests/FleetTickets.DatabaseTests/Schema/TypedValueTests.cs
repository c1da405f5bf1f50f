using Dapper;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Schema;

/// <summary>What the functions behind the typed columns make of a text.</summary>
public sealed class TypedValueTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    [Theory]
    [InlineData("2026-06-15", "2026-06-14T21:00:00Z")]
    [InlineData("2026-06-15 17:00", "2026-06-15T14:00:00Z")]
    [InlineData("2026-06-15T17:00", "2026-06-15T14:00:00Z")]
    [InlineData("2026-06-15 17:00:09", "2026-06-15T14:00:09Z")]
    [InlineData("2026-06-15T17:00:09", "2026-06-15T14:00:09Z")]
    [InlineData("2026-06-15 17:00:09.5", "2026-06-15T14:00:09.5Z")]
    [InlineData("2026-06-15 17:00:09.9999999", "2026-06-15T14:00:09.999999Z")]
    [InlineData("2026-06-15T17:00:09Z", "2026-06-15T17:00:09Z")]
    [InlineData("2026-06-15T17:00Z", "2026-06-15T17:00:00Z")]
    [InlineData("2026-06-15T17:00:09.25+03:00", "2026-06-15T14:00:09.25Z")]
    [InlineData("2026-06-15 17:00:09-0530", "2026-06-15T22:30:09Z")]
    [InlineData("2026-06-15 17:00:09+01", "2026-06-15T16:00:09Z")]
    [InlineData("\u00a0 2026-06-15 17:00:09\r\n", "2026-06-15T14:00:09Z")]
    [InlineData("2024-02-29 00:00:00", "2024-02-28T21:00:00Z")]
    [InlineData("2000-02-29", "2000-02-28T21:00:00Z")]
    [InlineData("2026-01-31 23:59:59", "2026-01-31T20:59:59Z")]
    [InlineData("2026-04-30 00:00:00", "2026-04-29T21:00:00Z")]
    [InlineData("1970-01-01 00:00:00", "1969-12-31T21:00:00Z")]
    [InlineData("1969-12-31 23:59:59", "1969-12-31T20:59:59Z")]
    [InlineData("2099-12-31 23:59:59", "2099-12-31T20:59:59Z")]
    [InlineData("2100-01-01 00:00:00", "2099-12-31T21:00:00Z")]
    [InlineData("9999-12-31 23:59:59", "9999-12-31T20:59:59Z")]
    public async Task ATimestampIsEastAfricaTimeUnlessItSaysOtherwise(string text, string moment) =>
        Assert.Equal(DateTimeOffset.Parse(moment, null), await ScalarAsync<DateTime>("select tickets.eat_ts(@text)", text));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("now")]
    [InlineData("today")]
    [InlineData("infinity")]
    [InlineData("-infinity")]
    [InlineData("epoch")]
    [InlineData("2026-02-29")]
    [InlineData("2026-02-29 00:00:00")]
    [InlineData("2026-02-31 00:00:00")]
    [InlineData("1900-02-29 00:00:00")]
    [InlineData("2026-04-31T00:00:00")]
    [InlineData("2026-13-01 00:00:00")]
    [InlineData("2026-00-01 00:00:00")]
    [InlineData("2026-01-00 00:00:00")]
    [InlineData("2026-01-32 00:00:00")]
    [InlineData("0000-01-01 00:00:00")]
    [InlineData("2026-01-01 24:00:00")]
    [InlineData("2026-01-01 00:60:00")]
    [InlineData("2026-01-01 00:00:60")]
    [InlineData("2026-01-01 0:00:00")]
    [InlineData("2026-01-01 00:0012")]
    [InlineData("2026-01-01 00:00.5")]
    [InlineData("2026-01-01 00:00:00.")]
    [InlineData("2026-01-01 00:00:00 Z")]
    [InlineData("2026-01-01 00:00:00+16")]
    [InlineData("2026-01-01 00:00:00+03:60")]
    [InlineData("2026-01-01Z")]
    [InlineData("2026-01-01  00:00:00")]
    [InlineData("2026-01-01_00:00:00")]
    [InlineData("2026/01/01 00:00:00")]
    [InlineData("01-01-2026 00:00:00")]
    [InlineData("1-26-01-01 00:00:00")]
    [InlineData("202x-01-01 00:00:00")]
    [InlineData("x026-01-01 00:00:00")]
    [InlineData("2026-01-01 00:00:0-")]
    [InlineData("2026-01-01 00:00:0٣")]
    [InlineData("2026-01-- 00:00:00")]
    [InlineData("2026-01-01 -1:00:00")]
    [InlineData("2026-01-01 00:00:00 BC")]
    [InlineData("20260101 000000")]
    public async Task WhatIsNoTimestampReadsNull(string text) =>
        Assert.Null(await ScalarAsync<DateTime?>("select tickets.eat_ts(@text)", text));

    [Theory]
    [InlineData("3.5", 210)]
    [InlineData("0", 0)]
    [InlineData("-0.0", 0)]
    [InlineData("+1", 60)]
    [InlineData(" .5 ", 30)]
    [InlineData("5.", 300)]
    [InlineData("0.008333", 0)]
    [InlineData("0.008334", 1)]
    [InlineData("0.025", 2)]
    [InlineData("0.175", 11)]
    [InlineData("999999", 59_999_940)]
    [InlineData("1000000", 60_000_000)]
    [InlineData("1000000.01", null)]
    [InlineData("-0.5", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("1e3", null)]
    [InlineData("1,5", null)]
    [InlineData("1.2.3", null)]
    [InlineData("1..2", null)]
    [InlineData("..", null)]
    [InlineData(".", null)]
    [InlineData("-", null)]
    [InlineData("n/a", null)]
    [InlineData("٣", null)]
    [InlineData("", null)]
    public async Task HoursBecomeMinutesRoundedAwayFromZero(string text, int? minutes) =>
        Assert.Equal(minutes, await ScalarAsync<int?>("select tickets.mttr_minutes(@text)", text));

    [Theory]
    [InlineData("true", true)]
    [InlineData(" TRUE ", true)]
    [InlineData("t", true)]
    [InlineData("1", true)]
    [InlineData("Yes", true)]
    [InlineData("y", true)]
    [InlineData("False", false)]
    [InlineData("F", false)]
    [InlineData("0", false)]
    [InlineData("1.0", true)]
    [InlineData(" 0.0 ", false)]
    [InlineData("1.00", null)]
    [InlineData("no", false)]
    [InlineData("N", false)]
    [InlineData("on", null)]
    [InlineData("2", null)]
    [InlineData("tru", null)]
    [InlineData("yeſ", null)]
    [InlineData("", null)]
    public async Task BooleansAreTheWordsOfTheFeed(string text, bool? expected) =>
        Assert.Equal(expected, await ScalarAsync<bool?>("select tickets.boolean_of(@text)", text));

    [Fact]
    public async Task TextIsTrimmedAsStringTrimDoesForEveryCharacter()
    {
        // U+0000 cannot be stored, and a lone surrogate is no character.
        var characters = Enumerable.Range(1, 0xFFFF).Where(code => code is < 0xD800 or > 0xDFFF).Select(code => $"{(char)code}a{(char)code}").ToArray();
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);

        var trimmed = await connection.QueryAsync<string>(
            "select tickets.trimmed(text) from unnest(@characters) with ordinality _ (text, position) order by position", new { characters });

        Assert.Equal(characters.Select(text => text.Trim()), trimmed);
    }

    [Theory]
    [InlineData("-1.28", "36.8", true)]
    [InlineData(" -1.28 ", "36.8", true)]
    [InlineData("90", "-180", true)]
    [InlineData("0", "36.8", true)]
    [InlineData("0", "0.0", false)]
    [InlineData("", "36.8", false)]
    [InlineData("-1.28", "", false)]
    [InlineData("95", "36.8", false)]
    [InlineData("-1.28", "180.1", false)]
    [InlineData("NaN", "NaN", false)]
    [InlineData("-1,28", "36,8", false)]
    public async Task FeedCoordinatesCountAsAPairOnly(string latitude, string longitude, bool counts)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);

        var source = await connection.ExecuteScalarAsync<string>(
            "select geo_source from tickets.locate(jsonb_build_object('latitude', @latitude, 'longitude', @longitude))", new { latitude, longitude });

        Assert.Equal(counts ? "feed" : "none", source);
    }

    private async Task<T?> ScalarAsync<T>(string sql, string text)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        return await connection.ExecuteScalarAsync<T>(sql, new { text });
    }
}
