-- geom as geography, for distances in metres.

select set_config('search_path', 'pg_catalog, ' || quote_ident(n.nspname), true)
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
where e.extname = 'postgis';

alter table tickets.inc
  add column if not exists geog geography(Point, 4326) generated always as (geom::geography) stored;

comment on column tickets.inc.geog is 'geom as geography: distances come out in metres.';

-- Dispatch asks for the nearest open tickets only, about one in twenty.
create index if not exists inc_geog_idx on tickets.inc using gist (geog) where is_actionable;
