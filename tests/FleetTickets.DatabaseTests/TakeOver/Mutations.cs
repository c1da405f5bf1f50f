using FleetTickets.Schema.Migrations;
using FleetTickets.Schema.TakeOver;

namespace FleetTickets.DatabaseTests.TakeOver;

/// <summary>Random changes to a database that is to be taken over: what its owners may have made of it.</summary>
internal sealed class Mutations(Random random)
{
    private static readonly OwnNames _ours = new(Migration.All);

    private static readonly string[] _tables =
        ["inc", "inc", "geo_clusters", "geo_locations", "import_meta", "closure_events", "inc_daily_snapshot", "schema_migrations"];

    private static readonly string[] _types = ["text", "integer", "boolean", "jsonb", "json", "timestamptz", "double precision", "uuid", "date", "text not null default 'x'"];

    /// <summary>Columns of every table of ours, and what its functions call their variables.</summary>
    private static readonly string[] _names =
    [
        .. _ours.Columns.Select(column => column.Name).Distinct(), "cluster_name", "content_hash", "changed_at", "distance_km", "findings", "place", "located",
        "key", "name", "note", "id", "new_key", "occupant", "mover", "changed", "located", "has_places", "refused",
    ];

    private string Table => Of(_tables);

    private string Name => Of(_names);

    public string Next()
    {
        var n = random.Next(10_000);
        return random.Next(26) switch
        {
            0 or 1 or 2 => $"alter table tickets.{Table} add column {Name} {Of(_types)}",
            3 => $"create index {Of(_ours.Indexes)} on tickets.{Table} ((1))",
            4 => $"create unique index u{n} on tickets.{Table} ({Name})",
            5 => $"alter table tickets.{Table} add constraint c{n} check ({Name} is not null) not valid",
            6 => $"alter table tickets.closure_events add constraint f{n} foreign key (ticket_id) references tickets.inc not valid",
            7 => Of(["create publication p for all tables", "create publication p for table tickets.geo_locations", "create publication p for table tickets.inc, tickets.closure_events"]),
            8 => $"alter table tickets.{Table} add column {Name} text generated always as ('x') stored",
            9 => $"alter table tickets.inc add column {Name} text generated always as (upper(raw ->> 'x')) stored",
            10 => $"create function {Of(["reporting", "public", "tickets"])}.f{n}() returns setof tickets.{Of(["inc", "inc_open_sla", "geo_locations"])} language sql stable as 'select null'",
            11 => $"create function {Of(["reporting", "public"])}.f{n}() returns bigint language sql stable return (select count({Name}) from tickets.{Table})",
            12 => $"create function reporting.f{n}(t text) returns timestamptz language sql stable return tickets.eat_ts(t)",
            13 => $"create table public.kept{n} (t tickets.{Of(["inc", "inc[]", "inc_open_sla", "geo_locations"])})",
            14 => $"create view public.v{n} as select {Of(["t", "t.cluster", "1 as one", "t.*"])} from tickets.{Of(["inc", "inc_open_sla", "geo_locations", "import_meta"])} t",
            15 => $"create table {Of(_ours.Tables)} ({Name} {Of(_types)})",
            16 => $"create {Of(["view", "materialized view"])} {Of([.. _ours.Tables, .. _ours.Views])} as select 1 as one",
            17 => $"create type {Of([.. _ours.Tables, .. _ours.Views])} as (a integer)",
            18 => $"alter {Of(["table tickets.inc", "table tickets.geo_locations", "view tickets.inc_open_sla", "schema reporting"])} owner to fleettickets_test_owner",
            19 => $"alter table tickets.{Of(["inc", "crq", "geo_locations", "import_meta"])} enable row level security",
            20 => $"create policy p{n} on tickets.{Of(["inc", "crq"])} for select using ({Of(["cluster = 'WEST'", "true", "ticket_id like 'INC%'"])})",
            21 => $"grant select ({Of(["ticket_id", "cluster", "geom"])}) on tickets.{Of(["inc", "inc_open_sla"])} to fleettickets_test_reader with grant option",
            22 => Of(["update tickets.import_meta set dataset = upper(dataset)", "alter table tickets.import_meta alter metadata drop default, alter metadata type json, alter metadata set default '{}'"]),
            23 => $"create trigger {Of([.. _ours.Triggers, $"g{n}"])} before insert on tickets.{Table} for each row execute function tickets.tg_ticket_geom()",
            24 => Of(Functions(n)),
            _ => $"alter table tickets.{Table} alter column {Name} {Of(["set not null", "drop not null", "drop default", "set default null", "drop expression"])}",
        };
    }

    private static string[] Functions(int n) =>
    [
        "create procedure tickets.capture_history_for(text) language sql as ''",
        "create aggregate tickets.trimmed(text) (sfunc = textcat, stype = text)",
        "create function tickets.trimmed(value text, more text default '') returns text language sql as 'select $1'",
        "create function tickets.location_key(t text) returns text language sql immutable as 'select t'",
        "create function tickets.tg_two_names() returns trigger language plpgsql as 'begin return new; end'",
        "create function reporting.fn_tickets_for_map(p_open_only text) returns jsonb language sql as 'select null::jsonb'",
        $"create function reporting.fn_nearest_open(a{n} text) returns json language sql as 'select null::json'",
    ];

    private string Of(string[] choices) => choices[random.Next(choices.Length)];
}
