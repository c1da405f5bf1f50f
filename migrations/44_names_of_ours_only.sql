-- What our functions call is decided here, and not by the search_path of whoever calls them: a role that may create functions and operators in
-- a schema of that path could otherwise have its own called, wherever it fits the types of a call better than PostgreSQL's.
-- docs/decisions/0022-names-are-looked-up-in-pg-catalog.md says which functions pin their path and which spell every name out.

alter function tickets.any_eat_ts(text) set search_path = pg_catalog, pg_temp;
alter function tickets.capture_history_at(text, timestamptz) set search_path = pg_catalog, pg_temp;
alter function tickets.clean_location(text) set search_path = pg_catalog, pg_temp;
alter function tickets.compiled_rules() set search_path = pg_catalog, pg_temp;
alter function tickets.locate(jsonb) set search_path = pg_catalog, pg_temp;
alter function tickets.resolve_geoms_of(text, timestamptz) set search_path = pg_catalog, pg_temp;
alter function tickets.resolve_ticket_geoms() set search_path = pg_catalog, pg_temp;
alter function tickets.settled_name(text) set search_path = pg_catalog, pg_temp;
alter function tickets.tg_content_hash() set search_path = pg_catalog, pg_temp;
alter function tickets.tg_gazetteer_changed() set search_path = pg_catalog, pg_temp;
alter function tickets.tg_gazetteers() set search_path = pg_catalog, pg_temp;
alter function tickets.tg_ingested_at() set search_path = pg_catalog, pg_temp;
alter function tickets.tg_name_rules_changed() set search_path = pg_catalog, pg_temp;
alter function tickets.tg_ticket_geom() set search_path = pg_catalog, pg_temp;
alter function tickets.worth_of(tickets.geo_locations) set search_path = pg_catalog, pg_temp;

-- Those that a take-over may have made.
do $$
declare
  made text;
begin
  foreach made in array array['tickets.tg_two_names()', 'tickets.tg_two_spellings()'] loop
    if to_regprocedure(made) is not null then
      execute format('alter function %s set search_path = pg_catalog, pg_temp', made);
      execute format('revoke execute on function %s from public', made);
    end if;
  end loop;
end
$$;

alter function reporting.checked_type(text) set search_path = pg_catalog, pg_temp;
alter function reporting.dashboard(text, text, text, text, date, date, timestamptz) set search_path = pg_catalog, pg_temp;
alter function reporting.eat_window(text, date, date, date) set search_path = pg_catalog, pg_temp;
alter function reporting.features(text, text, text, text, timestamptz, timestamptz) set search_path = pg_catalog, pg_temp;
alter function reporting.fn_team_attribution(text, date, date) set search_path = pg_catalog, pg_temp;
alter function reporting.fn_ticket_trends(text, date, date, text, text) set search_path = pg_catalog, pg_temp;
alter function reporting.freshness() set search_path = pg_catalog, pg_temp;
alter function reporting.map_summary(boolean) set search_path = pg_catalog, pg_temp;
alter function reporting.metrics(text, text, text, timestamptz, timestamptz, timestamptz) set search_path = pg_catalog, pg_temp;

-- Several calls for each row that is written, where a SET clause costs more than the call: every name with its schema instead.

create or replace function tickets.plain_decimal(value text) returns numeric
language plpgsql immutable strict parallel safe as $$
declare
  digits pg_catalog.text;
begin
  if value operator(pg_catalog.=) ''::pg_catalog.text then
    return null;
  end if;
  digits := tickets.trimmed(value);
  -- The length keeps the number far from the limits of numeric, where the cast would fail.
  if pg_catalog.length(digits) operator(pg_catalog.<=) 40
    and digits operator(pg_catalog.~) '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)$'::pg_catalog.text
  then
    return digits::pg_catalog.numeric;
  end if;
  return null;
end
$$;

create or replace function tickets.mttr_minutes(value text) returns integer
language plpgsql immutable strict parallel safe as $$
declare
  minutes_an_hour constant pg_catalog.numeric := 60::pg_catalog.numeric;
  hours pg_catalog.numeric;
begin
  if value operator(pg_catalog.=) ''::pg_catalog.text then
    return null;
  end if;
  -- Six characters cannot reach the million.
  if pg_catalog.length(value) operator(pg_catalog.<=) 6 and value operator(pg_catalog.!~) '[^0-9.]'::pg_catalog.text
    and value operator(pg_catalog.!~~) '%.%.%'::pg_catalog.text and value operator(pg_catalog.<>) '.'::pg_catalog.text
  then
    return pg_catalog.round(value::pg_catalog.numeric operator(pg_catalog.*) minutes_an_hour)::pg_catalog.int4;
  end if;
  hours := tickets.plain_decimal(value);
  if hours operator(pg_catalog.>=) 0::pg_catalog.numeric and hours operator(pg_catalog.<=) 1000000::pg_catalog.numeric then
    return pg_catalog.round(hours operator(pg_catalog.*) minutes_an_hour)::pg_catalog.int4;
  end if;
  return null;
