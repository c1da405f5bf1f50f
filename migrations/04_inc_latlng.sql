-- Latitude and longitude, out of geom and so always from the same source as it.

select set_config('search_path', 'pg_catalog, ' || quote_ident(n.nspname), true)
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
where e.extname = 'postgis';

alter table tickets.inc
  add column if not exists latitude double precision generated always as (st_y(geom)) stored,
  add column if not exists longitude double precision generated always as (st_x(geom)) stored;

comment on column tickets.inc.latitude is 'Latitude of geom in degrees (WGS 84).';
comment on column tickets.inc.longitude is 'Longitude of geom in degrees (WGS 84).';
