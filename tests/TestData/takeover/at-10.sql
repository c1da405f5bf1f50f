-- A database as another program of the same job may have left it after its scripts 01 to 10: INC only, everything its own.
create schema tickets;
create schema reporting;
create extension if not exists postgis schema public;

create table tickets.schema_migrations (
  filename text primary key,
  applied_at timestamptz not null default now()
);
insert into tickets.schema_migrations (filename) values
  ('01_tickets_schema.sql'), ('02_import_meta.sql'), ('03_inc_columns.sql'), ('04_inc_latlng.sql'), ('05_inc_geography.sql'),
  ('06_inc_mttr_minutes.sql'), ('07_inc_drop_service_type.sql'), ('08_inc_open_sla_view.sql'), ('09_inc_dashboard_fn.sql'),
  ('10_inc_history_capture.sql');

create table tickets.import_meta (
  dataset text primary key,
  metadata jsonb not null default '{}',
  imported_at timestamptz not null default now()
);

create table tickets.geo_clusters (
  cluster text primary key,
  latitude double precision,
  longitude double precision,
  display_name text,
  updated_at timestamptz not null default now()
);

create table tickets.geo_locations (
  location_key text not null,
  cluster text not null,
  latitude double precision,
  longitude double precision,
  display_name text,
  geocoded_at timestamptz default now(),
  primary key (location_key, cluster)
);

create function tickets.eat_ts(t text) returns timestamptz language sql immutable as
$$ select nullif(btrim(t), '')::timestamp at time zone 'Africa/Nairobi' $$;

create table tickets.inc (
  ticket_id text primary key,
  raw jsonb not null,
  geom geometry(Point, 4326),
  geo_source text not null default 'none',
  ingested_at timestamptz not null default now(),
  normalized_status text generated always as (nullif(raw ->> 'normalized_status', '')) stored,
  raw_status text generated always as (nullif(raw ->> 'raw_status', '')) stored,
  bucket text generated always as (nullif(raw ->> 'bucket', '')) stored,
  is_actionable boolean generated always as ((raw ->> 'is_actionable') in ('true', 'True', 't', '1')) stored,
  cluster text generated always as (nullif(raw ->> 'cluster', '')) stored,
  region text generated always as (nullif(raw ->> 'region', '')) stored,
  location_name text generated always as (nullif(raw ->> 'location_name', '')) stored,
  assigned_team text generated always as (nullif(raw ->> 'assigned_team', '')) stored,
  owner text generated always as (nullif(raw ->> 'owner', '')) stored,
  sla_status text generated always as (nullif(raw ->> 'sla_status', '')) stored,
  created_at_service timestamptz generated always as (tickets.eat_ts(raw ->> 'created_at_service')) stored,
  scheduled_at timestamptz generated always as (tickets.eat_ts(raw ->> 'scheduled_at')) stored,
  closed_at timestamptz generated always as (tickets.eat_ts(raw ->> 'closed_at')) stored,
  first_seen_at timestamptz generated always as (tickets.eat_ts(raw ->> 'first_seen_at')) stored,
  last_seen_at timestamptz generated always as (tickets.eat_ts(raw ->> 'last_seen_at')) stored,
  source_created_at timestamptz generated always as (tickets.eat_ts(raw ->> 'source_created_at')) stored,
  source_updated_at timestamptz generated always as (tickets.eat_ts(raw ->> 'source_updated_at')) stored,
  latitude double precision generated always as (st_y(geom)) stored,
  longitude double precision generated always as (st_x(geom)) stored,
  geog geography(Point, 4326) generated always as (geom::geography) stored,
  mttr integer generated always as (round(nullif(raw ->> 'mttr', '')::numeric * 60)::integer) stored
);
create index inc_geom_gist on tickets.inc using gist (geom);
create index inc_geog_gist on tickets.inc using gist (geog);
create index inc_status_idx on tickets.inc (normalized_status);
create index inc_raw_service_idx on tickets.inc ((raw ->> 'service_type'));

-- Knows nothing of precise locations: each upsert puts the ticket back into its cluster.
create function tickets.tg_ticket_geom() returns trigger language plpgsql as $$
declare
  centre record;
begin
  if nullif(new.raw ->> 'latitude', '') is not null and nullif(new.raw ->> 'longitude', '') is not null then
    new.geom := st_setsrid(st_makepoint((new.raw ->> 'longitude')::float8, (new.raw ->> 'latitude')::float8), 4326);
    new.geo_source := 'feed';
    return new;
  end if;
  select * into centre from tickets.geo_clusters where cluster = new.raw ->> 'cluster' and latitude is not null;
  if found then
    new.geom := st_setsrid(st_makepoint(centre.longitude, centre.latitude), 4326);
    new.geo_source := 'cluster';
  else
    new.geom := null;
    new.geo_source := 'none';
  end if;
  return new;
