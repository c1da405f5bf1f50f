using System.Text.Json.Nodes;
using FleetTickets.Engine.Results;
using FleetTickets.Schema.Migrations;
using FleetTickets.Schema.TakeOver;

namespace FleetTickets.DatabaseTests.TakeOver;

/// <summary>Who reads goes on reading: yesterday's calls and rights bring yesterday's payloads, and ours are there for new consumers.</summary>
public sealed class ReadSideTests(PostgresFixture postgres)
{
    private const string Reader = "fleettickets_test_reader";
    private const string Map = "select reporting.fn_tickets_for_map()::text";
    private const string View = "select json_agg(v order by ticket_id)::text from (select ticket_id, cluster, sla_state from tickets.inc_open_sla) v";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FunctionsAndViewsThatGiveWhatOursLackStayAndGiveTheSame()
    {
        const string Dashboard = "select reporting.fn_inc_dashboard(p_team := null)::text";
        const string Labels = "select string_agg(coalesce(team_label, '') || ticket_id, ',' order by ticket_id) from tickets.inc_open_sla";
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 17, other reading");
        var before = (await other.ScalarAsync<string>(Map, Reader), await other.ScalarAsync<string>(View, Reader), await other.ScalarAsync<string>(Dashboard),
            await other.ScalarAsync<string>(Labels, Reader));

        await other.Migrator.ApplyAsync(Cancellation);

        Assert.Equal(before, (await other.ScalarAsync<string>(Map, Reader), await other.ScalarAsync<string>(View, Reader), await other.ScalarAsync<string>(Dashboard),
            await other.ScalarAsync<string>(Labels, Reader)));
        Assert.Equal(["freshness", "by_geo_source"], await other.QueryAsync<string>(
            """
            select key from jsonb_object_keys(reporting.fn_tickets_for_map_v2() -> 'summary') key where key = 'freshness'
            union all
            select key from jsonb_object_keys(reporting.fn_tickets_for_map_v2() -> 'summary') key where key = 'by_geo_source'
            """));
        Assert.Equal("today", await other.ScalarAsync<string>("select reporting.fn_inc_dashboard_v2() #>> '{window,name}'"));
        Assert.Equal(10, await other.ScalarAsync<int>("select count(*) from reporting.fn_nearest_open(36.8, -1.28)"));
    }

    [Fact]
    public async Task FunctionsAndViewsThatOursCoverBecomeOursForWhoCouldReadThem()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10, granted reading");
        var (map, view) = (Parsed(await other.ScalarAsync<string>(Map, Reader)), await other.ScalarAsync<string>("select count(*) from tickets.inc_open_sla", Reader));

        await other.Migrator.ApplyAsync(Cancellation);

        var now = Parsed(await other.ScalarAsync<string>(Map, Reader));
        Assert.Equal(map["summary"]!["total"]!.GetValue<int>(), now["summary"]!["total"]!.GetValue<int>());
        Assert.Equal(map["features"]!.AsArray().Select(IdAndProperties), now["features"]!.AsArray().Select(IdAndProperties));
        Assert.NotNull(now["summary"]!["by_status"]);
        Assert.Equal(view, await other.ScalarAsync<string>("select count(*) from tickets.inc_open_sla", Reader));
        Assert.Equal(600, await other.ScalarAsync<int>("select count(cluster) from tickets.inc", Reader));

