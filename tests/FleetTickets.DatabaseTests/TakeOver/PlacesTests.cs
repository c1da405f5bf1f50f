using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.TakeOver;

/// <summary>Places and tickets are as they are when each is looked at alone; the take-over looks at all of them at once.</summary>
public sealed class PlacesTests(PostgresFixture postgres)
{
    private const string TicketsThatStandElsewhere =
        """
        select format('%s: %s %s, expected %s %s', ticket_id, t.geo_source, st_astext(t.geom), expected.geo_source, st_astext(expected.geom))
        from (
          select ticket_id, t.geo_source, t.geom, b.geo_source as before, b.geom as geom_before, t.raw from before.tickets b join tickets.inc t using (ticket_id)
        ) t
        cross join lateral tickets.locate(t.raw) located
        cross join lateral (
          select array_position(ranks, located.geo_source) >= array_position(ranks, before) as moves
          from (values (array['none', 'cluster', 'location', 'feed'])) r (ranks)
        ) _
        cross join lateral (
          select case when moves then located.geo_source else before end, case when moves then located.geom else geom_before end
        ) expected (geo_source, geom)
        where (t.geo_source, t.geom::text) is distinct from (expected.geo_source, expected.geom::text)
        """;

    /// <summary>One place after the other: a row that was there, else where most tickets stand, else a row whose key or name means it.</summary>
    private const string PlacesThatAreElsewhere =
        """
        with row_before as (
          select row ->> 'location_key' as location_key, row ->> 'cluster' as cluster, row ->> 'location_name' as location_name,
            (row ->> 'latitude')::float8 as latitude, (row ->> 'longitude')::float8 as longitude
          from before.rows where relation = 'geo_locations'
        ), ticket as (
          select tickets.trimmed(raw ->> 'cluster') as cluster, tickets.location_key(raw ->> 'location_name') as key, geo_source, st_y(geom) as latitude, st_x(geom) as longitude
          from before.tickets
        ), place as (
          select distinct cluster, key from ticket where cluster is not null and key is not null and geo_source <> 'feed'
        ), expected as (
          select p.cluster, p.key, coalesce(
              (select array[latitude, longitude] from row_before r where r.location_key = p.key and r.cluster = p.cluster and r.latitude is not null),
              (select array[latitude, longitude] from ticket t where t.cluster = p.cluster and t.key = p.key and t.geo_source = 'location'
               group by latitude, longitude order by count(*) desc, latitude, longitude limit 1),
              (select array[latitude, longitude] from row_before r
               where latitude is not null and coalesce(nullif(r.cluster, ''), p.cluster) = p.cluster
                 and p.key in (tickets.location_key(r.location_key), tickets.location_key(r.location_name))
               group by latitude, longitude order by count(*) desc, latitude, longitude limit 1)) as point
          from place p
        )
        select format('%s in %s: %s, expected %s', e.key, e.cluster, array[l.latitude, l.longitude], e.point)
        from expected e
        left join tickets.geo_locations l on l.location_key = e.key and l.cluster = e.cluster
        where e.point is distinct from case when l.latitude is not null then array[l.latitude, l.longitude] end
        """;

    public static TheoryData<string> Shapes => OtherDatabase.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task EveryTicketStandsWhereLocateSaysUnlessThatIsCoarser(string shape)
    {
        await using var other = await OtherDatabase.TakenOverAsync(postgres, shape);

        Assert.Empty(await other.QueryAsync<string>(TicketsThatStandElsewhere));
    }

    [Theory]
    [InlineData("after 10")]
    [InlineData("after 15")]
    [InlineData("after 18")]
    public async Task EveryPlaceOfATicketHasTheRowThatItHasWhenLookedAtAlone(string shape)
    {
        await using var other = await OtherDatabase.TakenOverAsync(postgres, shape);

        Assert.Equal(2, await other.ScalarAsync<int>("select count(*) from tickets.geo_locations where decided_by = 'taken over' and location_name is not null"));
        Assert.Empty(await other.QueryAsync<string>(PlacesThatAreElsewhere));
    }

    [Fact]
    public async Task TriggersOfOthersStayAsTheyWereAndDoNotUndoAMove()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10");
        await other.ExecuteAsync(
            """
            create function public.put_back() returns trigger language plpgsql as
            $$ begin new.geom := null; new.geo_source := 'none'; return new; end $$;
            create trigger a_put_back before update of geom on tickets.inc for each row execute function public.put_back();
            create trigger b_off before update on tickets.inc for each row execute function public.put_back();
            create trigger c_always before update of geom on tickets.inc for each row execute function public.put_back();
            alter table tickets.inc disable trigger b_off;
            alter table tickets.inc enable always trigger c_always;
            """);

        await other.Migrator.ApplyAsync(TestContext.Current.CancellationToken);