end
$$;

-- As in 30: every part is looked up in a list of what it may be.
do $$
declare
  years constant text[] := array(select n::text from generate_series(1970, 2099) n);
  days constant text[] := array(select to_char(date '2001-01-01' + n, 'MM-DD') from generate_series(0, 364) n);
  hours constant text[] := array(select to_char(n, 'FM00') from generate_series(0, 23) n);
  sixtieths constant text[] := array(select to_char(n, 'FM00') from generate_series(0, 59) n);
begin
  execute format($definition$
    create or replace function tickets.eat_ts(value text) returns timestamptz
    language plpgsql immutable strict parallel safe as $body$
    begin
      return case
        when value operator(pg_catalog.~~) '____-__-__ __:__:__'::pg_catalog.text
          and pg_catalog.left(value, 4) operator(pg_catalog.=) any (%1$L::pg_catalog.text[])
          and pg_catalog.substr(value, 6, 5) operator(pg_catalog.=) any (%2$L::pg_catalog.text[])
          and pg_catalog.substr(value, 12, 2) operator(pg_catalog.=) any (%3$L::pg_catalog.text[])
          and pg_catalog.substr(value, 15, 2) operator(pg_catalog.=) any (%4$L::pg_catalog.text[])
          and pg_catalog.substr(value, 18, 2) operator(pg_catalog.=) any (%4$L::pg_catalog.text[])
        then value::pg_catalog.timestamp at time zone '3 hours'::pg_catalog.interval
        when value operator(pg_catalog.<>) ''::pg_catalog.text then tickets.any_eat_ts(value)
      end;
    end
    $body$
    $definition$, years, days, hours, sixtieths);
end
$$;

-- What is bound when it is made: by earlier migrations with PostGIS's schema in the path.

create or replace function reporting.fn_tickets_for_map(p_open_only boolean default true) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
return jsonb_build_object(
  'type', 'FeatureCollection',
  'features', reporting.features(case when p_open_only then 'open' else 'all' end),
  'summary', reporting.map_summary(p_open_only) || jsonb_build_object('freshness', reporting.freshness()));

