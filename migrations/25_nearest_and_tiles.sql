-- For people on the road and for tile servers: the nearest open tickets, and vector tiles.

select set_config('search_path', 'pg_catalog, ' || quote_ident(n.nspname), true)
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
where e.extname = 'postgis';

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
set search_path from current
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  here geography;
  of_type text := case when p_dataset is not null then reporting.checked_type(p_dataset) end;
begin
  if p_lng between -180 and 180 and p_lat between -90 and 90 then
    here := tickets.point(p_lng, p_lat)::geography;
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
    (select 'inc' as type, *, st_distance(geog, here) as metres
     from tickets.inc_open_sla
     where of_type is distinct from 'crq' and geog is not null
     order by geog <-> here
     limit p_limit)
    union all
    (select 'crq', *, st_distance(geog, here)
     from tickets.crq_open_sla
     where of_type is distinct from 'inc' and geog is not null
     order by geog <-> here
     limit p_limit)
  ) nearest
  where p_max_metres is null or metres <= p_max_metres
  order by metres, ticket_id collate "C"
  limit p_limit;
end
$$;
comment on function reporting.fn_nearest_open(double precision, double precision, integer, double precision, text) is
  'The p_limit (1 to 1000) open tickets nearest to a place, nearest first, within p_max_metres when given, of both types or of p_dataset (inc or crq). geo_source says how sure the place is: cluster is the middle of a network cluster. hours_open and sla_state as in the open_sla views.';

create or replace function reporting.tickets_mvt(z integer, x integer, y integer, query_params json default '{}') returns bytea
language plpgsql stable
set search_path from current
set plan_cache_mode = force_custom_plan
as $$
declare
  tile geometry := st_tileenvelope(z, x, y);
  -- Symbols on the edge of a tile are drawn in both.
  drawn geometry := st_expand(tile, (st_xmax(tile) - st_xmin(tile)) * 64 / 4096);
  open_only boolean := coalesce(tickets.boolean_of(query_params ->> 'open_only'), true);
  of_type text := query_params ->> 'type';
  of_cluster text := query_params ->> 'cluster';
  of_status text := query_params ->> 'status';
begin
  return (
    select coalesce(st_asmvt(feature, 'tickets', 4096, 'geom'), '')
    from (
      select st_asmvtgeom(mercator, tile, 4096, 64) as geom, type, ticket_id, normalized_status as status, cluster, location_name,
        assigned_team as team, owner, is_actionable is true as is_open, sla_status, mttr, geo_source,
        reporting.eat_iso(created_at_service) as created_at, reporting.eat_iso(closed_at) as closed_at
      from reporting.tickets t
      -- Mercator has no poles, and asked for them it fails.
      cross join lateral (select case when latitude between -85.06 and 85.06 then st_transform(t.geom, 3857) end) projected (mercator)
      where (is_actionable or not open_only)
        and (of_type is null or type = of_type)
        and (of_cluster is null or cluster = of_cluster)
        and (of_status is null or normalized_status = of_status)
        and mercator && drawn
      order by ticket_id collate "C"
    ) feature);
end
$$;
comment on function reporting.tickets_mvt(integer, integer, integer, json) is
  'Mapbox vector tile with the layer tickets, for tile servers; empty when no ticket is there. query_params: open_only (default true), type (inc or crq), cluster, status. mttr in minutes, timestamps ISO 8601 at +03:00.';
