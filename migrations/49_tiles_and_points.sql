-- Tiles that are selected by an index and stay small, and the points on which tickets stand.

create or replace function reporting.checked_tile_params(
  query_params json, out open_only boolean, out of_type text, out of_cluster text, out of_status text, out of_sla_state text
)
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  given jsonb := coalesce(nullif(query_params::jsonb, 'null'), '{}');
  unknown text;
begin
  if jsonb_typeof(given) <> 'object' then
    raise invalid_parameter_value using message = format('query_params is of type %s; valid is an object', jsonb_typeof(given));
  end if;
  select string_agg(name, ', ' order by name collate "C") into unknown
  from jsonb_object_keys(given) name
  where name not in ('open_only', 'type', 'cluster', 'status', 'sla_state');
  if unknown is not null then
    raise invalid_parameter_value using
      message = format('query_params has the unknown %s; valid are open_only, type, cluster, status, sla_state', unknown);
  end if;
  open_only := coalesce(tickets.boolean_of(given ->> 'open_only'), true);
  if given ->> 'open_only' <> '' and tickets.boolean_of(given ->> 'open_only') is null then
    raise invalid_parameter_value using message = format('query_params open_only %L is unknown; valid are true, false', given ->> 'open_only');
  end if;
  -- A tile server hands on what stands in the address: an empty value is none.
  of_type := nullif(given ->> 'type', '');
  of_cluster := nullif(given ->> 'cluster', '');
  of_status := nullif(given ->> 'status', '');
  of_sla_state := nullif(given ->> 'sla_state', '');
  perform reporting.check_map_filters(open_only, of_type, of_sla_state, null, null, null, null, null, null);
end
$$;
comment on function reporting.checked_tile_params(json) is
  'The filters in query_params of tickets_mvt; an error that names the valid ones for anything else.';

-- PostGIS's names with its schema, which may be another one in each database, and with arguments of exactly its types: see 44.
do $postgis$
declare
  postgis text;
  definition text;
