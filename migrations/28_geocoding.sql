-- What the geocoder remembers beyond a point, and the names that it has to find places for.

do $$
declare
  gazetteer text;
begin
  foreach gazetteer in array array['geo_clusters', 'geo_locations'] loop
    execute format('alter table tickets.%I add column if not exists candidates jsonb', gazetteer);
    execute format('alter table tickets.%I add column if not exists decided_by text', gazetteer);
    execute format('comment on column tickets.%I.candidates is %L', gazetteer,
      'What the geocoder offered, at most five places: latitude, longitude, level, display_name, country_code, county, confidence. Kept so that they can be judged again without a call.');
    execute format('comment on column tickets.%I.decided_by is %L', gazetteer,
      'The database role of the person who verified, moved or rejected the point, or whose file it came from.');
    execute format('comment on column tickets.%I.status is %L', gazetteer,
      'accepted, verified or manual: the point counts; rejected by a person; coarse, rejected_far, rejected_country, rejected_name, collapsed, ambiguous: judged and not accepted; not_found; reserved by a run; retry; exhausted.');
    execute format('comment on column tickets.%I.rules_version is %L', gazetteer,
      'tickets.name_rules_version() when the geocoder was asked.');
    execute format('comment on column tickets.%I.verified is %L', gazetteer,
      'A person confirmed, entered or rejected the point; no run changes it.');
  end loop;
end
$$;

alter table tickets.geo_clusters add column if not exists attempts integer not null default 0;
comment on column tickets.geo_clusters.attempts is 'How often the geocoder was asked.';

-- A ticket with a point of its own needs no geocoder, but its cluster does: that one is the yardstick for others.
create or replace view tickets.cluster_names as
select cluster, count(*) filter (where is_actionable) as open_tickets, min(first_seen_at) filter (where is_actionable) as oldest_open
from (
  select cluster, is_actionable, first_seen_at from tickets.inc
  union all
  select cluster, is_actionable, first_seen_at from tickets.crq
) ticket
where cluster is not null
group by cluster;
comment on view tickets.cluster_names is 'Every cluster that a ticket of either type names, with its open tickets.';

create or replace view tickets.location_names as
with spelling as (
  select cluster, location_name, count(*) as open_tickets, min(first_seen_at) as oldest_open
  from (
    select cluster, location_name, first_seen_at from tickets.inc where is_actionable and geo_source <> 'feed'
    union all
    select cluster, location_name, first_seen_at from tickets.crq where is_actionable and geo_source <> 'feed'
  ) ticket
  where cluster is not null
  group by cluster, location_name
), keyed as materialized (
  select *, tickets.location_key(location_name) as location_key from spelling
)
select
  cluster,
  location_key,
  min(location_name collate "C") as location_name,
  sum(open_tickets)::bigint as open_tickets,
  min(oldest_open) as oldest_open
from keyed
group by cluster, location_key;
comment on view tickets.location_names is
  'Every cleaned location, by cluster, that open tickets of either type without coordinates of their own name; location_key is NULL where no place is left after cleaning.';

-- As in 26: without the roles nothing is granted.
do $$
begin
  if to_regrole('fleettickets_ingest') is not null then
    grant select on tickets.cluster_names, tickets.location_names to fleettickets_ingest;
  end if;
end
$$;
