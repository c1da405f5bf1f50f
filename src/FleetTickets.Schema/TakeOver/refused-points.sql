-- Points of the gazetteers that the other program does not use: no ticket stands on them today, and it has marked them as refused, or they lie more
-- than 25 km from their cluster. $standing$ is where the tickets stand: geo_source, latitude, longitude.
with stands as materialized (
  select distinct geo_source, latitude, longitude from $standing$ where geo_source in ('cluster', 'location')
), noted (relation, place, said) as (
  select 'geo_clusters', c.ctid, to_jsonb(c) from tickets.geo_clusters c
  union all
  select 'geo_locations', l.ctid, to_jsonb(l) from tickets.geo_locations l
), point as (
  select relation, place, said, coalesce(said ->> 'cluster', said ->> 'cluster_name', said ->> 'network_cluster', '') as cluster,
    coalesce(said ->> 'latitude', said ->> 'lat')::double precision as latitude,
    coalesce(said ->> 'longitude', said ->> 'lng', said ->> 'lon', said ->> 'long')::double precision as longitude
  from noted
), centre as materialized (
  select cluster, latitude, longitude from point where relation = 'geo_clusters' and latitude is not null and longitude is not null
), judged as (
  select p.relation, p.place, p.cluster, p.said,
    exists (
      select from jsonb_each_text(p.said) mark (name, value)
      where name in ('ok', 'accepted', 'approved', 'valid', 'is_valid', 'usable') and value = 'false'
        or name in ('refused', 'rejected', 'is_rejected', 'invalid', 'is_invalid') and value = 'true'
        or name in ('status', 'state', 'verdict', 'outcome', 'result') and value ~* '^(refused|reject|fail|invalid|error|bad|declined|not.?found|(too.?)?far)')
      as is_marked,
    exists (
      select from centre c
      where p.cluster in (c.cluster, '')
        and power(sin(radians(c.latitude - p.latitude) / 2), 2)
          + cos(radians(p.latitude)) * cos(radians(c.latitude)) * power(sin(radians(c.longitude - p.longitude) / 2), 2)
          <= power(sin(25 / 6371.0 / 2), 2)) as is_near
  from point p
  where p.latitude is not null and p.longitude is not null
    and not exists (
      select from stands s
      where s.geo_source = case p.relation when 'geo_clusters' then 'cluster' else 'location' end
        and (s.latitude, s.longitude) = (p.latitude, p.longitude))
)
select relation, place, concat_ws(' in ', coalesce(said ->> 'location_key', said ->> 'location_name', said ->> 'place', said ->> 'name'), nullif(cluster, '')) as name
from judged
where is_marked or relation = 'geo_locations' and not is_near
