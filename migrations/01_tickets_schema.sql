-- The two ticket tables, raw first; the gazetteers; what places a ticket on the map; and the map itself.

do $$
begin
  -- `create schema if not exists` asks for the right to create schemas even where there is nothing to create.
  if to_regnamespace('tickets') is null then
    create schema tickets;
  end if;
  if to_regnamespace('reporting') is null then
    create schema reporting;
  end if;
end
$$;

create extension if not exists postgis schema public;

-- PostGIS may live in any schema of a shared database: its types are found there until this script's transaction ends.
select set_config('search_path', 'pg_catalog, ' || quote_ident(n.nspname), true)
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
where e.extname = 'postgis';

do $$
declare
  dataset text;
begin
  foreach dataset in array array['inc', 'crq'] loop
    execute format($table$
      create table if not exists tickets.%I (
        ticket_id text primary key,
        raw jsonb not null,
        geom geometry(Point, 4326),
        geo_source text not null default 'none',
        ingested_at timestamptz not null default now()
      )
      $table$, dataset);
  end loop;
end
$$;

comment on table tickets.inc is 'Incidents (customer faults), one row a ticket as the newest file that named it left it. Rows are never deleted.';
comment on table tickets.crq is 'New-installation requests, one row a ticket as the newest file that named it left it. Rows are never deleted.';
comment on column tickets.inc.ticket_id is 'Key of the ticket at the source, for example WOT0715527 or CRQ0042871.';
comment on column tickets.inc.raw is 'The cleaned record as one JSON object of strings; every typed column is computed from it.';
comment on column tickets.inc.geom is 'Where the ticket is; NULL when nothing knows. Set by a trigger, whoever writes the row.';
comment on column tickets.inc.geo_source is 'What geom came from: feed, location, cluster or none.';
comment on column tickets.inc.ingested_at is 'When the loader last wrote this row, which it does only when raw changed.';

create table if not exists tickets.geo_clusters (
  cluster text primary key,
  latitude double precision,
  longitude double precision
);

create table if not exists tickets.geo_locations (
  location_key text not null,
  cluster text not null,
  location_name text,
  latitude double precision,
  longitude double precision,
  primary key (location_key, cluster)
);

comment on table tickets.geo_clusters is 'Gazetteer: one coordinate a network cluster.';
comment on column tickets.geo_clusters.cluster is 'Name of the cluster, as in the tickets.';
comment on column tickets.geo_clusters.latitude is 'Accepted latitude in degrees (WGS 84); NULL: nothing accepted, so the row places no ticket.';
comment on column tickets.geo_clusters.longitude is 'Accepted longitude in degrees (WGS 84); NULL: nothing accepted, so the row places no ticket.';
comment on table tickets.geo_locations is 'Gazetteer: one coordinate a place in a cluster; the same place name in two clusters is two rows.';
comment on column tickets.geo_locations.location_key is 'tickets.location_key() of the location names that mean this place.';
comment on column tickets.geo_locations.cluster is 'Name of the cluster, as in the tickets.';
comment on column tickets.geo_locations.location_name is 'A location name that this row was made from.';
comment on column tickets.geo_locations.latitude is 'Accepted latitude in degrees (WGS 84); NULL: nothing accepted, so the row places no ticket.';
comment on column tickets.geo_locations.longitude is 'Accepted longitude in degrees (WGS 84); NULL: nothing accepted, so the row places no ticket.';

-- The functions that run once a value or once a row carry no SET clause, which would forbid inlining:
-- they work under any search_path because they qualify every name that is not PostgreSQL's own.

create or replace function tickets.trimmed(value text) returns text
language sql immutable parallel safe
return nullif(btrim(value, E' \t\n\u000b\f\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000'), '');
comment on function tickets.trimmed(text) is 'The text without Unicode white space at its ends; NULL when nothing is left.';

create or replace function tickets.plain_decimal(value text) returns numeric
language plpgsql immutable strict parallel safe as $$
declare
  digits text;
begin
  if value = '' then
    return null;
  end if;
  digits := tickets.trimmed(value);
  -- The length keeps the number far from the limits of numeric, where the cast would fail.
  if length(digits) <= 40 and digits ~ '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)$' then
    return digits::numeric;
  end if;
  return null;
end
$$;
comment on function tickets.plain_decimal(text) is 'A number in plain decimal notation, up to 40 characters; NULL for anything else.';

-- The body is bound to PostGIS's schema here, so that nothing else needs a PostGIS name when it runs.
create or replace function tickets.point(longitude double precision, latitude double precision) returns geometry
language sql immutable parallel safe
return st_setsrid(st_makepoint(longitude, latitude), 4326);
comment on function tickets.point(double precision, double precision) is 'A WGS 84 point; NULL when a coordinate is.';

create or replace function tickets.locate(raw jsonb, out geom geometry, out geo_source text)
language plpgsql stable parallel safe as $$
declare
  latitude numeric := tickets.plain_decimal(raw ->> 'latitude');
  longitude numeric := tickets.plain_decimal(raw ->> 'longitude');
begin
  if latitude between -90 and 90 and longitude between -180 and 180 and (latitude, longitude) <> (0, 0) then
    geom := tickets.point(longitude::double precision, latitude::double precision);
    geo_source := 'feed';
    return;
  end if;

  select tickets.point(c.longitude, c.latitude), 'cluster'
  into geom, geo_source
  from tickets.geo_clusters c
  where c.cluster = tickets.trimmed(raw ->> 'cluster') and c.latitude is not null and c.longitude is not null;

  geo_source := coalesce(geo_source, 'none');
end
$$;
comment on function tickets.locate(jsonb) is
  'Where a ticket is and what says so, the one definition of precedence: the feed''s own coordinates, else the gazetteers, else none.';

