-- The nearest by the distance that is reported, and an index for radius and nearest over all tickets.

do $$
declare
  dataset text;
begin
  foreach dataset in array array['inc', 'crq'] loop
    execute format('create index if not exists %I on tickets.%I using gist (geog)', dataset || '_everywhere_idx', dataset);
  end loop;

  -- Its rows get a geometry, so it cannot be replaced.
  if exists (
    select from pg_proc
    where oid = to_regprocedure('reporting.fn_nearest_open(double precision, double precision, integer, double precision, text)')
      and not 'geom' = any (proargnames))
  then
    begin
      drop function reporting.fn_nearest_open(double precision, double precision, integer, double precision, text);
    exception
      when dependent_objects_still_exist then
        alter function reporting.fn_nearest_open(double precision, double precision, integer, double precision, text)
          rename to fn_nearest_open_before_50;
        raise warning 'reporting.fn_nearest_open has another column; what depends on it now calls reporting.fn_nearest_open_before_50'
          using hint = 'Let it call the new function and drop the old one.';
    end;
  end if;
end
$$;

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

  foreach definition in array array[$fn_nearest_open$
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
  hours_open double precision,
  sla_state text,
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
  -- The index goes by a sphere, the report by the spheroid; the two differ by less than 0.6 %, either way.
  margin constant double precision := 1.02;
  most integer := coalesce(p_limit, 10);
  here POSTGIS.geography;
  reach double precision;
  of_type text := case when p_dataset is not null then reporting.checked_type(p_dataset) end;
begin
  if p_lng between -180 and 180 and p_lat between -90 and 90 then
    here := tickets.point(p_lng, p_lat)::POSTGIS.geography;
  else
    raise invalid_parameter_value using message =
      format('p_lng %s, p_lat %s is no place; valid are -180 to 180 and -90 to 90', coalesce(p_lng::text, 'NULL'), coalesce(p_lat::text, 'NULL')),
      hint = 'Longitude comes first.';
  end if;
  if most not between 1 and 1000 then
    raise invalid_parameter_value using message = format('p_limit is %s; valid are 1 to 1000', most);
  end if;
  if p_max_metres < 0 or p_max_metres = 'NaN' then
    raise invalid_parameter_value using message = format('p_max_metres is %s; valid are 0 and more', p_max_metres);
  end if;

  -- As far as the last of so many by the index, and the margin beyond it. Each table's own index gives its nearest; one ORDER BY over both
  -- would sort every open ticket.
  select sphere into reach
  from (
    (select geog operator(POSTGIS.<->) here as sphere from tickets.inc where of_type is distinct from 'crq' and is_actionable and geog is not null order by 1 limit most)
    union all
    (select geog operator(POSTGIS.<->) here from tickets.crq where of_type is distinct from 'inc' and is_actionable and geog is not null order by 1 limit most)
  ) nearest
  order by sphere
  offset most - 1
  limit 1;
  -- Fewer than asked for: all of them. Half the way around the world is 20,038 km.
  reach := least(coalesce(reach, 3e7), p_max_metres) * margin + 1;

  return query
  select n.type, n.ticket_id, n.metres::integer, longitude, latitude, geo_source, cluster, location_name, assigned_team, owner,
    normalized_status, hours_open::double precision, sla_state, geom::POSTGIS.geometry(Point, 4326)
  from (
    select type, ticket_id, round(metres) as metres
    from (
      select 'inc' as type, ticket_id, POSTGIS.st_distance(geog, here, true) as metres
      from tickets.inc
      where of_type is distinct from 'crq' and is_actionable and geog is not null and (reach > 2e7 or POSTGIS.st_dwithin(geog, here, reach, false))
      union all
      select 'crq', ticket_id, POSTGIS.st_distance(geog, here, true)
      from tickets.crq
      where of_type is distinct from 'inc' and is_actionable and geog is not null and (reach > 2e7 or POSTGIS.st_dwithin(geog, here, reach, false))
    ) candidate
    where p_max_metres is null or metres <= p_max_metres
    order by round(metres), ticket_id collate "C", type
    limit most
  ) n
  join lateral (
    select * from tickets.inc_open_sla where n.type = 'inc' and ticket_id = n.ticket_id
    union all
    select * from tickets.crq_open_sla where n.type = 'crq' and ticket_id = n.ticket_id
  ) ticket on true
  order by n.metres, n.ticket_id collate "C", n.type;
end
$body$
$fn_nearest_open$] loop
    execute replace(replace(definition, '''POSTGIS''', quote_literal(postgis)), 'POSTGIS', postgis);
  end loop;
end
$postgis$;
comment on function reporting.fn_nearest_open(double precision, double precision, integer, double precision, text) is
  'The p_limit (1 to 1000, default 10) open tickets nearest to a place by the metres that it reports, nearest first, then by ticket_id, within p_max_metres when given, of both types or of p_dataset (inc or crq). geo_source says how sure the place is: cluster is the middle of a network cluster. hours_open and sla_state as in the open_sla views.';
