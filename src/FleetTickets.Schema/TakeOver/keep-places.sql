-- Every place that was known stays known: points under the keys of the other program get rows under ours beside them, and tickets that stand
-- somewhere get a row that says so. Then the tickets that the old trigger had put back into their clusters come back. All of it while
-- everybody can still read, and before every ticket is written anew: one that moves costs a plain row here, without a trigger.

create temp table standing (
  dataset text, ticket_id text, cluster text, name text, location_name text, geo_source text, latitude double precision, longitude double precision,
  own_latitude numeric, own_longitude numeric
) on commit drop;

do $$
declare
  dataset text;
begin
  foreach dataset in array array['inc', 'crq'] loop
    continue when to_regclass('tickets.' || dataset) is null;
    execute format($insert$
      insert into pg_temp.standing
      select %1$L, ticket_id, coalesce(pg_temp.trimmed(raw ->> 'cluster'), ''), raw ->> 'location_name', pg_temp.trimmed(raw ->> 'location_name'), geo_source,
        st_y(geom), st_x(geom),
        case when raw ->> 'latitude' <> '' and raw ->> 'longitude' <> '' then pg_temp.plain_decimal(raw ->> 'latitude') end,
        case when raw ->> 'latitude' <> '' and raw ->> 'longitude' <> '' then pg_temp.plain_decimal(raw ->> 'longitude') end
      from tickets.%1$I
      $insert$, dataset);
  end loop;
end
$$;

-- Names that were written since the others were cleaned, and those in columns that nobody could expect a name in.
insert into pg_temp.cleaned_names (name, key)
select name, coalesce(pg_temp.location_key(name), lower(pg_temp.trimmed(name) collate "C"))
from (
  select name from pg_temp.standing
  union
  select location_name from pg_temp.standing
  union
  select location_key from tickets.geo_locations
  union
  select location_name from tickets.geo_locations
) n
where octet_length(name) <= 1000 and not exists (select from pg_temp.cleaned_names c where c.name = n.name);

analyze pg_temp.cleaned_names;
analyze pg_temp.standing;

create temp table refused_points on commit drop as
$refused$;
update tickets.geo_clusters c set refused = true from pg_temp.refused_points r where r.relation = 'geo_clusters' and r.place = c.ctid;
update tickets.geo_locations l set refused = true from pg_temp.refused_points r where r.relation = 'geo_locations' and r.place = l.ctid;

update tickets.geo_clusters set status = coalesce(status, case when refused then 'rejected_far' else 'accepted' end)
where latitude is not null and longitude is not null;
-- decided_by, so that no change of the name rules drops a row for another one of the same place.
update tickets.geo_locations
set status = coalesce(status, case when refused then 'rejected_far' else 'accepted' end), decided_by = coalesce(decided_by, 'taken over')
where latitude is not null and longitude is not null;

insert into tickets.geo_clusters (cluster, latitude, longitude, status)
select distinct on (cluster) cluster, latitude, longitude, 'accepted'
from (
  select cluster, latitude, longitude, count(*) as tickets
  from pg_temp.standing
  where geo_source = 'cluster' and cluster <> ''
  group by cluster, latitude, longitude
) point
order by cluster, tickets desc, latitude, longitude
on conflict (cluster) do update
set latitude = excluded.latitude, longitude = excluded.longitude, status = excluded.status, refused = false
where geo_clusters.latitude is null or geo_clusters.longitude is null or geo_clusters.refused;

