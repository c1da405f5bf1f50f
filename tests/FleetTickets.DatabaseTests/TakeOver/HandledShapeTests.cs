using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.DatabaseTests.TakeOver;

/// <summary>Shapes that nothing has to be done about: the dry-run sees no obstacle, the rehearsal and the take-over work, and so does what comes after.</summary>
public sealed class HandledShapeTests(PostgresFixture postgres)
{
    public static TheoryData<string> Handled =>
    [
        "create index inc_open_idx on tickets.inc (ticket_id) where is_actionable",
        "create index geo_locations_cluster_idx on tickets.geo_locations (latitude)",
        "alter table tickets.inc add note text not null default 'x', add must text not null default 'y'; alter table tickets.inc alter must drop default",
        "create publication p for all tables",
        "alter table tickets.geo_clusters add status text not null default 'ok' check (status in ('ok', 'failed'))",
        "create view public.whole as select t from tickets.inc t",
        "alter table tickets.closure_events add foreign key (ticket_id) references tickets.inc not valid",
        "alter table tickets.closure_events add check (ticket_id like 'INC%') not valid",
        "alter table tickets.import_meta alter metadata drop default, alter metadata type json, alter metadata set default '{}'",
        "alter table tickets.geo_locations add unique (latitude, longitude)",
        "alter table tickets.schema_migrations add unique (applied_at)",
        "update tickets.inc set raw = raw || jsonb_build_object('location_name', (select string_agg(md5(n::text), ' ') from generate_series(1, 400) n)) where ticket_id < 'INC00009'",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Handled))]
    public async Task AHandledShapeIsTakenOverAndLoadedInto(string change)
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10");
        if (change.Contains("applied_at", StringComparison.Ordinal))
            await other.ExecuteAsync("update tickets.schema_migrations set applied_at = applied_at + left(filename, 2)::int * interval '1 day'");
        await other.ExecuteAsync(change);

        Assert.Empty((await other.Migrator.PlanAsync(Cancellation)).TakeOver!.Obstacles);
        await other.Migrator.RehearseAsync(_ => { }, Cancellation);
        await other.Migrator.ApplyAsync(Cancellation);

        await using var incidents = TestFeed.Over(other.Database, "inc");
        await using var requests = TestFeed.Over(other.Database, "crq");
        foreach (var feed in new[] { incidents, requests })
        {
            feed.Put("2026-06-16T12-00-00", Csv.Ticket("A" + feed.Dataset.Name, "closed", ("is_actionable", "false"), ("closed_at", "2026-06-16 10:00:00")));
            Assert.Equal(1, (await feed.DrainAsync()).FilesApplied);
        }
        Assert.Equal(2, await other.ScalarAsync<int>("select count(*) from tickets.closure_events where ticket_id in ('Ainc', 'Acrq')"));
        Assert.Equal("2026-06-16T12", await other.ScalarAsync<string>("select substr(reporting.freshness() #>> '{inc,source_max_key}', 25, 13)"));
    }

    [Fact]
    public async Task ATicketThatIsClosedAgainIsCapturedAgain()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10");
        await other.ExecuteAsync("delete from tickets.closure_events where ticket_id = 'INC00001'; alter table tickets.closure_events drop constraint closure_events_pkey, add unique (ticket_id)");
        await other.Migrator.ApplyAsync(Cancellation);
        await using var feed = TestFeed.Over(other.Database, "inc");

        foreach (var day in new[] { 16, 17 })
        {
            feed.Put($"2026-06-{day}T12-00-00", Csv.Ticket("A", "closed", ("is_actionable", "false"), ("closed_at", $"2026-06-{day} 10:00:00")));
            await feed.DrainAsync();
        }

        Assert.Equal(2, await other.ScalarAsync<int>("select count(*) from tickets.closure_events where ticket_id = 'A'"));
    }

    [Fact]
    public async Task AWatermarkUnderINCIsTheWatermarkOfBothPrograms()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10");
        await other.ExecuteAsync("update tickets.import_meta set dataset = 'INC'");
        await other.Migrator.ApplyAsync(Cancellation);
        await using var feed = TestFeed.Over(other.Database, "inc");
        Assert.Equal(feed.Key("2026-06-15T12-00-00"), await feed.WatermarkAsync());

        feed.Put("2026-06-15T11-00-00", Csv.Ticket("INC00001", "older"));
        feed.Put("2026-06-16T12-00-00", Csv.Ticket("A"));
        await feed.DrainAsync();

        Assert.Equal("closed", (await feed.StatusesAsync())["INC00001"]);
        Assert.Equal(feed.Key("2026-06-16T12-00-00"), await other.ScalarAsync<string>("select metadata ->> 'source_max_key' from tickets.import_meta where dataset = 'INC'"));
        await other.ExecuteAsync("update tickets.import_meta set metadata = metadata || '{\"source_max_key\": \"automations/inc/changes/2026-06-17T12-00-00.csv\"}' where dataset = 'INC'");
        Assert.Equal(feed.Key("2026-06-17T12-00-00"), await feed.WatermarkAsync());
    }

    [Fact]
    public async Task RowSecurityHoldsForRequestsToo()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10, granted reading");
        await other.ExecuteAsync(
            """
            grant select on tickets.inc to fleettickets_test_reader;
            alter table tickets.inc enable row level security;
            create policy west on tickets.inc for select to fleettickets_test_reader using (cluster = 'WEST')
            """);
        await other.Migrator.ApplyAsync(Cancellation);
        await other.ExecuteAsync("""insert into tickets.crq (ticket_id, raw) values ('C1', '{"cluster": "WEST"}'), ('C2', '{"cluster": "EAST"}')""");

        Assert.Equal("WEST", await other.ScalarAsync<string>("select string_agg(distinct cluster, ',') from tickets.inc", "fleettickets_test_reader"));
        Assert.Equal("C1", await other.ScalarAsync<string>("select string_agg(ticket_id, ',') from tickets.crq", "fleettickets_test_reader"));
    }

    [Fact]
    public async Task GrantOptionsColumnGrantsAndPinnedSettingsStay()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10, granted reading");
        await other.ExecuteAsync(
            """
            grant select (cluster) on tickets.inc_open_sla to fleettickets_test_owner, fleettickets_test_reader with grant option;
            grant select (cluster) on tickets.inc to fleettickets_test_reader with grant option;
            create or replace function tickets.eat_ts(t text) returns timestamptz language sql immutable security definer set search_path = pg_catalog set work_mem = '8MB'
              as $$ select nullif(btrim(t), '')::timestamp at time zone 'Africa/Nairobi' $$;
            grant execute on function tickets.eat_ts(text) to fleettickets_test_reader with grant option
            """);
        await other.Migrator.ApplyAsync(Cancellation);

        Assert.True(await other.ScalarAsync<bool>(
            """
            select has_column_privilege('fleettickets_test_reader', 'tickets.inc_open_sla', 'cluster', 'select with grant option')
              and has_column_privilege('fleettickets_test_reader', 'tickets.inc', 'cluster', 'select with grant option')
              and has_function_privilege('fleettickets_test_reader', 'tickets.eat_ts(text)', 'execute with grant option')
            """));
        var settings = await other.ScalarAsync<string>("select array_to_string(proconfig, ' ') from pg_proc where oid = 'tickets.eat_ts(text)'::regprocedure and prosecdef");
        Assert.Contains("work_mem=8MB", settings, StringComparison.Ordinal);
        Assert.Contains("search_path=pg_catalog", settings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommentsOfWhatStaysStay()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 17, other reading");
        await other.ExecuteAsync(
            """
            comment on view tickets.inc_open_sla is 'of the team';
            comment on column tickets.inc_open_sla.team_label is 'in capitals';
            comment on function reporting.fn_tickets_for_map(boolean) is 'for the wall';
            comment on index tickets.inc_status_idx is 'for the report'
            """);

        await other.Migrator.ApplyAsync(Cancellation);

        Assert.Equal(["of the team, in capitals, for the wall, for the report"], await other.QueryAsync<string>(
            """
            select concat_ws(', ', obj_description('tickets.inc_open_sla'::regclass), col_description('tickets.inc_open_sla'::regclass, 3),
              obj_description('reporting.fn_tickets_for_map(boolean)'::regprocedure), obj_description('tickets.inc_status_idx'::regclass))
            """));
    }

    [Fact]
    public async Task TheReportEndsWithTheGrantsThatTheWorkersLoginNeeds()
    {
        const string Worker = "fleettickets_test_worker";
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10");
        await other.ExecuteAsync(
            $"""
            do $$ begin create role {Worker} login; exception when duplicate_object or unique_violation then null; end $$;
            grant usage on schema tickets, reporting to {Worker};
            alter table tickets.inc owner to {Worker};
            alter table tickets.import_meta owner to {Worker};
            alter table tickets.closure_events owner to {Worker};
            alter table tickets.inc_daily_snapshot owner to {Worker}
            """);

        var plan = await other.Migrator.ApplyAsync(Cancellation);

        Assert.Equal([Worker, $"  needs          grant fleettickets_ingest to {Worker}, before it runs inc or crq"], plan.TakeOver!.Afterwards);
        await using var feed = TestFeed.Over(other.Database, "inc", Worker);
        feed.Put("2026-06-16T12-00-00", Csv.Ticket("A"));
        await Assert.ThrowsAsync<PostgresException>(() => feed.DrainAsync());
        await other.ExecuteAsync($"grant fleettickets_ingest to {Worker}");
        try
        {
            Assert.Equal(1, (await feed.DrainAsync()).FilesApplied);
        }
        finally
        {
            await other.ExecuteAsync($"revoke fleettickets_ingest from {Worker}");
        }
    }
}
