-- What a gazetteer row remembers beside its point; when it changed; and bringing only those changes to the tickets.

do $$
declare
  gazetteer text;
begin
  foreach gazetteer in array array['geo_clusters', 'geo_locations'] loop
    execute format($alter$
      alter table tickets.%I
        add column if not exists provider text,
        add column if not exists query text,
        add column if not exists display_name text,
        add column if not exists confidence double precision,
        add column if not exists level text,
        add column if not exists status text,
        add column if not exists reason text,
        add column if not exists rules_version integer,
        add column if not exists candidate_latitude double precision,
        add column if not exists candidate_longitude double precision,
        add column if not exists retry_after timestamptz,
        add column if not exists verified boolean not null default false,
        add column if not exists geocoded_at timestamptz,
        add column if not exists changed_at timestamptz not null default now()
      $alter$, gazetteer);
  end loop;
end
$$;

alter table tickets.geo_locations
  add column if not exists distance_km double precision,
  add column if not exists attempts integer not null default 0;

do $$
declare
  described record;
begin
  for described in
    select gazetteer, name, meaning
    from (values ('geo_clusters'), ('geo_locations')) gazetteers (gazetteer)
    cross join (values
      ('provider', 'Geocoder that answered, or how a person entered the point.'),
      ('query', 'What the geocoder was asked.'),
      ('display_name', 'What the geocoder calls the place.'),
      ('confidence', 'The geocoder''s own measure of its answer.'),
      ('level', 'Kind of place that was found: street, suburb, city and so on.'),
      ('status', 'How the answer was judged.'),
      ('reason', 'Why, when the point was not accepted.'),
      ('rules_version', 'Version of the cleaning and judging rules that were used.'),
      ('candidate_latitude', 'Latitude that was found, accepted or not; it places no ticket.'),
      ('candidate_longitude', 'Longitude that was found, accepted or not; it places no ticket.'),
      ('retry_after', 'When the geocoder may be asked again.'),
      ('verified', 'A person confirmed or entered the point; no run changes it.'),
      ('geocoded_at', 'When the geocoder was last asked.'),
      ('changed_at', 'When this row last changed, by anybody; set by a trigger.')
    ) columns (name, meaning)
  loop
    execute format('comment on column tickets.%I.%I is %L', described.gazetteer, described.name, described.meaning);
  end loop;
end
$$;
comment on column tickets.geo_locations.distance_km is 'Distance of the candidate from the point of its cluster, in kilometres.';
comment on column tickets.geo_locations.attempts is 'How often the geocoder was asked.';

create or replace function tickets.tg_gazetteer_changed() returns trigger
language plpgsql as $$
begin
  -- The clock, not now(): in a long transaction that is its start, and a resolve may have come and gone since.
  new.changed_at := clock_timestamp();
  return new;
end
$$;
comment on function tickets.tg_gazetteer_changed() is 'Moves changed_at on every insert and update, by anybody.';

create or replace trigger tg_gazetteer_changed before insert or update on tickets.geo_clusters
for each row execute function tickets.tg_gazetteer_changed();
create or replace trigger tg_gazetteer_changed before insert or update on tickets.geo_locations
for each row execute function tickets.tg_gazetteer_changed();

create index if not exists geo_clusters_changed_at_idx on tickets.geo_clusters (changed_at);
create index if not exists geo_locations_changed_at_idx on tickets.geo_locations (changed_at);

-- By dataset, because a loader holds one dataset at a time: two loaders that resolved each other's tickets could wait for each other.
create or replace function tickets.resolve_geoms_of(p_dataset text, p_since timestamptz) returns bigint
language plpgsql as $$
declare
  changed bigint;
begin
  if not exists (select from tickets.geo_clusters where changed_at >= p_since)
    and not exists (select from tickets.geo_locations where changed_at >= p_since)
  then
    return 0;
  end if;

  -- Location names are cleaned once each, not once a ticket.
  execute format($update$
    with changed_location as (
      select location_key, cluster from tickets.geo_locations where changed_at >= $1
    ), name_in_question as materialized (
      select distinct cluster, location_name from tickets.%1$I where cluster in (select cluster from changed_location)
    ), changed_name as (
      select cluster, location_name from name_in_question
      where (tickets.location_key(location_name), cluster) in (select location_key, cluster from changed_location)
    )
    update tickets.%1$I t
    set geo_source = default
    where (
        t.cluster in (select cluster from tickets.geo_clusters where changed_at >= $1)
        or (t.cluster, t.location_name) in (select cluster, location_name from changed_name))
      and not exists (
        select from tickets.locate(t.raw) located
        where located.geo_source = t.geo_source and located.geom::text is not distinct from t.geom::text)
    $update$, p_dataset)
  using p_since;
  get diagnostics changed = row_count;
  return changed;
end
$$;
comment on function tickets.resolve_geoms_of(text, timestamptz) is
  'Locates again the tickets of one dataset (inc or crq) whose gazetteer rows have changed_at at or after p_since, and writes those whose answer differs; returns how many.';

-- No default for p_since: with one, resolve_ticket_geoms() would be ambiguous.
create or replace function tickets.resolve_ticket_geoms(p_since timestamptz) returns bigint
language sql
return tickets.resolve_geoms_of('inc', p_since) + tickets.resolve_geoms_of('crq', p_since);
comment on function tickets.resolve_ticket_geoms(timestamptz) is
  'As resolve_ticket_geoms(), but only looks at tickets whose gazetteer rows have changed_at at or after p_since. Deleted gazetteer rows leave no trace: run it without argument after deleting.';

create table if not exists tickets.geocode_budget (
  provider text not null,
  day date not null,
  used integer not null default 0,
  cap integer not null,
  primary key (provider, day)
);
comment on table tickets.geocode_budget is 'Calls made to each geocoder, one row a provider and UTC day, shared by all processes.';
comment on column tickets.geocode_budget.provider is 'Geocoder.';
comment on column tickets.geocode_budget.day is 'UTC day.';
comment on column tickets.geocode_budget.used is 'Calls made or reserved on that day.';
comment on column tickets.geocode_budget.cap is 'Calls allowed on that day.';