        static string IdAndProperties(JsonNode? feature) => $"{feature!["id"]} {feature["properties"]!["status"]} {feature["properties"]!["cluster"]}";
    }

    [Fact]
    public async Task OwnersAndSecurityStay()
    {
        await using var other = await OtherDatabase.TakenOverAsync(postgres, "after 10, granted reading");

        Assert.Equal(["fleettickets_test_owner true", "fleettickets_test_owner {security_invoker=false}"], await other.QueryAsync<string>(
            """
            select proowner::regrole || ' ' || prosecdef from pg_proc where proname = 'fn_tickets_for_map'
            union all
            select relowner::regrole || ' ' || reloptions::text from pg_class where relname = 'inc_open_sla'
            """));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => other.ScalarAsync<string>("select count(*) from tickets.crq", Reader));
    }

    [Fact]
    public async Task ReplacedOnRequestTheyAreOursUnderTheirOldNamesAndRights()
    {
        await using var other = await OtherDatabase.TakenOverAsync(postgres, "after 17, other reading");
        var replacer = new ReadSideReplacer(other.Database.DataSource, Migration.All);

        var replacements = await replacer.PlanAsync(Cancellation);
        await replacer.ReplaceAsync(replacements, Cancellation);

        var map = replacements.Single(replacement => replacement.Name == "reporting.fn_tickets_for_map");
        Assert.Equal(["features", "summary", "summary.count", "type"], map.OldKeys);
        Assert.Contains("summary.by_status", map.NewKeys!);
        Assert.NotNull(Parsed(await other.ScalarAsync<string>(Map, Reader))["summary"]!["freshness"]);
        Assert.Equal(200, await other.ScalarAsync<int>("select count(sla_due_at) from tickets.inc_open_sla", Reader));
        Assert.Equal(10, await other.ScalarAsync<int>("select count(*) from reporting.fn_nearest_open(36.8, -1.28)"));
        Assert.Empty(await replacer.PlanAsync(Cancellation));
        Assert.Empty(await other.QueryAsync<string>("select proname from pg_proc where proname like '%\\_v2' union select relname from pg_class where relname like '%\\_v2'"));
    }

    [Fact]
    public async Task AReplacementOnWhichOthersBuildIsRefusedAndNothingChanges()
    {
        await using var other = await OtherDatabase.TakenOverAsync(postgres, "after 17, other reading");
        await other.ExecuteAsync("create view public.report as select team_label from tickets.inc_open_sla");
        var before = await SchemaLines.ReadAsync(other.Database.DataSource);
        var replacer = new ReadSideReplacer(other.Database.DataSource, Migration.All);

        var refused = await Assert.ThrowsAsync<MigrationException>(async () => await replacer.ReplaceAsync(await replacer.PlanAsync(Cancellation), Cancellation));

        Assert.Contains("view report depends on view tickets.inc_open_sla", refused.Message.Replace("public.report", "report", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(before.SetEquals(await SchemaLines.ReadAsync(other.Database.DataSource)));
    }

    [Fact]
    public async Task TheKeysThatOursIsSaidToHaveAreThoseOfItsPayloads()
    {
        await using var other = await OtherDatabase.TakenOverAsync(postgres, "after 18");
        await using var connection = await other.Database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        foreach (var function in new[] { "reporting.fn_tickets_for_map", "reporting.fn_inc_dashboard", "reporting.fn_crq_dashboard" })
        {
            var paths = await PayloadKeys.CallAsync(connection, function, Cancellation);

            Assert.NotEmpty(paths!);
            Assert.DoesNotContain(paths!, path => !PayloadKeys.IsOurs(function, path));
        }
    }

    [Theory]
    [InlineData(
        """
        fn_tickets_for_map(p_open_only boolean default true) returns jsonb language sql stable as $$
          select jsonb_build_object('features', jsonb_agg(jsonb_build_object(
            'id', ticket_id, 'properties', case when is_actionable then '{}'::jsonb else '{"settled": true}' end)))
          from tickets.inc where is_actionable or not p_open_only
        $$
        """,
        "  leaves         the function, for it gives features[].properties.settled; ours is reporting.fn_tickets_for_map_v2")]
    [InlineData(
        """
        fn_inc_dashboard(
          p_cluster text default null, p_status text default null, p_window text default null, p_from date default null, p_to date default null
        ) returns jsonb language sql stable as $$ select case p_window when '90d' then '{"open": 1}'::jsonb else '{}' end $$
        """,
        "  leaves         the function, for it knows p_window '90d'; ours is reporting.fn_inc_dashboard_v2")]
    public async Task AFunctionWhoseFilledAnswerDiffersStays(string function, string said)
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10");
        await other.ExecuteAsync($"create or replace function reporting.{function}");

        Assert.Contains(said, (await other.Migrator.PlanAsync(Cancellation)).TakeOver!.Lines);
    }

    [Fact]
    public async Task TheKeysOfAFunctionThatReturnsJsonAreListedBeforeItIsReplaced()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10");
        await other.ExecuteAsync(
            """
            drop function reporting.fn_tickets_for_map(boolean);
            create function reporting.fn_tickets_for_map(p_open_only boolean default true) returns json language sql stable as $$ select '{"points": [1]}'::json $$
            """);
        await other.Migrator.ApplyAsync(Cancellation);

        var replacements = await new ReadSideReplacer(other.Database.DataSource, Migration.All).PlanAsync(Cancellation);

        Assert.Equal(["points", "points[]"], replacements.Single(replacement => replacement.Name == "reporting.fn_tickets_for_map").OldKeys);
    }

    private static JsonNode Parsed(string payload) => JsonNode.Parse(payload)!;
}
