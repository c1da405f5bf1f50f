-- Points that another program had refused place no ticket, and what it placed without a cluster, or by a name without words, stays placed.

do $$
declare
  gazetteer text;
begin
  foreach gazetteer in array array['geo_clusters', 'geo_locations'] loop
    execute format('alter table tickets.%I add column if not exists refused boolean not null default false', gazetteer);
    execute format('comment on column tickets.%I.refused is %L', gazetteer,
      'The program that was here before did not use the point: it places no ticket until somebody verifies or changes it.');
  end loop;
end
$$;

create or replace function tickets.tg_gazetteer_changed() returns trigger
language plpgsql as $$
begin
  -- The clock, not now(): in a long transaction that is its start, and a resolve may have come and gone since.
  new.changed_at := clock_timestamp();
  if tg_op = 'UPDATE' and old.refused
    and ((new.latitude, new.longitude) is distinct from (old.latitude, old.longitude) or new.verified and not old.verified)
  then
    new.refused := false;
  end if;
  return new;
end
$$;
comment on function tickets.tg_gazetteer_changed() is
  'Moves changed_at on every insert and update, by anybody; a refused point that is verified or becomes another one counts.';

select set_config('search_path', 'pg_catalog, ' || quote_ident(n.nspname), true)
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
where e.extname = 'postgis';

create or replace function tickets.locate(raw jsonb, out geom geometry, out geo_source text)
language plpgsql stable parallel safe as $$
declare
  latitude numeric;
  longitude numeric;
  cluster_name text;
  has_places boolean;
  key text;
  place record;
begin
  if raw ->> 'latitude' <> '' and raw ->> 'longitude' <> '' then
    latitude := tickets.plain_decimal(raw ->> 'latitude');
    longitude := tickets.plain_decimal(raw ->> 'longitude');
    if latitude between -90 and 90 and longitude between -180 and 180 and (latitude, longitude) <> (0, 0) then
      geom := tickets.point(longitude::double precision, latitude::double precision);
      geo_source := 'feed';
      return;
    end if;
  end if;

  -- A place of another program may be without a cluster, and its name be no words.
  cluster_name := coalesce(tickets.trimmed(raw ->> 'cluster'), '');
  -- In one query: its start and end cost more than what it reads.
  select
    (select tickets.point(c.longitude, c.latitude) from tickets.geo_clusters c
     where c.cluster = cluster_name and c.latitude is not null and c.longitude is not null and not c.refused),
    exists (select from tickets.geo_locations l where l.cluster = cluster_name and l.latitude is not null and l.longitude is not null and not l.refused)
  into geom, has_places;
  geo_source := case when geom is null then 'none' else 'cluster' end;

  -- Cleaning costs more than all the rest: only where the answer can lie, and not inside the query, which may compute it for every row.
  if has_places then
    key := coalesce(tickets.location_key(raw ->> 'location_name'), lower(tickets.trimmed(raw ->> 'location_name') collate "C"));
    select tickets.point(l.longitude, l.latitude) as geom
    into place
    from tickets.geo_locations l
    where l.location_key = key and l.cluster = cluster_name and l.latitude is not null and l.longitude is not null and not l.refused;
    if found then
      geom := place.geom;
      geo_source := 'location';
    end if;
  end if;
end
$$;
