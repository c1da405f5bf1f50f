-- CRQ as the other program's 15 made it: with the columns that INC had at 03, hours instead of minutes, and no geography.
create table tickets.crq (
  ticket_id text primary key,
  raw jsonb not null,
  geom geometry(Point, 4326),
  geo_source text not null default 'none',
  ingested_at timestamptz not null default now(),
  service_type text generated always as (nullif(raw ->> 'service_type', '')) stored,
  normalized_status text generated always as (nullif(raw ->> 'normalized_status', '')) stored,
  raw_status text generated always as (nullif(raw ->> 'raw_status', '')) stored,
  bucket text generated always as (nullif(raw ->> 'bucket', '')) stored,
  is_actionable boolean generated always as ((raw ->> 'is_actionable') in ('true', 'True', 't', '1')) stored,
  is_alarm boolean generated always as ((raw ->> 'is_alarm') in ('true', 'True', 't', '1')) stored,
  is_auto_created boolean generated always as ((raw ->> 'is_auto_created') in ('true', 'True', 't', '1')) stored,
  is_auto_closed boolean generated always as ((raw ->> 'is_auto_closed') in ('true', 'True', 't', '1')) stored,
  cluster text generated always as (nullif(raw ->> 'cluster', '')) stored,
  region text generated always as (nullif(raw ->> 'region', '')) stored,
  location_name text generated always as (nullif(raw ->> 'location_name', '')) stored,
  assigned_team text generated always as (nullif(raw ->> 'assigned_team', '')) stored,
  owner text generated always as (nullif(raw ->> 'owner', '')) stored,
  sla_status text generated always as (nullif(raw ->> 'sla_status', '')) stored,
  mttr numeric generated always as (nullif(raw ->> 'mttr', '')::numeric) stored,
  created_at_service timestamptz generated always as (tickets.eat_ts(raw ->> 'created_at_service')) stored,
  scheduled_at timestamptz generated always as (tickets.eat_ts(raw ->> 'scheduled_at')) stored,
  closed_at timestamptz generated always as (tickets.eat_ts(raw ->> 'closed_at')) stored,
  first_seen_at timestamptz generated always as (tickets.eat_ts(raw ->> 'first_seen_at')) stored,
  last_seen_at timestamptz generated always as (tickets.eat_ts(raw ->> 'last_seen_at')) stored,
  source_created_at timestamptz generated always as (tickets.eat_ts(raw ->> 'source_created_at')) stored,
  source_updated_at timestamptz generated always as (tickets.eat_ts(raw ->> 'source_updated_at')) stored
);
create index crq_geom_gist on tickets.crq using gist (geom);
create trigger trg_crq_geom before insert or update of raw on tickets.crq for each row execute function tickets.tg_ticket_geom();
insert into tickets.schema_migrations (filename) values ('15_crq_table.sql');
