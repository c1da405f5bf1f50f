using Dapper;

namespace FleetTickets.DatabaseTests.Geocoding;

/// <summary>What it costs to place a ticket does not depend on how many places its cluster has, nor on what the statistics say of them.</summary>
public sealed class LocateCostTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("analyze tickets.geo_locations")]
    public async Task ANameIsCleanedOnceHoweverManyPlacesTheClusterHas(string afterwards)
    {
        await using var database = await postgres.Server.CreateDatabaseAsync(postgres.MigratedTemplate, cancellation: Cancellation);
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync(
            $"""
            insert into tickets.geo_locations (location_key, cluster, latitude, longitude)
            select 'place ' || n, 'WEST', -1.3, 36.8 from generate_series(1, 2000) n;
            {afterwards}
            """);

        // Statistics of a table that had one row and one cluster then.
        await connection.ExecuteAsync("update pg_class set reltuples = 1, relpages = 1 where oid = 'tickets.geo_locations'::regclass and @stale", new { stale = afterwards is "" });
        await connection.ExecuteAsync("set track_functions = 'all'; begin");
        var source = await connection.ExecuteScalarAsync<string>(
            """select geo_source from tickets.locate('{"cluster": "WEST", "location_name": "NW_PLACE_1234_FDT1"}')""");
        var cleaned = await connection.ExecuteScalarAsync<long>(
            "select sum(calls) from pg_stat_xact_user_functions where schemaname = 'tickets' and funcname = 'clean_location'");

        Assert.Equal(("location", 1L), (source!, cleaned));
    }
}
