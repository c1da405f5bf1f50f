-- Every place that was known stays known: points under the keys of the other program get rows under ours beside them, and tickets that stand
-- somewhere get a row that says so. Then the tickets that the old trigger had put back into their clusters come back.

update tickets.geo_clusters set status = coalesce(status, 'accepted')
where latitude is not null and longitude is not null;
-- decided_by, so that no change of the name rules drops a row for another one of the same place.
update tickets.geo_locations set status = coalesce(status, 'accepted'), decided_by = coalesce(decided_by, 'taken over')
where latitude is not null and longitude is not null;

insert into tickets.geo_clusters (cluster, latitude, longitude, status)
select distinct on (cluster) cluster, latitude, longitude, 'accepted'
from (
  select cluster, latitude, longitude, count(*) as tickets
  from reporting.tickets
  where geo_source = 'cluster' and cluster is not null
  group by cluster, latitude, longitude
) standing
order by cluster, tickets desc, latitude, longitude
on conflict (cluster) do update
set latitude = excluded.latitude, longitude = excluded.longitude, status = excluded.status
where geo_clusters.latitude is null or geo_clusters.longitude is null;

with spelling as materialized (
  select cluster, location_name, tickets.location_key(location_name) as key, count(*) as tickets
  from reporting.tickets
  where cluster is not null and location_name is not null and geo_source <> 'feed'
  group by cluster, location_name
), old as materialized (
  select cluster, latitude, longitude, tickets.location_key(location_key) as key_of_key, tickets.location_key(location_name) as key_of_name
  from tickets.geo_locations
  where latitude is not null and longitude is not null
), known as (
  -- Where the most tickets of a place stand today says more than the words of a key.
  select s.cluster, s.key, t.latitude, t.longitude, 2 as worth, count(*) as tickets, min(s.location_name) as location_name
  from reporting.tickets t
  join spelling s on s.cluster = t.cluster and s.location_name = t.location_name
  where t.geo_source = 'location'
  group by s.cluster, s.key, t.latitude, t.longitude
  union all
  select s.cluster, s.key, o.latitude, o.longitude, 1, sum(s.tickets), min(s.location_name)
  from spelling s
  join old o on s.key in (o.key_of_key, o.key_of_name) and coalesce(nullif(o.cluster, ''), s.cluster) = s.cluster
  group by s.cluster, s.key, o.latitude, o.longitude
)
insert into tickets.geo_locations (location_key, cluster, location_name, latitude, longitude, status, decided_by)
select distinct on (key, cluster) key, cluster, location_name, latitude, longitude, 'accepted', 'taken over'
from known
where key is not null
order by key, cluster, worth desc, tickets desc, latitude, longitude
on conflict (location_key, cluster) do update
set latitude = excluded.latitude, longitude = excluded.longitude, status = excluded.status, decided_by = excluded.decided_by
where geo_locations.latitude is null or geo_locations.longitude is null;

do $$
declare
  ranks constant text[] := array['none', 'cluster', 'location', 'feed'];
  dataset text;
begin
  foreach dataset in array array['inc', 'crq'] loop
    execute format($update$
      update tickets.%I t
      set geo_source = default
      where exists (
        select from tickets.locate(t.raw) located
        where (located.geo_source <> t.geo_source or located.geom::text is distinct from t.geom::text)
          and array_position($1, located.geo_source) >= coalesce(array_position($1, t.geo_source), 0))
      $update$, dataset)
    using ranks;
  end loop;
end
$$;
