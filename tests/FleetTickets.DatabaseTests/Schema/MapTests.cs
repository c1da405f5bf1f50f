using System.Text.Json.Nodes;
using Dapper;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Schema;

public sealed class MapTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private const string Tickets =
        """
        insert into tickets.inc (ticket_id, raw) values
          ('B', '{"is_actionable": "true", "normalized_status": "Assigned", "latitude": "-1.28333333333", "longitude": "36.8", "created_at_service": "2026-06-15 17:00:09",
                  "mttr": "", "cluster": "West", "region": "nairobi", "location_name": "KAREN", "assigned_team": "Red", "owner": "Ann", "raw_status": "ASSIGNED"}'),
          ('C', '{"is_actionable": "true", "normalized_status": "Assigned"}'),
          ('D', '{"is_actionable": "false", "latitude": "-1", "longitude": "36", "closed_at": "2026-06-15", "mttr": "2.5"}');
        insert into tickets.crq (ticket_id, raw) values
          ('A', '{"is_actionable": "true", "normalized_status": "New", "latitude": "-2", "longitude": "37"}');
        insert into tickets.import_meta (dataset, metadata, imported_at) values
          ('inc', '{"source_max_key": "automations/inc/changes/2026-06-15T17-00-00.csv", "kept": 1}', '2026-06-15 15:00:00+00')
        """;

    [Fact]
    public async Task AnEmptyDatabaseGivesAnEmptyMap()
    {
        var map = await MapAsync("", openOnly: true);

        Assert.Equal("FeatureCollection", (string?)map["type"]);
        Assert.Empty(map["features"]!.AsArray());
        Assert.Equal(0, (int?)map["summary"]!["total"]);
        Assert.Empty(map["summary"]!["by_type"]!.AsObject());
        Assert.Equal(
            """{"age_minutes":null,"imported_at":null,"source_max_at":null}""",
            map["summary"]!["freshness"]!["crq"]!.ToJsonString());
    }

    [Fact]
    public async Task OpenTicketsWithAPlaceAreFeaturesInTheOrderOfTheirIds()
    {
        var map = await MapAsync(Tickets, openOnly: true);

        Assert.Equal(["A", "B"], map["features"]!.AsArray().Select(feature => (string?)feature!["id"]));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(
                """
                {
                  "type": "Feature", "id": "B",
                  "geometry": { "type": "Point", "coordinates": [36.8000000, -1.2833333] },
                  "properties": {
                    "type": "inc", "ticket_id": "B", "status": "Assigned", "raw_status": "ASSIGNED", "cluster": "West", "region": "nairobi", "location_name": "KAREN",
                    "team": "Red", "owner": "Ann", "is_open": true, "sla_status": null, "sla_state": "breached",
                    "sla_due_at": "2026-06-17T17:00:09+03:00", "created_at": "2026-06-15T17:00:09+03:00",
                    "scheduled_at": null, "closed_at": null, "mttr": null, "geo_source": "feed"
                  }
                }
                """),
            map["features"]![1]), map["features"]![1]!.ToJsonString());
    }

    [Fact]
    public async Task TheSummaryCountsTicketsWithoutAPlaceToo()
    {
        var open = (await MapAsync(Tickets, openOnly: true))["summary"]!.AsObject();
        var all = (await MapAsync(Tickets, openOnly: false))["summary"]!.AsObject();
        open.Remove("freshness");
        all.Remove("freshness");

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(
                """
                {"total": 3, "open": 3, "mapped": 2, "unmapped": 1, "by_type": {"inc": 2, "crq": 1},
                 "by_status": {"Assigned": 2, "New": 1}, "by_geo_source": {"feed": 2, "none": 1}}
                """), open), open.ToJsonString());
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(
                """
                {"total": 4, "open": 3, "mapped": 3, "unmapped": 1, "by_type": {"inc": 3, "crq": 1},
                 "by_status": {"Assigned": 2, "New": 1, "unknown": 1}, "by_geo_source": {"feed": 3, "none": 1}}
                """), all), all.ToJsonString());
    }

    [Fact]
    public async Task FreshnessIsTheMetadataAndTheTimesDerivedFromIt()
    {
        var freshness = (await MapAsync(Tickets, openOnly: true))["summary"]!["freshness"]!["inc"]!;

        Assert.Equal(1, (int?)freshness["kept"]);
        Assert.Equal("2026-06-15T17:00:00+03:00", (string?)freshness["source_max_at"]);
        Assert.Equal("2026-06-15T18:00:00+03:00", (string?)freshness["imported_at"]);
        Assert.NotNull((long?)freshness["age_minutes"]);
    }

    private async Task<JsonNode> MapAsync(string arrange, bool openOnly)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync($"{arrange}; set search_path = ''");
        return JsonNode.Parse((await connection.ExecuteScalarAsync<string>(
            "select reporting.fn_tickets_for_map(p_open_only := @openOnly)", new { openOnly }))!)!;
    }
}