end
$$;
create trigger trg_inc_geom before insert or update of raw on tickets.inc for each row execute function tickets.tg_ticket_geom();

-- What the other program makes of a location name, and keys its precise locations by.
create function tickets.loc_key(name text) returns text language sql immutable as
$$ select lower(regexp_replace(regexp_replace(name, '^((NW|ADR|MNT)_)+', ''), '_(FDT|FAT|SDUS).*$', '')) $$;

create function tickets.resolve_ticket_geoms() returns integer language plpgsql as $$
declare
  n integer;
begin
  update tickets.inc t
  set geom = st_setsrid(st_makepoint(l.longitude, l.latitude), 4326), geo_source = 'location'
  from tickets.geo_locations l
  where l.location_key = tickets.loc_key(t.location_name) and l.cluster = t.cluster and l.latitude is not null
    and t.geo_source in ('cluster', 'none');
  get diagnostics n = row_count;
  return n;
end
$$;

create view tickets.inc_open_sla as
select ticket_id, cluster, region, location_name, assigned_team, owner, normalized_status, created_at_service, first_seen_at,
  round(extract(epoch from now() - coalesce(created_at_service, first_seen_at)) / 3600, 2) as hours_open,
  case
    when extract(epoch from now() - coalesce(created_at_service, first_seen_at)) / 3600 > 48 then 'breached'
    when coalesce(created_at_service, first_seen_at) is null then 'unknown'
    else 'ok'
  end as sla_state,
  geo_source, geom, geog
from tickets.inc
where is_actionable;

create function reporting.fn_tickets_for_map(p_open_only boolean default true) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'type', 'FeatureCollection',
    'features', coalesce((
      select jsonb_agg(jsonb_build_object('type', 'Feature', 'id', ticket_id, 'geometry', st_asgeojson(geom)::jsonb,
        'properties', jsonb_build_object('type', 'inc', 'status', normalized_status, 'cluster', cluster, 'geo_source', geo_source)) order by ticket_id)
      from tickets.inc where geom is not null and (is_actionable or not p_open_only)), '[]'),
    'summary', jsonb_build_object('total', (select count(*) from tickets.inc where is_actionable or not p_open_only),
      'freshness', (select jsonb_object_agg(dataset, metadata) from tickets.import_meta)))
$$;

create function reporting.fn_inc_dashboard(
  p_cluster text default null, p_status text default null, p_window text default null, p_from date default null, p_to date default null
) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'window', jsonb_build_object('name', coalesce(p_window, 'today')),
    'open', jsonb_build_object('type', 'FeatureCollection', 'features', '[]'::jsonb),
    'closed', jsonb_build_object('type', 'FeatureCollection', 'features', '[]'::jsonb),
    'metrics', jsonb_build_object('open_total', (select count(*) from tickets.inc where is_actionable and (p_cluster is null or cluster = p_cluster))),
    'freshness', (select jsonb_object_agg(dataset, metadata) from tickets.import_meta))
$$;

create table tickets.closure_events (
  ticket_id text not null,
  closed_at timestamptz not null,
  observed_at timestamptz not null default now(),
  cluster text,
  assigned_team text,
  owner text,
  sla_status text,
  mttr integer,
  primary key (ticket_id, closed_at)
);

create table tickets.inc_daily_snapshot (
  snapshot_date date primary key,
  open_total integer,
  open_breached integer,
  created_today integer,
  closed_today integer,
  captured_at timestamptz not null default now()
);

create function tickets.capture_history() returns integer language plpgsql as $$
begin
  insert into tickets.closure_events (ticket_id, closed_at, cluster, assigned_team, owner, sla_status, mttr)
  select ticket_id, closed_at, cluster, assigned_team, owner, sla_status, mttr
  from tickets.inc where closed_at is not null and not is_actionable
  on conflict (ticket_id, closed_at) do nothing;
  insert into tickets.inc_daily_snapshot (snapshot_date, open_total, closed_today)
  select (now() at time zone 'Africa/Nairobi')::date, count(*) filter (where is_actionable),
    count(*) filter (where (closed_at at time zone 'Africa/Nairobi')::date = (now() at time zone 'Africa/Nairobi')::date)
  from tickets.inc
  on conflict (snapshot_date) do update set open_total = excluded.open_total, closed_today = excluded.closed_today, captured_at = now();
  return 1;
end
$$;