create or replace function tickets.tg_ticket_geom() returns trigger
language plpgsql as $$
declare
  located record := tickets.locate(new.raw);
begin
  new.geom := located.geom;
  new.geo_source := located.geo_source;
  return new;
end
$$;
comment on function tickets.tg_ticket_geom() is 'Keeps geom and geo_source at tickets.locate(raw), whoever writes the row.';

create or replace trigger tg_ticket_geom before insert or update on tickets.inc
for each row execute function tickets.tg_ticket_geom();
create or replace trigger tg_ticket_geom before insert or update on tickets.crq
for each row execute function tickets.tg_ticket_geom();

create or replace function tickets.resolve_ticket_geoms() returns bigint
language plpgsql as $$
declare
  dataset text;
  changed bigint;
  total bigint := 0;
begin
  foreach dataset in array array['inc', 'crq'] loop
    -- The trigger fills in the answer. Points are compared as text: their own operators would be looked up in the
    -- caller's search_path.
    execute format($update$
      update tickets.%I t
      set geo_source = default
      where not exists (
        select from tickets.locate(t.raw) located
        where located.geo_source = t.geo_source and located.geom::text is not distinct from t.geom::text)
      $update$, dataset);
    get diagnostics changed = row_count;
    total := total + changed;
  end loop;
  return total;
end
$$;
comment on function tickets.resolve_ticket_geoms() is
  'Locates every ticket again and writes those whose answer differs; returns how many. For after a change of the gazetteers.';

-- The map. plpgsql binds names at the first call, by when 23 has made reporting.tickets, both types as one relation.

create or replace function reporting.eat_iso(moment timestamptz) returns text
language sql stable parallel safe
return to_char(moment at time zone interval '3 hours', 'YYYY-MM-DD"T"HH24:MI:SS"+03:00"');
comment on function reporting.eat_iso(timestamptz) is 'ISO 8601 with offset, in East Africa Time, which is +03:00 all year.';

create or replace function reporting.features(
  p_scope text,
  p_type text default null,
  p_cluster text default null,
  p_status text default null,
  p_closed_from timestamptz default null,
  p_closed_before timestamptz default null
) returns jsonb
language plpgsql stable
set search_path from current
-- Planned with the arguments' values, so that only the index that fits the scope is read, and for tables that stay in memory:
-- a month out of a year is otherwise judged not worth its index.
set plan_cache_mode = force_custom_plan
set random_page_cost = 1.1
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'type', 'Feature',
      'id', ticket_id,
      'geometry', jsonb_build_object(
        'type', 'Point',
        'coordinates', jsonb_build_array(round(longitude::numeric, 7), round(latitude::numeric, 7))),
      'properties', jsonb_build_object(
        'type', type,
        'status', normalized_status,
        'raw_status', raw_status,
        'cluster', cluster,
        'region', region,
        'location_name', location_name,
        'team', assigned_team,
        'owner', owner,
        'is_open', is_actionable is true,
        'sla_status', sla_status,
        'created_at', reporting.eat_iso(created_at_service),
        'scheduled_at', reporting.eat_iso(scheduled_at),
        'closed_at', reporting.eat_iso(closed_at),
        'mttr', mttr,
        'geo_source', geo_source)) order by ticket_id collate "C", type), '[]')
    from reporting.tickets
    where geo_source <> 'none'
      and (p_type is null or type = p_type)
      and (p_cluster is null or cluster = p_cluster)
      and (p_status is null or normalized_status = p_status)
      and (p_scope = 'all'
        or p_scope = 'open' and is_actionable
        or p_scope = 'closed' and is_actionable is not true and closed_at >= p_closed_from and closed_at < p_closed_before));
end
$$;
comment on function reporting.features(text, text, text, text, timestamptz, timestamptz) is
  'GeoJSON features of the tickets that have a place, ordered by ticket_id: all, the open, or those closed from p_closed_from until before p_closed_before; NULL does not filter. Timestamps ISO 8601 at +03:00, mttr in minutes.';

create or replace function reporting.map_summary(p_open_only boolean) returns jsonb
language plpgsql stable
set search_path from current
set plan_cache_mode = force_custom_plan
as $$
begin
  return (
    with scope as materialized (
      select type, coalesce(normalized_status, 'unknown') as status, geo_source, is_actionable is true as is_open
      from reporting.tickets
      where is_actionable or not p_open_only
    )
    select jsonb_build_object(
      'total', count(*),
      'open', count(*) filter (where is_open),
      'mapped', count(*) filter (where geo_source <> 'none'),
      'unmapped', count(*) filter (where geo_source = 'none'),
      'by_type', (select coalesce(jsonb_object_agg(type, n), '{}') from (select type, count(*) as n from scope group by 1) _),
      'by_status', (select coalesce(jsonb_object_agg(status, n), '{}') from (select status, count(*) as n from scope group by 1) _),
      'by_geo_source', (select coalesce(jsonb_object_agg(geo_source, n), '{}') from (select geo_source, count(*) as n from scope group by 1) _))
    from scope);
end
$$;
comment on function reporting.map_summary(boolean) is 'Counts over all tickets in scope, with and without a place; a ticket without a status counts as unknown.';

create or replace function reporting.fn_tickets_for_map(p_open_only boolean default true) returns jsonb
language sql stable
set search_path from current
return jsonb_build_object(
  'type', 'FeatureCollection',
  'features', reporting.features(case when p_open_only then 'open' else 'all' end),
  'summary', reporting.map_summary(p_open_only));
comment on function reporting.fn_tickets_for_map(boolean) is
  'GeoJSON FeatureCollection (RFC 7946) of the open tickets, or of all, of both types, and a summary.';