        Assert.Equal(488, await other.ScalarAsync<int>("select count(*) from tickets.inc where geo_source = 'location'"));
        Assert.Equal(["a_put_back O", "b_off D", "c_always A"], await other.QueryAsync<string>(
            "select tgname || ' ' || tgenabled::text from pg_trigger where tgfoid = 'public.put_back()'::regprocedure order by 1"));
    }

    [Fact]
    public async Task PointsThatTheOtherProgramRefusedDoNotComeIntoUse()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10");
        await other.ExecuteAsync(
            """
            alter table tickets.geo_locations add ok boolean not null default true, add note text;
            insert into tickets.geo_locations (location_key, cluster, latitude, longitude, ok) values
              ('far away', 'WEST', 2.5, 38.0, true), ('flagged_phase', 'WEST', -1.281, 36.781, false), ('found', 'WEST', -1.282, 36.782, true);
            insert into tickets.inc (ticket_id, raw, ingested_at)
            select id, jsonb_build_object('ticket_id', id, 'cluster', 'WEST', 'location_name', name, 'is_actionable', 'true'), '2026-06-15'
            from (values ('P1', 'FAR AWAY'), ('P2', 'FLAGGED PHASE'), ('P3', 'FOUND')) t (id, name)
            """);

        var plan = await other.Migrator.ApplyAsync(TestContext.Current.CancellationToken);

        Assert.Contains("  leaves         2 points unused: no ticket stands there, and it was refused or is more than 25 km from its cluster: "
            + "far away in WEST, flagged_phase in WEST", plan.TakeOver!.Lines);
        Assert.Equal(["P1 cluster", "P2 cluster", "P3 location"], await PlacesAsync(other));
        await other.ExecuteAsync("update tickets.inc set raw = raw || '{\"owner\": \"Otieno\"}' where ticket_id like 'P%'");
        Assert.Equal(["P1 cluster", "P2 cluster", "P3 location"], await PlacesAsync(other));

        await other.ExecuteAsync(
            "update tickets.geo_locations set verified = true where location_key = 'far away'; update tickets.inc set raw = raw || '{\"owner\": \"Atieno\"}' where ticket_id = 'P1'");
        Assert.Equal(["P1 location", "P2 cluster", "P3 location"], await PlacesAsync(other));
    }

    [Fact]
    public async Task APointOnWhichTicketsStandCountsHoweverFarItIs()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10");
        await other.ExecuteAsync(
            """
            update tickets.inc set geom = st_setsrid(st_makepoint(38, 2.5), 4326), geo_source = 'location' where ticket_id = 'INC00007';
            insert into tickets.geo_locations (location_key, cluster, latitude, longitude) values ('far_away', 'WEST', 2.5, 38)
            """);

        var plan = await other.Migrator.ApplyAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain(plan.TakeOver!.Lines, line => line.Contains("unused", StringComparison.Ordinal));
        Assert.False(await other.ScalarAsync<bool>("select refused from tickets.geo_locations where location_key = 'far_away'"));
    }

    [Fact]
    public async Task WithoutAClusterOrWithANameOfNoWordsATicketStaysWhereItIs()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10");
        await other.ExecuteAsync(
            """
            insert into tickets.inc (ticket_id, raw, ingested_at) values
              ('P1', '{"ticket_id": "P1", "cluster": "", "location_name": "NW_LAVINGTON_SDUS", "is_actionable": "true"}', '2026-06-15'),
              ('P2', '{"ticket_id": "P2", "cluster": "WEST", "location_name": "FDT 12/7", "is_actionable": "true"}', '2026-06-15');
            update tickets.inc set geom = st_setsrid(st_makepoint(36.79, -1.29), 4326), geo_source = 'location' where ticket_id like 'P%'
            """);
        await other.Migrator.ApplyAsync(TestContext.Current.CancellationToken);

        await other.ExecuteAsync("update tickets.inc set raw = raw || '{\"owner\": \"Otieno\"}' where ticket_id like 'P%'");

        Assert.Equal(["P1 location", "P2 location"], await PlacesAsync(other));
        Assert.Equal(2, await other.ScalarAsync<int>("select count(*) from tickets.inc where ticket_id like 'P%' and st_x(geom) = 36.79"));
    }

    [Fact]
    public async Task WhatAPersonVerifiedStaysVerifiedUnderOurKey()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10");
        await other.ExecuteAsync(
            "alter table tickets.geo_locations add verified boolean not null default false; update tickets.geo_locations set verified = true where location_key like 'buru%'");

        await other.Migrator.ApplyAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["buru_buru_ph5", "buruburu phase 5"], await other.QueryAsync<string>(
            "select location_key from tickets.geo_locations where verified and not refused order by location_key collate \"C\""));
    }

    private static Task<List<string>> PlacesAsync(OtherDatabase other) =>
        other.QueryAsync<string>("select ticket_id || ' ' || geo_source from tickets.inc where ticket_id like 'P%' order by 1");
}
