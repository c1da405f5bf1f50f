using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.Schema;
using FleetTickets.Schema.Migrations;
using FleetTickets.Schema.TakeOver;

namespace FleetTickets.DatabaseTests.TakeOver;

/// <summary>A shape that cannot be read, or that others build on, stops the take-over before it begins, by name.</summary>
public sealed class ObstacleTests(PostgresFixture postgres)
{
    public static TheoryData<string, string> Obstacles => new()
    {
        {
            "alter table tickets.schema_migrations rename filename to script; alter table tickets.schema_migrations drop constraint schema_migrations_pkey",
            "tickets.schema_migrations cannot be read: no column that can be the file name, the only text key (text) among: script text, applied_at timestamp with time zone"
        },
        {
            "alter table tickets.import_meta alter column metadata drop default, alter column metadata type text using metadata::text",
            "tickets.import_meta cannot be read: column metadata is text, expected jsonb"
        },
        {
            "update tickets.import_meta set metadata = '{\"source_max_key\": \"2026-06-15.csv\"}'",
            "tickets.import_meta cannot be read: source_max_key of inc is 2026-06-15.csv, expected automations/inc/changes/yyyy-MM-ddTHH-mm-ss.csv"
        },
        {
            "delete from tickets.import_meta",
            "tickets.import_meta cannot be read: no row for inc, which says which files are in the tickets"
        },
        {
            "alter table tickets.geo_locations rename latitude to y",
            "tickets.geo_locations cannot be read: no column that can be latitude (double precision) among: location_key text, cluster text, y double precision, "
            + "longitude double precision, display_name text, geocoded_at timestamp with time zone"
        },
        {
            "alter table tickets.inc alter column raw type json",
            "tickets.inc cannot be read: column raw is json, expected jsonb"
        },
        {
            "alter table tickets.inc alter column cluster drop expression",
            "tickets.inc cannot be read: column cluster is written by somebody, expected one that is generated from raw"
        },
        {
            "create view public.report as select cluster, owner from tickets.inc",
            "tickets.inc: view public.report uses column cluster, owner, which has to be computed anew; drop it, and create it again afterwards"
        },
        {
            "create materialized view public.report as select ticket_id from tickets.inc_open_sla",
            "tickets.inc_open_sla: materialized view public.report uses it; drop it, and create it again afterwards"
        },
        {
            "create view public.report as select tickets.eat_ts('2026-06-01') as moment",
            "tickets.eat_ts(text): view public.report uses it; drop it, and create it again afterwards"
        },
        {
            "create view reporting.tickets as select 1 as one",
            "reporting.tickets: it has the name of a view of this program, and another shape; give it another name"
        },
        {
            "create table public.kept (t tickets.inc)",
            "tickets.inc: column t of table public.kept has its row type, and the table has to be rewritten; drop that column, and add it again afterwards"
        },
        {
            "create table public.kept (t tickets.geo_locations)",
            "tickets.geo_locations: column t of table public.kept has its row type, and the table gets columns; drop that column, and add it again afterwards"
        },
        {
            "create table tickets.crq_daily_snapshot (snapshot_date date, open_total integer, open_breached integer, created_today integer, captured_at timestamptz)",
            "tickets.crq_daily_snapshot: it has the name of a table of this program, and not its columns closed_today integer; give it another name"
        },
        {
            "create trigger tg_places before insert on tickets.geo_clusters for each row execute function tickets.tg_ticket_geom()",
            "tickets.tg_ticket_geom(): trigger tg_places of tickets.geo_clusters calls it, and ours knows tickets only; drop it, or let it call another function"
        },
        {
            "create function reporting.theirs() returns setof tickets.inc_open_sla language sql stable as 'select * from tickets.inc_open_sla'",
            "tickets.inc_open_sla: function reporting.theirs() uses it; drop it, and create it again afterwards"
        },
        {
            "create function reporting.theirs() returns bigint language sql stable return (select count(cluster) from tickets.inc)",
            "tickets.inc: function reporting.theirs() uses column cluster, which has to be computed anew; drop it, and create it again afterwards"
        },
        {
            "create function public.theirs(t text) returns timestamptz language sql stable return tickets.eat_ts(t)",
            "tickets.eat_ts(text): function public.theirs(text) uses it; drop it, and create it again afterwards"
        },
        {
            "alter table tickets.geo_clusters add cluster_name text",
            "tickets.geo_clusters: column cluster_name has a name that tickets.locate() uses; give it another one"
        },
        {
            "alter table tickets.geo_locations add raw jsonb",
            "tickets.geo_locations: column raw has a name that tickets.locate() uses; give it another one"
        },
        {
            "alter table tickets.geo_clusters drop latitude, add latitude double precision generated always as (1.0) stored",
            "tickets.geo_clusters cannot be read: column latitude is computed by the server, expected one that this program can write"
        },
        {
            "create table tickets.geocode_budget (provider text, day date, used integer)",
            "tickets.geocode_budget: it has the name of a table of this program, and not its columns cap integer; give it another name"
        },
        {
            "create table tickets.sla_policy (dataset text)",
            "tickets.sla_policy: it has the name of a table of this program, and not its columns hours numeric; give it another name"
        },
        {
            "create view tickets.import_runs as select 1 as one",
            "tickets.import_runs: it is a view with the name of a table of this program; give it another name"
        },
        {
            "create index import_runs_dataset_idx on tickets.inc (ticket_id)",
            "tickets.import_runs_dataset_idx: it is an index of tickets.inc with a name that this program gives; give it another name"
        },
        {
            "create procedure tickets.capture_history_for(text) language sql as ''",
            "tickets.capture_history_for(text): it is a procedure with the name of a function of this program; give it another name"
        },
        {
            "create trigger tg_note_write after insert on tickets.inc for each row execute function tickets.tg_ticket_geom()",
            "tickets.inc: trigger tg_note_write has the name of one of this program, and calls tickets.tg_ticket_geom(); give it another name"
        },
        {
            "create table public.child () inherits (tickets.inc)",
            "tickets.inc: public.child inherits from tickets.inc; undo that with ALTER TABLE … NO INHERIT"
        },
        {
            "alter table tickets.inc add content_hash text",
            "tickets.inc cannot be read: column content_hash is text, expected uuid"
        },
        {
            "create function tickets.capture_history(p_day date default current_date) returns void language sql as ''",
            "tickets.capture_history(date) cannot be read: it can be called as a function of this program is, so that a call would mean both"
        },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Obstacles))]
    public async Task AnObstacleIsNamedAndNothingIsChanged(string change, string obstacle)
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10");
        // A column's type does not change under what is made of it.
        if (change.Contains("type json", StringComparison.Ordinal))
            await other.ExecuteAsync(await WithoutWhatIsMadeOfRawAsync(other));
        await other.ExecuteAsync(change);
        var before = await SchemaLines.ReadAsync(other.Database.DataSource);

        var plan = await other.Migrator.PlanAsync(Cancellation);
        var refused = await Assert.ThrowsAsync<TakeOverException>(() => other.Migrator.ApplyAsync(Cancellation));

        Assert.Contains(obstacle, plan.TakeOver!.Obstacles);
        Assert.Contains(obstacle, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.True(before.SetEquals(await SchemaLines.ReadAsync(other.Database.DataSource)));
    }

    [Fact]
    public async Task RightsThatTheMigratingRoleLacksAreNamed()
    {
        const string Reader = "fleettickets_test_reader";
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 17, other reading");
        await other.ExecuteAsync($"grant select on all tables in schema tickets to {Reader}");
        await using var asReader = TestFeed.ConnectAs(Reader, other.Database.ConnectionString);

        var obstacles = (await new Migrator(asReader, Migration.All).PlanAsync(Cancellation)).TakeOver!.Obstacles;

        Assert.Contains($"tickets: {Reader} may not create in it; grant CREATE on the schema, or migrate as its owner or a superuser", obstacles);
        Assert.Contains(obstacles, obstacle => obstacle.StartsWith("tickets.inc: it belongs to ", StringComparison.Ordinal));
        Assert.Contains(obstacles, obstacle => obstacle.StartsWith("tickets.eat_ts(text): it belongs to ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RequestsThatWouldShowMoreThanIncidentsAreNamed()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 15");
        await other.ExecuteAsync("alter table tickets.inc enable row level security; create policy west on tickets.inc for select using (cluster = 'WEST')");

        Assert.Contains(
            "tickets.crq: it has no row security, and tickets.inc has; enable it there too, with policies of its own",
            (await other.Migrator.PlanAsync(Cancellation)).TakeOver!.Obstacles);
    }

    private static async Task<string> WithoutWhatIsMadeOfRawAsync(OtherDatabase other) =>
        "drop view tickets.inc_open_sla; drop trigger trg_inc_geom on tickets.inc; drop index tickets.inc_raw_service_idx; alter table tickets.inc "
        + string.Join(", ", await other.QueryAsync<string>(
            """
            select format('drop column %I', attname)
            from pg_attribute
            where attrelid = 'tickets.inc'::regclass and attgenerated = 's' and attname not in ('latitude', 'longitude', 'geog')
            """));
}
