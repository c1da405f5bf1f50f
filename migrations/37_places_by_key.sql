-- A ticket's place is found by one key that is computed once: by the cluster alone the key was computed anew for each of its places, whenever
-- statistics from before the gazetteer grew made that look cheaper.

create index if not exists geo_locations_place_idx on tickets.geo_locations (cluster, location_key);
drop index if exists tickets.geo_locations_cluster_idx;

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

  cluster_name := tickets.trimmed(raw ->> 'cluster');
  -- In one query: its start and end cost more than what it reads.
  select
    (select tickets.point(c.longitude, c.latitude) from tickets.geo_clusters c
     where c.cluster = cluster_name and c.latitude is not null and c.longitude is not null),
    exists (select from tickets.geo_locations l where l.cluster = cluster_name and l.latitude is not null and l.longitude is not null)
  into geom, has_places;
  geo_source := case when geom is null then 'none' else 'cluster' end;

  -- Cleaning costs more than all the rest: only where the answer can lie, and not inside the query, which may compute it for every row.
  if has_places then
    key := tickets.location_key(raw ->> 'location_name');
    select tickets.point(l.longitude, l.latitude) as geom
    into place
    from tickets.geo_locations l
    where l.location_key = key and l.cluster = cluster_name and l.latitude is not null and l.longitude is not null;
    if found then
      geom := place.geom;
      geo_source := 'location';
    end if;
  end if;
end
$$;
