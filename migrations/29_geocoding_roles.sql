-- The names to be placed, for whoever runs the geocoder or reviews what it did. As in 26: without the roles nothing is granted.

do $$
begin
  if to_regrole('fleettickets_ingest') is not null then
    grant select on tickets.cluster_names, tickets.location_names to fleettickets_ingest;
  end if;
end
$$;
