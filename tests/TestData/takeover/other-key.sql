-- Precise locations by a name that was cleaned otherwise, in a column of another name, within the cluster.
alter table tickets.geo_locations rename location_key to place;
do $$
begin
  execute replace(pg_get_functiondef('tickets.resolve_ticket_geoms()'::regprocedure), 'l.location_key', 'l.place');
end
$$;