create or replace function reporting.fn_inc_dashboard(
  p_cluster text default null, p_status text default null, p_window text default null, p_from date default null, p_to date default null
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
return reporting.dashboard('inc', p_cluster, p_status, p_window, p_from, p_to, now());

create or replace function reporting.fn_crq_dashboard(
  p_cluster text default null, p_status text default null, p_window text default null, p_from date default null, p_to date default null
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
return reporting.dashboard('crq', p_cluster, p_status, p_window, p_from, p_to, now());

do $$
declare
  of_type record;
begin
  for of_type in
    select v.dataset, v.name, coalesce(array_to_string(c.reloptions, ', '), 'security_invoker = false') as options
    from (values ('inc', 'tickets.inc_open_sla'), ('crq', 'tickets.crq_open_sla')) v (dataset, name)
    join pg_class c on c.oid = v.name::regclass
  loop
    execute format($view$
      create or replace view %2$s with (%3$s) as
      select t.ticket_id, t.cluster, t.region, t.location_name, t.assigned_team, t.owner, t.normalized_status, t.created_at_service, t.first_seen_at,
        clock.start as sla_clock_start,
        case
          when t.created_at_service is not null then 'created_at_service'
          when t.first_seen_at is not null then 'first_seen_at'
        end as sla_clock_source,
        case when clock.start <= now() then round(extract(epoch from now() - clock.start) / 3600::numeric, 2) end as hours_open,
        case when clock.start <= now() then tickets.sla_due_at(clock.start, policy.hours) end as sla_due_at,
        tickets.sla_state(clock.start, policy.hours, now()) as sla_state,
        t.geo_source, t.geom, t.geog, t.latitude, t.longitude
      from tickets.%1$s t
      cross join lateral (select coalesce(t.created_at_service, t.first_seen_at)) clock (start)
      cross join lateral (select (select p.hours from tickets.sla_policy p where p.dataset = %1$L)) policy (hours)
      where t.is_actionable
      $view$, of_type.dataset, of_type.name, of_type.options);
  end loop;
end
$$;

-- PostGIS's names with its schema, which may be another one in each database, and with arguments of exactly its types: somebody may have put
-- a function that fits better beside its own.
do $$
declare
  postgis text;
  definition text;
begin
  select quote_ident(n.nspname) into strict postgis
  from pg_extension e
  join pg_namespace n on n.oid = e.extnamespace
  where e.extname = 'postgis';

  foreach definition in array array[$nearest$
create or replace function reporting.fn_nearest_open(
  p_lng double precision, p_lat double precision, p_limit integer default 10,
  p_max_metres double precision default null, p_dataset text default null
) returns table (
  type text,
  ticket_id text,
  metres integer,
  longitude double precision,
  latitude double precision,
  geo_source text,
  cluster text,
  location_name text,
  assigned_team text,
  owner text,
  normalized_status text,
  hours_open numeric,
  sla_state text
)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $body$
#variable_conflict use_column
declare
  here POSTGIS.geography;
  of_type text := case when p_dataset is not null then reporting.checked_type(p_dataset) end;
begin
  if p_lng between -180 and 180 and p_lat between -90 and 90 then
    here := tickets.point(p_lng, p_lat)::POSTGIS.geography;
  else
    raise invalid_parameter_value using message =
      format('p_lng %s, p_lat %s is no place; valid are -180 to 180 and -90 to 90', coalesce(p_lng::text, 'NULL'), coalesce(p_lat::text, 'NULL')),
      hint = 'Longitude comes first.';
  end if;
  if p_limit is null or p_limit not between 1 and 1000 then
    raise invalid_parameter_value using message = format('p_limit is %s; valid are 1 to 1000', coalesce(p_limit::text, 'NULL'));
  end if;

  return query
  select type, ticket_id, round(metres)::integer, longitude, latitude, geo_source, cluster, location_name, assigned_team, owner,
    normalized_status, hours_open, sla_state
  from (
    -- Each table's own index gives its nearest; one ORDER BY over both would sort every open ticket.
    (select 'inc' as type, *, POSTGIS.st_distance(geog, here, true) as metres
     from tickets.inc_open_sla
     where of_type is distinct from 'crq' and geog is not null
     order by geog operator(POSTGIS.<->) here
     limit p_limit)
    union all
    (select 'crq', *, POSTGIS.st_distance(geog, here, true)
     from tickets.crq_open_sla
     where of_type is distinct from 'inc' and geog is not null
     order by geog operator(POSTGIS.<->) here
     limit p_limit)
  ) nearest
  where p_max_metres is null or metres <= p_max_metres
  order by metres, ticket_id collate "C"
  limit p_limit;
end
$body$
$nearest$, $tiles$
create or replace function reporting.tickets_mvt(z integer, x integer, y integer, query_params json default '{}') returns bytea
language plpgsql stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $body$
declare
  tile POSTGIS.geometry;
  drawn POSTGIS.geometry;
  open_only boolean := coalesce(tickets.boolean_of(query_params ->> 'open_only'), true);
  of_type text := query_params ->> 'type';
  of_cluster text := query_params ->> 'cluster';
  of_status text := query_params ->> 'status';
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
  tile := POSTGIS.st_tileenvelope(z, x, y);
  -- Symbols on the edge of a tile are drawn in both.
  drawn := POSTGIS.st_expand(tile, (POSTGIS.st_xmax(tile::POSTGIS.box3d) - POSTGIS.st_xmin(tile::POSTGIS.box3d)) * 64 / 4096);
  return (
    select coalesce(POSTGIS.st_asmvt(feature, 'tickets', 4096, 'geom'), '')
    from (
      select POSTGIS.st_asmvtgeom(mercator, tile::POSTGIS.box2d, 4096, 64, true) as geom, type, ticket_id, normalized_status as status, cluster, location_name,
        assigned_team as team, owner, is_actionable is true as is_open, sla_status, mttr, geo_source,
        reporting.eat_iso(created_at_service) as created_at, reporting.eat_iso(closed_at) as closed_at
      from reporting.tickets t
      -- Mercator has no poles, and asked for them it fails.
      cross join lateral (select case when latitude between -85.06 and 85.06 then POSTGIS.st_transform(t.geom, 3857) end) projected (mercator)
      where (is_actionable or not open_only)
        and (of_type is null or type = of_type)
        and (of_cluster is null or cluster = of_cluster)
        and (of_status is null or normalized_status = of_status)
        and mercator operator(POSTGIS.&&) drawn
      order by ticket_id collate "C"
    ) feature);
end
$body$
$tiles$] loop
    execute replace(replace(definition, '''POSTGIS''', quote_literal(postgis)), 'POSTGIS', postgis);
  end loop;
end
$$;
