using System.Text;
using System.Text.Json;
using CsCheck;
using Dapper;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Feed.Cleaning;
using FleetTickets.Engine.Feed.Reading;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Schema;

/// <summary>What the loader judges of a value before it is sent is what the database makes of it.</summary>
public sealed class FeedReadingTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private const int Values = 4_000;

    private static readonly string[] Coordinates = ["latitude", "longitude"];

    private static readonly Gen<string> AlmostMoment = Almost(
        "2026-06-15", "2026-06-15 17:00", "2026-02-29 17:00:09", "2024-02-29T23:59:59", "2026-06-15 17:00:09.123456789", "2026-12-31T00:00:00Z",
        "2026-06-15 17:00:09+05:30", "2026-06-15 17:00+0530", "1999-04-31 01:02:03-15", "14/06/2026 08:00", "46187.3333", "NaT", "");

    private static readonly Gen<string> AlmostNumber = Almost(
        "0", "-0.0", "1000000", "1000000.00", "1000000.0000000000000000000001", "999999.9999", "+3.5", ".5", "5.", "90", "-90.0", "90.01", "180", "-180.0001",
        "0000000000000000000000000000000000000001", "36.8", "-1.28", "nan", "1,5", "1e3", "--1", "");

    private static readonly Gen<string> AlmostBoolean = Almost("true", "FALSE", "t", "F", "1", "0", "1.0", "0.0", "Yes", "no", "Y", "n", "1.00", "");

    [Fact]
    public Task MomentsAreReadAlike() => AgreesAsync(
        AlmostMoment, "tickets.eat_ts(value) is not null", value => FeedMoment.IsReadable(value));

    [Fact]
    public Task BooleansAreReadAlike() => AgreesAsync(
        AlmostBoolean, "coalesce(tickets.boolean_of(value)::text, 'neither')", value => FeedBoolean.Of(value) switch { true => "true", false => "false", null => "neither" });

    [Fact]
    public Task HoursAreReadAlike() => AgreesAsync(
        AlmostNumber, "tickets.mttr_minutes(value) is not null", value => PlainDecimal.TryRead(value, out var hours) && hours.IsFromZeroTo(1_000_000));

    [Fact]
    public async Task PlacesAreReadAlike()
    {
        var pairs = new List<(string Latitude, string Longitude)>();
        Gen.Select(AlmostNumber, AlmostNumber).Sample((latitude, longitude) => pairs.Add((latitude, longitude)), iter: Values, threads: 1);
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);

        var placed = (await connection.QueryAsync<bool>(
            """
            select located.geo_source = 'feed'
            from unnest(@latitudes, @longitudes) with ordinality place (latitude, longitude, position)
            cross join lateral tickets.locate(jsonb_build_object('latitude', latitude, 'longitude', longitude)) located
            order by position
            """,
            new { latitudes = pairs.Select(pair => pair.Latitude).ToArray(), longitudes = pairs.Select(pair => pair.Longitude).ToArray() })).ToList();

        for (var i = 0; i < pairs.Count; i++)
            Assert.True(placed[i] == await IsPlaceAsync(pairs[i].Latitude, pairs[i].Longitude), JsonSerializer.Serialize(new[] { pairs[i].Latitude, pairs[i].Longitude }));
    }

    [Fact]
    public async Task IdsAreTrimmedAlikeOfEveryCharacter()
    {
        // U+0000 cannot be stored, and a lone surrogate is no character.
        var ids = Enumerable.Range(1, 0x10FFFF).Where(Rune.IsValid).Select(code => new Rune(code).ToString()).Select(letter => $"{letter}A{letter}B{letter}").ToArray();
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);

        var trimmed = await connection.QueryAsync<string>(
            "select id from unnest(@ids) with ordinality _ (id, position) where tickets.visible_id(id) <> id order by position", new { ids });

        Assert.Equal(ids.Where(id => InvisibleText.Trimmed(id) != id), trimmed);
    }

    /// <summary>Good values, and such that differ from one in a character.</summary>
    private static Gen<string> Almost(params string[] values) =>
        from value in Gen.OneOf(values)
        from place in Gen.Int[0, 100]
        from letter in Gen.Char["0123456789.-+:/TZtfyn \u00a0\u2003\u0663\u200b"]
        from change in Gen.Int[0, 5]
        select (change, value.Length) switch
        {
            (0, > 0) => value.Remove(place % value.Length, 1),
            (1, _) => value.Insert(place % (value.Length + 1), letter.ToString()),
            (2, > 0) => value.Remove(place % value.Length, 1).Insert(place % value.Length, letter.ToString()),
            (3, _) => $"\u00a0{value} ",
            _ => value,
        };

    private static async Task<bool> IsPlaceAsync(string latitude, string longitude)
    {
        string[] columns = [.. Coordinates, .. FeedColumns.All.Except(Coordinates)];
        string[] fields = [latitude, longitude, .. Enumerable.Repeat("", columns.Length - 2)];
        var record = string.Join(',', fields.Select(field => $"\"{field}\""));
        var file = Encoding.UTF8.GetBytes($"{string.Join(',', columns)}\n{record}\n{record}\n");
        await using var reader = await ChangeReader.OpenAsync((_, _) => Task.FromResult<Stream>(new MemoryStream(file)), TestContext.Current.CancellationToken);
        var typed = new TypedColumns(reader.Header);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            typed.Note(reader);
        var isEmpty = string.IsNullOrWhiteSpace(latitude) && string.IsNullOrWhiteSpace(longitude);
        return typed.Unreadable().Count == 0 && !isEmpty;
    }

    private async Task AgreesAsync<T>(Gen<string> texts, string sql, Func<byte[], T> judgement)
    {
        var values = new List<string>();
        texts.Sample(values.Add, iter: Values, threads: 1);
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);

        var read = (await connection.QueryAsync<T>(
            $"select {sql} from unnest(@values) with ordinality _ (value, position) order by position", new { values = values.ToArray() })).ToList();

        for (var i = 0; i < values.Count; i++)
            Assert.True(Equals(read[i], judgement(Encoding.UTF8.GetBytes(values[i]))), $"{JsonSerializer.Serialize(values[i])}: the database says {read[i]}");
    }
}
