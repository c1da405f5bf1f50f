-- Precise locations by the name as delivered, without the cluster, and under other column names.
alter table tickets.geo_locations rename to cleaned_locations;
create table tickets.geo_locations (
  location_name text primary key,
  lat double precision not null,
  lon double precision not null,
  source text not null default 'geocoder'
);
insert into tickets.geo_locations (location_name, lat, lon)
select distinct t.location_name, c.latitude, c.longitude
from tickets.inc t
join tickets.cleaned_locations c on c.location_key = tickets.loc_key(t.location_name) and c.cluster = t.cluster
where c.latitude is not null;
drop table tickets.cleaned_locations;
create or replace function tickets.resolve_ticket_geoms() returns integer language plpgsql as $$
declare
  n integer;
begin
  update tickets.inc t
  set geom = st_setsrid(st_makepoint(l.lon, l.lat), 4326), geo_source = 'location'
  from tickets.geo_locations l
  where l.location_name = t.location_name and t.geo_source in ('cluster', 'none');
  get diagnostics n = row_count;
  return n;
end
$$;
