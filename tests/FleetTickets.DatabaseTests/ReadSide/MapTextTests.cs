using System.Text.Json.Nodes;
using Dapper;
using Npgsql;

namespace FleetTickets.DatabaseTests.ReadSide;

/// <summary>The map as text: its filters, what a poll gets, and its version.</summary>
public sealed class MapTextTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private const string Tickets =
        """
        insert into tickets.geo_clusters (cluster, latitude, longitude) values ('West', -1.5, 36.5), ('East', 0.5, 39.5);
        insert into tickets.inc (ticket_id, raw)
        select 'I' || n, jsonb_build_object('is_actionable', n % 3 <> 0, 'cluster', case n % 2 when 0 then 'West' else 'East' end,
          'normalized_status', case n % 4 when 0 then 'Pending' else 'Assigned' end,
          'created_at_service', to_char(now() at time zone interval '3 hours' - n * interval '7 hours', 'YYYY-MM-DD HH24:MI:SS'))
        from generate_series(1, 12) n;
        insert into tickets.crq (ticket_id, raw) values ('C1', '{"is_actionable": "true", "latitude": "-1.25", "longitude": "36.75"}'), ('C2', '{"is_actionable": "true"}')
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "is_actionable")]
    [InlineData("false", "true")]
    [InlineData("null", "is_actionable")]
    [InlineData("p_type => 'crq'", "is_actionable and type = 'crq'")]
    [InlineData("false, p_cluster => 'West'", "cluster = 'West'")]
    [InlineData("false, p_status => 'Pending'", "normalized_status = 'Pending'")]
    [InlineData("p_sla_state => 'breached'", "is_actionable and created_at_service < now() - interval '48 hours'")]
    [InlineData("false, p_west => 36, p_south => -2, p_east => 37, p_north => 0", "longitude between 36 and 37 and latitude between -2 and 0")]
    public async Task AFilterSelectsWhatTheSameConditionSelectsByHand(string arguments, string condition)
    {
        await using var map = await BeginAsync();

        var features = await map.Connection.QueryAsync<string>($"select f ->> 'id' from json_array_elements(reporting.map_geojson({arguments}) -> 'features') f");

        var byHand = await map.Connection.QueryAsync<string>($"select ticket_id from reporting.tickets where geo_source <> 'none' and {condition} order by ticket_id collate \"C\"");
        Assert.NotEmpty(byHand);
        Assert.Equal(byHand, features);
    }

    [Theory]
    [InlineData("p_type => 'abc'", "inc, crq")]
    [InlineData("p_cluster => 'Nord'", "East, West")]
    [InlineData("p_status => 'Open'", "Assigned, Pending")]
    [InlineData("p_sla_state => 'late'", "breached")]
    [InlineData("p_west => 36", "p_west 36, p_south NULL")]
    [InlineData("p_west => 37, p_south => -2, p_east => 36, p_north => 0", "p_west")]
    [InlineData("p_limit => -1", "p_limit")]
    public async Task AWrongValueIsRefusedWithWhatIsValid(string arguments, string said)
    {
        await using var map = await BeginAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => map.Connection.ExecuteAsync($"select reporting.map_geojson({arguments})"));

        Assert.Equal(PostgresErrorCodes.InvalidParameterValue, refused.SqlState);
        Assert.Contains(said, refused.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALimitCutsAndSaysSo()
    {
        await using var map = await BeginAsync();

        Assert.Equal(
            [("2", true), ("13", false)],
            await map.Connection.QueryAsync<(string, bool)>(
                """
                select json_array_length(m -> 'features')::text, (m ->> 'cut')::boolean
                from (values (1, reporting.map_geojson(false, p_limit => 2)), (2, reporting.map_geojson(false, p_limit => 50))) maps (n, m) order by n
                """));
    }

    [Fact]
    public async Task APollGetsWhatChangedSinceTheAnswerBefore()
    {
        await using var map = await BeginAsync();
        await map.Connection.ExecuteAsync("alter table tickets.inc disable trigger user; update tickets.inc set ingested_at = now() - interval '1 day'; alter table tickets.inc enable trigger user");
        await map.Connection.ExecuteAsync(
            """
            update tickets.inc set raw = raw || '{"owner": "Ann"}' where ticket_id = 'I1';
            update tickets.inc set raw = raw || '{"is_actionable": "false"}' where ticket_id = 'I2';
            update tickets.geo_clusters set latitude = 0.75 where cluster = 'East'; select tickets.resolve_ticket_geoms('-infinity')
            """);

        var answer = JsonNode.Parse((await map.Connection.ExecuteScalarAsync<string>(
            "select reporting.map_geojson(p_type => 'inc', p_changed_since => now() - interval '1 hour')::text"))!)!;

        // Those in East moved; I2 is closed now, I3 and I9 were already.
        Assert.Equal(["I1", "I11", "I5", "I7"], answer["features"]!.AsArray().Select(feature => (string?)feature!["id"]));
        Assert.Equal(["I2", "I3", "I9"], answer["removed"]!.AsArray().Select(removed => (string?)removed));
        Assert.NotNull((string?)answer["as_of"]);
    }

    [Fact]
    public async Task TheDocumentAsJsonbIsTheTextOne()
    {
        await using var map = await BeginAsync();

        Assert.True(await map.Connection.ExecuteScalarAsync<bool>(
            """
            select reporting.map_geojson()::jsonb = reporting.fn_tickets_for_map() and reporting.map_geojson(false)::jsonb = reporting.fn_tickets_for_map(false)
              and reporting.inc_dashboard_geojson(p_window => '30d')::jsonb = reporting.fn_inc_dashboard(p_window => '30d')
              and reporting.crq_dashboard_geojson()::jsonb = reporting.fn_crq_dashboard()
            """));
    }

    /// <summary>Random writes and moments, before and after due moments among them.</summary>
    [Fact]
    public async Task TheSameVersionIsTheSameDocument()
    {
        await using var map = await BeginAsync();
        var random = new Random(21);
        var documents = new Dictionary<string, string>();
        var repeated = 0;
        var at = DateTimeOffset.UtcNow;
        for (var step = 0; step < 150; step++)
        {
            await map.Connection.ExecuteAsync(random.Next(18) switch
            {
                0 => $"update tickets.inc set raw = raw || '{{\"owner\": \"{random.Next(3)}\"}}' where ticket_id = 'I{random.Next(12)}'",
                1 => $"insert into tickets.crq (ticket_id, raw) values ('N{step}', '{{\"is_actionable\": \"true\", \"cluster\": \"East\"}}')",
                2 => $"update tickets.geo_clusters set latitude = {random.Next(3)} where cluster = 'West'; select tickets.resolve_ticket_geoms('-infinity')",
                3 => $"delete from tickets.inc where ticket_id = 'I{random.Next(12)}'",
                4 => $"update tickets.sla_policy set hours = {random.Next(40, 56)} where dataset = 'inc'",
                5 => $"insert into tickets.import_meta (dataset, metadata) values ('inc', '{{\"n\": {random.Next(3)}}}') on conflict (dataset) do update set metadata = excluded.metadata",
                _ => "select 1",
            });
            if (random.Next(3) == 0)
                at = DateTimeOffset.UtcNow.AddMinutes(random.Next(-4000, 4000));
            var arguments = $"{(random.Next(4) > 0 ? "true" : "false")}, null, {(random.Next(4) == 0 ? "'West'" : "null")}, null, null, null, null, null, null, null, null, @at";

            var version = (await map.Connection.ExecuteScalarAsync<string>($"select reporting.map_version_at({arguments})", new { at }))!;
            var document = (await map.Connection.ExecuteScalarAsync<string>(
                $"select regexp_replace(reporting.map_geojson_at({arguments})::text, '\"age_minutes\": *-?[0-9]+', '', 'g')", new { at }))!;

            if (!documents.TryAdd(version, document))
            {
                repeated++;
                Assert.Equal(documents[version], document);
            }
        }
        // Otherwise every version would be another one, and the test could not fail.
        Assert.InRange(repeated, 20, 130);
    }

    private async Task<Map> BeginAsync()
    {
        var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        var transaction = await connection.BeginTransactionAsync(Cancellation);
        await connection.ExecuteAsync(Tickets);
        return new Map(connection, transaction);
    }

    private sealed record Map(NpgsqlConnection Connection, NpgsqlTransaction Transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Transaction.DisposeAsync();
            await Connection.DisposeAsync();
        }
    }
}
