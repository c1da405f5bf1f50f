using Dapper;
using FleetTickets.Engine.Results;
using FleetTickets.TestServers;
using Npgsql;

namespace FleetTickets.DatabaseTests.Schema;

/// <summary>Where a ticket stands: its own coordinates, else its location's, else its cluster's, else nowhere.</summary>
public sealed class TicketPlaceTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase? _database;
    private NpgsqlConnection? _connection;

    private NpgsqlConnection Connection => _connection!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.Server.CreateDatabaseAsync(postgres.MigratedTemplate);
        _connection = await _database.DataSource.OpenConnectionAsync();
        await Connection.ExecuteAsync(
            """
            insert into tickets.geo_clusters (cluster, latitude, longitude) values ('West', 1, 11), ('Empty', null, null);
            insert into tickets.geo_locations (location_key, cluster, latitude, longitude) values
              ('kileleshwa', 'West', 2, 12), ('karen', 'West', null, null), ('kileleshwa', 'East', 3, 13);
            -- Nothing of this may depend on what the session finds by an unqualified name.
            set search_path = ''
            """);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"latitude": "4", "longitude": "14", "cluster": "West", "location_name": "KILELESHWA"}""", "feed", 4.0, 14.0)]
    [InlineData("""{"latitude": "4", "longitude": "", "cluster": "West", "location_name": "NW_KILELESHWA_FDT1"}""", "location", 2.0, 12.0)]
    [InlineData("""{"cluster": " East ", "location_name": "NW_KILELESHWA_FDT1"}""", "location", 3.0, 13.0)]
    [InlineData("""{"cluster": "West", "location_name": "NW_KAREN_FDT1"}""", "cluster", 1.0, 11.0)]
    [InlineData("""{"cluster": "West"}""", "cluster", 1.0, 11.0)]
    [InlineData("""{"cluster": "East", "location_name": "Karen"}""", "none", null, null)]
    [InlineData("""{"cluster": "Empty", "location_name": "KILELESHWA"}""", "none", null, null)]
    [InlineData("{}", "none", null, null)]
    public async Task TheFinestSourceThatKnowsPlacesTheTicket(string raw, string source, double? latitude, double? longitude)
    {
        await WriteAsync("inc", "A", raw);

        Assert.Equal((source, latitude, longitude), await PlaceAsync("inc", "A"));
    }

    [Theory]
    [InlineData("inc")]
    [InlineData("crq")]
    public async Task ALaterUpdateDoesNotMakeThePlaceCoarser(string dataset)
    {
        await WriteAsync(dataset, "A", """{"cluster": "West", "location_name": "KILELESHWA"}""");
        await WriteAsync(dataset, "A", """{"cluster": "West", "location_name": "KILELESHWA", "owner": "another"}""");
        await Connection.ExecuteAsync($"update tickets.{dataset} set geom = null, geo_source = 'none'");

        Assert.Equal(("location", 2.0, 12.0), await PlaceAsync(dataset, "A"));
    }

    [Fact]
    public async Task TheFirstRowOfAGazetteerCountsFromTheNextStatementOn()
    {
        await Connection.ExecuteAsync("truncate tickets.geo_clusters, tickets.geo_locations");
        await using var transaction = await Connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await WriteAsync("inc", "before", """{"cluster": "North"}""");
        await Connection.ExecuteAsync("insert into tickets.geo_clusters (cluster, latitude, longitude) values ('North', 1, 11)");
        await WriteAsync("inc", "after", """{"cluster": "North"}""");
        await WriteAsync("crq", "after", """{"cluster": "North"}""");

        Assert.Equal(("none", null, null), await PlaceAsync("inc", "before"));
        Assert.Equal(("cluster", 1.0, 11.0), await PlaceAsync("inc", "after"));
        Assert.Equal(("cluster", 1.0, 11.0), await PlaceAsync("crq", "after"));
    }

    [Fact]
    public async Task WithoutGazetteersATicketStandsWhereItsOwnCoordinatesSay()
    {
        await Connection.ExecuteAsync("truncate tickets.geo_clusters, tickets.geo_locations");

        await WriteAsync("inc", "A", """{"cluster": "West", "latitude": "4", "longitude": "14"}""");
        await WriteAsync("inc", "B", """{"cluster": "West", "latitude": "", "longitude": ""}""");

        Assert.Equal(("feed", 4.0, 14.0), await PlaceAsync("inc", "A"));
        Assert.Equal(("none", null, null), await PlaceAsync("inc", "B"));
    }

    [Fact]
    public async Task ResolvingWritesOnlyTheTicketsWhoseAnswerDiffers()
    {
        await WriteAsync("inc", "moves", """{"cluster": "West"}""");
        await WriteAsync("crq", "moves too", """{"cluster": "West"}""");
        await WriteAsync("inc", "stays", """{"cluster": "East", "location_name": "KILELESHWA"}""");
        var before = await VersionsAsync();
        await Connection.ExecuteAsync("update tickets.geo_clusters set latitude = 5 where cluster = 'West'");

        var changed = await Connection.ExecuteScalarAsync<long>("select tickets.resolve_ticket_geoms()");
        var again = await Connection.ExecuteScalarAsync<long>("select tickets.resolve_ticket_geoms()");

        Assert.Equal((2, 0), (changed, again));
        Assert.Equal(["stays"], before.Intersect(await VersionsAsync()).Select(row => row.TicketId));
        Assert.Equal(("cluster", 5.0, 11.0), await PlaceAsync("crq", "moves too"));
    }

    [Fact]
    public async Task ResolvingSinceAMomentLooksOnlyAtTicketsWhoseGazetteerRowsChanged()
    {
        await WriteAsync("inc", "of the cluster", """{"cluster": "West"}""");
        await WriteAsync("inc", "of the location", """{"cluster": "East", "location_name": "Kileleshwa FDT 3"}""");
        await WriteAsync("inc", "beside it", """{"cluster": "East", "location_name": "Karen"}""");
        // Before the moment, so that nobody brings this one to its ticket.
        await Connection.ExecuteAsync("update tickets.geo_clusters set latitude = 5 where cluster = 'West'");
        var since = await Connection.ExecuteScalarAsync<DateTime>("select clock_timestamp()");
        await Connection.ExecuteAsync("update tickets.geo_locations set latitude = 6 where cluster = 'East'");

        var changed = await Connection.ExecuteScalarAsync<long>("select tickets.resolve_ticket_geoms(@since)", new { since });

        Assert.Equal(1, changed);
        Assert.Equal(("location", 6.0, 13.0), await PlaceAsync("inc", "of the location"));
        Assert.Equal(("cluster", 1.0, 11.0), await PlaceAsync("inc", "of the cluster"));
    }

    [Theory]
    [InlineData("geo_clusters", "insert into tickets.geo_clusters (cluster, changed_at) values ('New', 'epoch')")]
    [InlineData("geo_clusters", "update tickets.geo_clusters set verified = true, changed_at = 'epoch'")]
    [InlineData("geo_locations", "update tickets.geo_locations set attempts = 1")]
    public async Task AnyChangeOfAGazetteerMovesItsTime(string gazetteer, string change)
    {
        var before = await Connection.ExecuteScalarAsync<DateTime>("select clock_timestamp()");

        await Connection.ExecuteAsync(change);

        Assert.True(before < await Connection.ExecuteScalarAsync<DateTime>($"select max(changed_at) from tickets.{gazetteer}"));
    }

    private Task<int> WriteAsync(string dataset, string ticketId, string raw) => Connection.ExecuteAsync(
        $"insert into tickets.{dataset} (ticket_id, raw) values (@ticketId, @raw::jsonb) on conflict (ticket_id) do update set raw = excluded.raw",
        new { ticketId, raw });

    private Task<(string Source, double? Latitude, double? Longitude)> PlaceAsync(string dataset, string ticketId) =>
        Connection.QuerySingleAsync<(string, double?, double?)>(
            $"select geo_source, latitude, longitude from tickets.{dataset} where ticket_id = @ticketId", new { ticketId });

    private async Task<IEnumerable<(string TicketId, string Version)>> VersionsAsync() =>
        await Connection.QueryAsync<(string, string)>(
            "select ticket_id, xmin || ' ' || ctid from tickets.inc union all select ticket_id, xmin || ' ' || ctid from tickets.crq");
}
