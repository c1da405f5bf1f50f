-- Precise locations by the name as delivered, without the cluster, and under other column names.
drop table tickets.geo_locations;
create table tickets.geo_locations (
  location_name text primary key,
  lat double precision,
  lon double precision,
  source text not null
);
create or replace function tickets.resolve_ticket_geoms() returns integer language plpgsql as $$
declare
  n integer;
begin
  update tickets.inc t
  set geom = st_setsrid(st_makepoint(l.lon, l.lat), 4326), geo_source = 'location'
  from tickets.geo_locations l
  where l.location_name = t.location_name and l.lat is not null and t.geo_source in ('cluster', 'none');
  get diagnostics n = row_count;
  return n;
end
$$;