with spelling as materialized (
  select s.cluster, s.location_name, c.key, s.tickets
  from (
    select cluster, location_name, count(*) as tickets
    from pg_temp.standing
    where location_name is not null and geo_source <> 'feed'
    group by cluster, location_name
  ) s
  join pg_temp.cleaned_names c on c.name = s.location_name
), old as materialized (
  -- A row means a place by its key or by its name; one without a cluster means it in every cluster.
  select distinct l.location_key, c.key, nullif(l.cluster, '') as cluster, l.latitude, l.longitude
  from tickets.geo_locations l
  cross join lateral (values (l.location_key), (l.location_name)) n (name)
  join pg_temp.cleaned_names c on c.name = n.name
  where l.latitude is not null and l.longitude is not null and not l.refused and c.key is not null
), known as (
  -- Where the most tickets of a place stand today says more than the words of a key.
  select t.cluster, c.key, t.latitude, t.longitude, 2 as worth, count(*) as tickets, min(t.location_name) as location_name
  from pg_temp.standing t
  join pg_temp.cleaned_names c on c.name = t.location_name
  where t.geo_source = 'location'
  group by t.cluster, c.key, t.latitude, t.longitude
  union all
  select s.cluster, s.key, o.latitude, o.longitude, 1, sum(s.tickets), min(s.location_name)
  from spelling s
  join old o on o.key = s.key and o.cluster = s.cluster
  group by s.cluster, s.key, o.latitude, o.longitude
  union all
  select s.cluster, s.key, o.latitude, o.longitude, 1, sum(s.tickets), min(s.location_name)
  from spelling s
  join old o on o.key = s.key and o.cluster is null
  group by s.cluster, s.key, o.latitude, o.longitude
)
insert into tickets.geo_locations as there (location_key, cluster, location_name, latitude, longitude, status, decided_by)
select distinct on (key, cluster) key, cluster, location_name, latitude, longitude, 'accepted', 'taken over'
from known
where key is not null
order by key, cluster, worth desc, tickets desc, latitude, longitude
on conflict (location_key, cluster) do update
set latitude = excluded.latitude, longitude = excluded.longitude, status = excluded.status, decided_by = excluded.decided_by,
  candidate_latitude = coalesce(there.latitude, there.candidate_latitude), candidate_longitude = coalesce(there.longitude, there.candidate_longitude),
  refused = false
where there.latitude is null or there.longitude is null or there.refused;

-- What a person has verified stays verified under our key.
update tickets.geo_locations l
set verified = true
from (
  select distinct c.key, v.cluster, v.latitude, v.longitude
  from tickets.geo_locations v
  cross join lateral (values (v.location_key), (v.location_name)) n (name)
  join pg_temp.cleaned_names c on c.name = n.name
  where v.verified
) v
where l.location_key = v.key and v.cluster in (l.cluster, '') and (l.latitude, l.longitude) = (v.latitude, v.longitude) and not l.verified;

analyze tickets.geo_locations;

-- The answer of tickets.locate() for every ticket at once: where it differs and is no coarser, the ticket goes there.
do $$
declare
  dataset text;
  statement text;
  enable_again text[];
begin
  foreach dataset in array array['inc', 'crq'] loop
    continue when to_regclass('tickets.' || dataset) is null;
    -- One that places tickets the old way, under whatever name, would undo it.
    enable_again := array(
      select format('alter table tickets.%I enable %s trigger %I', dataset, case tgenabled when 'A' then 'always' when 'R' then 'replica' else '' end, tgname)
      from pg_trigger
      where tgrelid = to_regclass('tickets.' || dataset) and not tgisinternal and tgenabled <> 'D');
    execute format('alter table tickets.%I disable trigger user', dataset);
    execute format($update$
      with answer as materialized (
        select s.ticket_id,
          case when s.is_own then 'feed' when l.latitude is not null then 'location' when c.latitude is not null then 'cluster' else 'none' end as geo_source,
          case
            when s.is_own then pg_temp.point(s.own_longitude::double precision, s.own_latitude::double precision)
            when l.latitude is not null then pg_temp.point(l.longitude, l.latitude)
            else pg_temp.point(c.longitude, c.latitude)
          end as geom
        from (
          select *, coalesce(own_latitude between -90 and 90 and own_longitude between -180 and 180 and (own_latitude, own_longitude) <> (0, 0), false) as is_own
          from pg_temp.standing
        ) s
        left join pg_temp.cleaned_names n on n.name = s.name
        left join (select * from tickets.geo_locations where latitude is not null and longitude is not null and not refused) l
          on l.location_key = n.key and l.cluster = s.cluster
        left join (select * from tickets.geo_clusters where latitude is not null and longitude is not null and not refused) c on c.cluster = s.cluster
        where s.dataset = %1$L
      )
      update tickets.%1$I t
      set geom = a.geom, geo_source = a.geo_source
      from answer a
      where a.ticket_id = t.ticket_id
        and (a.geo_source <> t.geo_source or a.geom::text is distinct from t.geom::text)
        and array_position($1, a.geo_source) >= coalesce(array_position($1, t.geo_source), 0)
      $update$, dataset)
    using array['none', 'cluster', 'location', 'feed'];
    foreach statement in array enable_again loop
      execute statement;
    end loop;
  end loop;
end
$$