begin
  select quote_ident(n.nspname) into strict postgis
  from pg_extension e
  join pg_namespace n on n.oid = e.extnamespace
  where e.extname = 'postgis';

  foreach definition in array array[$tickets_mvt$
create or replace function reporting.tickets_mvt(z integer, x integer, y integer, query_params json default '{}') returns bytea
language plpgsql stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set random_page_cost = 1.1
set jit = off
set timezone = '<+03>-03'
as $body$
begin
  -- These two leave room for one that fits better: the first has defaults, and the second takes a row of any type.
  if exists (
    select from pg_proc p
    where p.pronamespace = 'POSTGIS'::regnamespace and p.proname in ('st_tileenvelope', 'st_asmvt')
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'))
  then
    raise exception 'schema POSTGIS has a function st_tileenvelope or st_asmvt that is not of PostGIS'
      using errcode = 'insufficient_privilege', hint = 'Look for who made it, drop it, and revoke CREATE on the schema.';
  end if;

  declare
    -- From this zoom on every ticket is a feature of its own.
    least_zoom_of_tickets constant integer := 12;
    most_features constant integer := 50000;
    most_bytes constant integer := 2000000;
    -- Below it tickets on one spot are one feature, and where a tile has more spots than these those in the same of 64 by 64 cells.
    most_spots constant integer := 1000;
    cells constant integer := 64;
    radius constant double precision := 6378137;
    tile constant POSTGIS.geometry := POSTGIS.st_tileenvelope(z, x, y);
    width constant double precision := POSTGIS.st_xmax(tile::POSTGIS.box3d) - POSTGIS.st_xmin(tile::POSTGIS.box3d);
    -- Symbols on the edge of a tile are drawn in both.
    edge constant double precision := width * 64 / 4096;
    -- Mercator has no poles.
    west constant double precision := greatest(degrees((POSTGIS.st_xmin(tile::POSTGIS.box3d) - edge) / radius), -180);
    east constant double precision := least(degrees((POSTGIS.st_xmax(tile::POSTGIS.box3d) + edge) / radius), 180);
    south constant double precision := greatest(degrees(2 * atan(exp((POSTGIS.st_ymin(tile::POSTGIS.box3d) - edge) / radius)) - pi() / 2), -85.06);
    north constant double precision := least(degrees(2 * atan(exp((POSTGIS.st_ymax(tile::POSTGIS.box3d) + edge) / radius)) - pi() / 2), 85.06);
    inc_hours constant numeric := (select hours from tickets.sla_policy where dataset = 'inc');
    crq_hours constant numeric := (select hours from tickets.sla_policy where dataset = 'crq');
    filters record := reporting.checked_tile_params(query_params);
    of_scope constant text := case when filters.open_only then 'open' else 'all' end;
    of_type constant text := filters.of_type;
    of_cluster constant text := filters.of_cluster;
    of_status constant text := filters.of_status;
    of_sla_state constant text := filters.of_sla_state;
    -- NULL: places are exact.
    cell double precision;
    features bigint;
    detail bytea;
    merged bytea;
  begin
    if z >= least_zoom_of_tickets then
      select count(*), coalesce(POSTGIS.st_asmvt(feature, 'tickets', 4096, 'geom'), '') into features, detail
      from (
        select POSTGIS.st_asmvtgeom(POSTGIS.st_setsrid(POSTGIS.st_makepoint(radius * radians(longitude), radius * ln(tan(pi() / 4 + radians(latitude) / 2))), 3857), tile::POSTGIS.box2d, 4096, 64, true)
            as geom,
          type, ticket_id, normalized_status as status, cluster, location_name, assigned_team as team, owner, is_actionable is true as is_open,
          sla_status,
          case when is_actionable then tickets.sla_state(
            coalesce(created_at_service, first_seen_at), case type when 'inc' then inc_hours else crq_hours end, now()) end as sla_state,
          mttr, geo_source, reporting.eat_iso(created_at_service) as created_at, reporting.eat_iso(closed_at) as closed_at, 1 as count,
          (is_actionable is true)::integer as open
        from reporting.selected_tickets(
          of_scope, of_type, of_cluster, of_status, of_sla_state, west, south, east, north, null, null, null, inc_hours, crq_hours, now())
        order by ticket_id collate "C", type
        limit most_features + 1
      ) feature;
      if features > most_features or length(detail) > most_bytes then
        detail := null;
        cell := width / cells;
      end if;
    end if;

    with counted as (
      -- How many there are the index tells alone; of the open ones the rows are read.
      select longitude, latitude, type, count(*) as n, 0 as open, 0 as breached, 0 as due_soon
      from reporting.selected_tickets(
        of_scope, of_type, of_cluster, of_status, of_sla_state, west, south, east, north, null, null, null, inc_hours, crq_hours, now())
      group by 1, 2, 3
      union all
      select longitude, latitude, type, 0, count(*), count(*) filter (where sla_state = 'breached'), count(*) filter (where sla_state = 'due_soon')
      from (
        select longitude, latitude, type, tickets.sla_state(
          coalesce(created_at_service, first_seen_at), case type when 'inc' then inc_hours else crq_hours end, now()) as sla_state
        from reporting.selected_tickets(
          'open', of_type, of_cluster, of_status, of_sla_state, west, south, east, north, null, null, null, inc_hours, crq_hours, now())
      ) open_ticket
      group by 1, 2, 3
    ), spot as (
      select longitude, latitude, radius * radians(longitude) as mx, radius * ln(tan(pi() / 4 + radians(latitude) / 2)) as my, sum(n) as n,
        sum(open) as open, sum(breached) as breached, sum(due_soon) as due_soon, coalesce(sum(n) filter (where type = 'inc'), 0) as inc
      from counted
      group by 1, 2
    ), spot_count as (
      select case when z < least_zoom_of_tickets and count(*) > most_spots then width / cells else cell end as side from spot
    ), place as (
      select sum(mx * n) / sum(n) as mx, sum(my * n) / sum(n) as my, sum(n)::integer as count, sum(open)::integer as open,
        sum(breached)::integer as breached, sum(due_soon)::integer as due_soon, sum(inc)::integer as inc, (sum(n) - sum(inc))::integer as crq,
        min(longitude) as longitude, min(latitude) as latitude
      from spot
      cross join spot_count
      group by coalesce(floor((mx - POSTGIS.st_xmin(tile::POSTGIS.box3d)) / side), mx), coalesce(floor((my - POSTGIS.st_ymin(tile::POSTGIS.box3d)) / side), my)
      order by count desc, 1, 2
      limit most_features
    ), drawn as materialized (
      select POSTGIS.st_asmvtgeom(POSTGIS.st_setsrid(POSTGIS.st_makepoint(mx, my), 3857), tile::POSTGIS.box2d, 4096, 64, true) as geom, count, open, breached, due_soon, inc, crq,
        longitude, latitude
      from place
    )
    select
      -- A spot with one ticket tells of it what a ticket tells.
      coalesce(detail, (
        select coalesce(POSTGIS.st_asmvt(feature, 'tickets', 4096, 'geom'), '')
        from (
          select d.geom, t.type, t.ticket_id, t.normalized_status as status, t.cluster, t.location_name, t.assigned_team as team, t.owner,
            d.open > 0 as is_open, t.sla_status,
            case when t.is_actionable then tickets.sla_state(
              coalesce(t.created_at_service, t.first_seen_at), case t.type when 'inc' then inc_hours else crq_hours end, now()) end as sla_state,
            t.mttr, t.geo_source, reporting.eat_iso(t.created_at_service) as created_at, reporting.eat_iso(t.closed_at) as closed_at, d.count, d.open,
            d.breached
          from drawn d
          left join lateral (
            select *
            from reporting.selected_tickets(
              of_scope, of_type, of_cluster, of_status, of_sla_state, west, south, east, north, null, null, null, inc_hours, crq_hours, now()) s
            where s.longitude = case when d.count = 1 then d.longitude end and s.latitude = d.latitude
          ) t on true
          order by t.ticket_id collate "C" nulls last, d.count desc
        ) feature))
      || coalesce((
        select POSTGIS.st_asmvt(feature, 'spots', 4096, 'geom')
        from (select geom, count, open, breached, due_soon, inc, crq from drawn order by count desc) feature), '')
      into merged;
    return merged;
  end;
end
$body$
$tickets_mvt$, $fn_points$
create or replace function reporting.fn_points(
  p_open_only boolean default true, p_type text default null, p_cluster text default null, p_status text default null, p_sla_state text default null,
  p_west double precision default null, p_south double precision default null, p_east double precision default null,
  p_north double precision default null, p_by text default 'place'
) returns table (
  longitude double precision,
  latitude double precision,
  cluster text,
  tickets integer,
  open integer,
  breached integer,
  due_soon integer,
  inc integer,
  crq integer,
  geom POSTGIS.geometry(Point, 4326)
)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set random_page_cost = 1.1
set jit = off
as $body$
#variable_conflict use_column
declare
  open_only boolean := coalesce(p_open_only, true);
  inc_hours numeric := (select hours from tickets.sla_policy where dataset = 'inc');
  crq_hours numeric := (select hours from tickets.sla_policy where dataset = 'crq');
begin
  perform reporting.check_map_filters(open_only, p_type, p_sla_state, p_west, p_south, p_east, p_north, null, null);
  if coalesce(p_by, 'place') not in ('place', 'cluster') then
    raise invalid_parameter_value using message = format('p_by %L is unknown; valid are place, cluster', p_by);
  end if;

  return query
  select lng, lat, case when is_one then named end, n::integer, open::integer, breached::integer, due_soon::integer, inc::integer, (n - inc)::integer,
    POSTGIS.st_setsrid(POSTGIS.st_makepoint(lng, lat), 4326)::POSTGIS.geometry(Point, 4326)
  from (
    select round(avg(s.longitude) * 1e7) / 1e7 as lng, round(avg(s.latitude) * 1e7) / 1e7 as lat, min(s.cluster collate "C") as named,
      count(s.cluster) = count(*) and min(s.cluster collate "C") = max(s.cluster collate "C") as is_one,
      count(*) as n,
      count(*) filter (where is_actionable) as open,
      count(*) filter (where sla_state = 'breached') as breached,
      count(*) filter (where sla_state = 'due_soon') as due_soon,
      count(*) filter (where s.type = 'inc') as inc
    from reporting.selected_tickets(
      case when open_only then 'open' else 'all' end, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north,
      null, null, null, inc_hours, crq_hours, now()) s
    cross join lateral (
      select case when is_actionable then tickets.sla_state(
        coalesce(s.created_at_service, s.first_seen_at), case s.type when 'inc' then inc_hours else crq_hours end, now()) end
    ) state (sla_state)
    where geo_source <> 'none'
    group by case when p_by = 'cluster' then s.cluster else s.longitude::text || ' ' || s.latitude::text end
  ) point
  order by n desc, lng, lat;
end
$body$
$fn_points$] loop
    execute replace(replace(definition, '''POSTGIS''', quote_literal(postgis)), 'POSTGIS', postgis);
  end loop;
end
$postgis$;
comment on function reporting.tickets_mvt(integer, integer, integer, json) is
'{
  "description": "Tickets as Mapbox vector tiles, empty where there is none. Layer tickets: from zoom 12 on every ticket; below it tickets on one spot are one feature with count, open and breached, and a single one is the ticket itself. Where a tile would have more than 1000 spots below zoom 12, or more than 50000 features or 2 MB, the spots in the same of 64 x 64 cells are one feature. Layer spots: the same places at every zoom with their counts, from zoom 12 on exact. query_params: open_only (default true), type (inc or crq), cluster, status, sla_state; anything else is an error. mttr in minutes, timestamps ISO 8601 at +03:00. MapLibre: promoteId ticket_id.",
  "minzoom": 0,
  "maxzoom": 18,
  "vector_layers": [
    {
      "id": "tickets", "description": "Tickets, merged below zoom 12", "minzoom": 0, "maxzoom": 18,
      "fields": {"type": "String", "ticket_id": "String", "status": "String", "cluster": "String", "location_name": "String", "team": "String",
        "owner": "String", "is_open": "Boolean", "sla_status": "String", "sla_state": "String", "mttr": "Number", "geo_source": "String",
        "created_at": "String", "closed_at": "String", "count": "Number", "open": "Number", "breached": "Number"}
    },
    {
      "id": "spots", "description": "Places with how many tickets are there", "minzoom": 0, "maxzoom": 18,
      "fields": {"count": "Number", "open": "Number", "breached": "Number", "due_soon": "Number", "inc": "Number", "crq": "Number"}
    }
  ]
}';

