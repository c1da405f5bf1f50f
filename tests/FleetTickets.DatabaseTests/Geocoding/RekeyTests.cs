using Dapper;
using FleetTickets.Engine.Results;
using FleetTickets.TestServers;
using Npgsql;

namespace FleetTickets.DatabaseTests.Geocoding;

/// <summary>After a change of the rules the gazetteer goes to its new keys, and of two rows for one place the better one stays.</summary>
public sealed class RekeyTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase? _database;
    private NpgsqlConnection? _connection;

    private NpgsqlConnection Connection => _connection!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.Server.CreateDatabaseAsync(postgres.MigratedTemplate);
        _connection = await _database.DataSource.OpenConnectionAsync();
        await Connection.ExecuteAsync("insert into tickets.name_rules (kind, words, replacement) values ('alias', 'DONNIE', 'DONHOLM'), ('alias', 'DONNY', 'DONHOLM')");
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    [Fact]
    public async Task ARowMovesToItsNewKeyWithItsPointAndATicketFindsIt()
    {
        await PutAsync("donnie", "NW_DONNIE_FDT1", latitude: 1);
        await PutAsync("karen", "NW_KAREN_FDT1", latitude: 2);
        await PutAsync("typed in", null, latitude: 3);
        await PutAsync("gone", "FDT1", latitude: 4);

        var changed = await RekeyAsync();
        await Connection.ExecuteAsync("""insert into tickets.inc (ticket_id, raw) values ('A', '{"cluster": "West", "location_name": "DONNY FDT3"}')""");

        Assert.Equal(1, changed);
        Assert.Equal(["donholm 1", "gone 4", "karen 2", "typed in 3"], await RowsAsync());
        Assert.Equal(1.0, await Connection.ExecuteScalarAsync<double>("select latitude from tickets.inc"));
    }

    [Fact]
    public async Task AgainChangesNothing()
    {
        await PutAsync("donnie", "DONNIE", latitude: 1);
        await RekeyAsync();

        Assert.Equal(0, await RekeyAsync());
    }

    [Fact]
    public async Task AnotherClustersRowIsNotInTheWay()
    {
        await PutAsync("donnie", "DONNIE", latitude: 1);
        await PutAsync("donholm", "DONHOLM", latitude: 2, cluster: "East");

        await RekeyAsync();

        Assert.Equal(["donholm 1", "donholm 2"], await RowsAsync());
    }

    // Worth: 2 a person's, 1 a point, 0 none; the row that moves, the row that is there, and what is left.
    [Theory]
    [InlineData(2, 2, "donholm 20", "donnie 10")]
    [InlineData(2, 1, "donholm 10")]
    [InlineData(2, 0, "donholm 10")]
    [InlineData(1, 2, "donholm 20")]
    [InlineData(1, 1, "donholm 20")]
    [InlineData(1, 0, "donholm 10")]
    [InlineData(0, 2, "donholm 20")]
    [InlineData(0, 1, "donholm 20")]
    [InlineData(0, 0, "donholm ")]
    public async Task OfTwoRowsTheBetterStaysAndWhatAPersonDecidedIsNeverDropped(int mover, int occupant, params string[] left)
    {
        await PutAsync("donnie", "DONNIE", mover == 0 ? null : 10, verified: mover == 2);
        await PutAsync("donholm", "DONHOLM", occupant == 0 ? null : 20, verified: occupant == 2);

        await RekeyAsync();

        Assert.Equal(left, await RowsAsync());
        Assert.Equal(0, await RekeyAsync());
    }

    [Fact]
    public async Task APersonsNoWithoutAPointIsADecision()
    {
        await PutAsync("donnie", "DONNIE", latitude: 1);
        await PutAsync("donholm", "DONHOLM", latitude: null);
        await Connection.ExecuteAsync("update tickets.geo_locations set decided_by = 'achieng', status = 'rejected' where location_key = 'donholm'");

        await RekeyAsync();

        Assert.Equal(["donholm "], await RowsAsync());
    }

    [Fact]
    public async Task OfTwoRowsThatMoveToOneKeyTheBetterStays()
    {
        await PutAsync("donnie", "DONNIE", latitude: 1);
        await PutAsync("donny", "DONNY", latitude: 2, verified: true);

        Assert.Equal(2, await RekeyAsync());
        Assert.Equal(["donholm 2"], await RowsAsync());
    }

    [Fact]
    public async Task ARowInTheWayThatHasToMoveItselfGoesFirst()
    {
        await PutAsync("donholm", "KAREN", latitude: 1);
        await PutAsync("donnie", "DONNIE", latitude: 2, verified: true);

        Assert.Equal(2, await RekeyAsync());
        Assert.Equal(["donholm 2", "karen 1"], await RowsAsync());
    }

    [Fact]
    public async Task TheGeocodersRoleMayRekeyAndStillNotDelete()
    {
        await PutAsync("donnie", "DONNIE", latitude: 1);
        await PutAsync("donholm", "DONHOLM", latitude: null);
        await Connection.ExecuteAsync("set role fleettickets_ingest");

        Assert.Equal(1, await RekeyAsync());

        await AssertRefusedAsync("delete from tickets.geo_locations");
        await AssertRefusedAsync("insert into tickets.name_rules (kind, words) values ('equipment', 'HUB')");
        await AssertRefusedAsync("update tickets.compiled_name_rules set version = 99");
        await Connection.ExecuteAsync("set role fleettickets_read");
        await AssertRefusedAsync("select tickets.rekey_locations()");
    }

    private async Task AssertRefusedAsync(string statement)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Connection.ExecuteAsync(statement));
        Assert.Equal((statement, PostgresErrorCodes.InsufficientPrivilege), (statement, refused.SqlState));
    }

    private Task<long> RekeyAsync() => Connection.ExecuteScalarAsync<long>("select tickets.rekey_locations()");

    private Task<int> PutAsync(string key, string? name, double? latitude, bool verified = false, string cluster = "West") => Connection.ExecuteAsync(
        """
        insert into tickets.geo_locations (location_key, cluster, location_name, latitude, longitude, verified)
        values (@key, @cluster, @name, @latitude, @latitude + 36, @verified)
        """, new { key, name, latitude, verified, cluster });

    private Task<IEnumerable<string>> RowsAsync() => Connection.QueryAsync<string>(
        "select concat(location_key, ' ', latitude) from tickets.geo_locations order by location_key, latitude");
}
