-- The trigger knows precise locations; the script has the other program's own name.
create or replace function tickets.tg_ticket_geom() returns trigger language plpgsql as $$
declare
  place record;
begin
  if nullif(new.raw ->> 'latitude', '') is not null and nullif(new.raw ->> 'longitude', '') is not null then
    new.geom := st_setsrid(st_makepoint((new.raw ->> 'longitude')::float8, (new.raw ->> 'latitude')::float8), 4326);
    new.geo_source := 'feed';
    return new;
  end if;
  select * into place from tickets.geo_locations
  where location_key = tickets.loc_key(new.raw ->> 'location_name') and cluster = new.raw ->> 'cluster' and latitude is not null;
  if found then
    new.geom := st_setsrid(st_makepoint(place.longitude, place.latitude), 4326);
    new.geo_source := 'location';
    return new;
  end if;
  select * into place from tickets.geo_clusters where cluster = new.raw ->> 'cluster' and latitude is not null;
  if found then
    new.geom := st_setsrid(st_makepoint(place.longitude, place.latitude), 4326);
    new.geo_source := 'cluster';
  else
    new.geom := null;
    new.geo_source := 'none';
  end if;
  return new;
end
$$;
select tickets.resolve_ticket_geoms();
insert into tickets.schema_migrations (filename) values ('18_precise_trigger.sql');