comment on function reporting.fn_points(
  boolean, text, text, text, text, double precision, double precision, double precision, double precision, text) is
  'For a map of symbols: each place at which tickets stand, or with p_by cluster each cluster at the mean of its places, with how many are there: tickets, open, breached, due_soon, inc, crq; most first. cluster is NULL where tickets of several stand. Filters as in map_geojson.';

create or replace function reporting.points_geojson(
  p_open_only boolean default true, p_type text default null, p_cluster text default null, p_status text default null, p_sla_state text default null,
  p_west double precision default null, p_south double precision default null, p_east double precision default null,
  p_north double precision default null, p_by text default 'place'
) returns json
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
set extra_float_digits = 1
as $$
begin
  return (
    select concat('{"type":"FeatureCollection","features":[', string_agg(concat(
      '{"type":"Feature","geometry":{"type":"Point","coordinates":[', p.longitude, ',', p.latitude, ']},"properties":', row_to_json(properties), '}'),
      ',' order by p.tickets desc, p.longitude, p.latitude), ']}')
    from reporting.fn_points(p_open_only, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_by) p
    cross join lateral (select p.cluster, p.tickets, p.open, p.breached, p.due_soon, p.inc, p.crq) properties);
end
$$;
comment on function reporting.points_geojson(
  boolean, text, text, text, text, double precision, double precision, double precision, double precision, text) is
  'fn_points as a GeoJSON FeatureCollection: what an API passes on.';

do $$
declare
  reader text;
begin
  revoke execute on function reporting.checked_tile_params(json) from public;
  for reader in
    select case grantee when 0 then 'public' else grantee::regrole::text end
    from pg_class
    cross join lateral aclexplode(relacl)
    where oid = 'tickets.inc'::regclass and privilege_type = 'SELECT'
    union
    select rolname from pg_roles where rolname in ('fleettickets_read', 'fleettickets_ingest')
  loop
    execute format('grant execute on function reporting.checked_tile_params(json) to %s', reader);
  end loop;
end
$$;
