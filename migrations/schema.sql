-- The schemas tickets and reporting as all migrations leave them, an object after the other in the order of their names.
-- For reading and for review only: the migrations make the database, and this order is not one in which it could be made.
-- Generated; migrations/README.md has the command.

create table tickets.closure_events (
  dataset text default 'inc'::text not null,
  ticket_id text not null,
  closed_at timestamp with time zone not null,
  observed_at timestamp with time zone not null,
  cluster text,
  assigned_team text,
  owner text,
  sla_status text,
  mttr integer,
  backfilled boolean default false not null,
  constraint closure_events_pkey PRIMARY KEY (dataset, ticket_id, closed_at)
);
comment on table tickets.closure_events is 'Closures as they were first observed, append-only: one row a ticket and closed_at. A ticket that is reopened and closed again has two when a run ended in between.';
comment on column tickets.closure_events.dataset is 'inc or crq.';
comment on column tickets.closure_events.ticket_id is 'Key of the ticket at the source.';
comment on column tickets.closure_events.closed_at is 'When the source says it was closed.';
comment on column tickets.closure_events.observed_at is 'When the capture first saw it.';
comment on column tickets.closure_events.cluster is 'Network cluster at that time.';
comment on column tickets.closure_events.assigned_team is 'Team that it was assigned to at that time.';
comment on column tickets.closure_events.owner is 'Person that it was assigned to at that time.';
comment on column tickets.closure_events.sla_status is 'Compliant or Breached as the source said at that time.';
comment on column tickets.closure_events.mttr is 'Time to repair in minutes as the source said at that time.';
comment on column tickets.closure_events.backfilled is 'True: it was there at the first capture, so observed_at says nothing about when it happened.';
grant insert, select on tickets.closure_events to fleettickets_ingest;
grant select on tickets.closure_events to fleettickets_read;

create view tickets.cluster_names with (security_invoker=true) as
 SELECT ticket.cluster,
    count(*) FILTER (WHERE ticket.is_actionable) AS open_tickets,
    min(ticket.first_seen_at) FILTER (WHERE ticket.is_actionable) AS oldest_open
   FROM ( SELECT inc.cluster,
            inc.is_actionable,
            inc.first_seen_at
           FROM tickets.inc
        UNION ALL
         SELECT crq.cluster,
            crq.is_actionable,
            crq.first_seen_at
           FROM tickets.crq) ticket
  WHERE (ticket.cluster IS NOT NULL)
  GROUP BY ticket.cluster;
comment on view tickets.cluster_names is 'Every cluster that a ticket of either type names, with its open tickets.';
comment on column tickets.cluster_names.cluster is 'Name of the cluster, as in the tickets.';
comment on column tickets.cluster_names.open_tickets is 'Open tickets that name it.';
comment on column tickets.cluster_names.oldest_open is 'When the export first saw the oldest of them.';
grant select on tickets.cluster_names to fleettickets_ingest;

create table tickets.compiled_name_rules (
  only_one boolean default true not null,
  version integer default 0 not null,
  numbered text default ''::text not null,
  equipment text default ''::text not null,
  network_prefixes text default ''::text not null,
  rewritings text[] default '{}'::text[] not null,
  rewritten_words text[] default '{}'::text[] not null,
  rule_words text[] default '{}'::text[] not null,
  constraint compiled_name_rules_pkey PRIMARY KEY (only_one),
  constraint compiled_name_rules_only_one_check CHECK (only_one)
);
comment on table tickets.compiled_name_rules is 'tickets.name_rules as patterns over names whose words each have a space on either side; written by a trigger on that table, never by hand.';
comment on column tickets.compiled_name_rules.only_one is 'Always true: there is one row.';
comment on column tickets.compiled_name_rules.version is 'Goes up with every change of the rules; see tickets.name_rules_version().';
comment on column tickets.compiled_name_rules.numbered is 'A stem or equipment with its number written onto it.';
comment on column tickets.compiled_name_rules.equipment is 'Equipment with the serial numbers behind it.';
comment on column tickets.compiled_name_rules.network_prefixes is 'The network codes that a name begins with.';
comment on column tickets.compiled_name_rules.rewritings is 'Pairs of what expansions and aliases replace and what they write, in the order in which they do.';
comment on column tickets.compiled_name_rules.rewritten_words is 'The first words of what they replace.';
comment on column tickets.compiled_name_rules.rule_words is 'The first words of all rules but stems: a name without any of them and without numbered is clean.';
grant select on tickets.compiled_name_rules to fleettickets_ingest;
grant select on tickets.compiled_name_rules to fleettickets_read;

create table tickets.crq (
  ticket_id text not null,
  raw jsonb not null,
  geom public.geometry(Point,4326),
  geo_source text default 'none'::text not null,
  ingested_at timestamp with time zone default now() not null,
  normalized_status text generated always as (tickets.trimmed((raw ->> 'normalized_status'::text))) stored,
  raw_status text generated always as (tickets.trimmed((raw ->> 'raw_status'::text))) stored,
  bucket text generated always as (tickets.trimmed((raw ->> 'bucket'::text))) stored,
  is_actionable boolean generated always as (tickets.boolean_of((raw ->> 'is_actionable'::text))) stored,
  cluster text generated always as (tickets.trimmed((raw ->> 'cluster'::text))) stored,
  region text generated always as (tickets.trimmed((raw ->> 'region'::text))) stored,
  location_name text generated always as (tickets.trimmed((raw ->> 'location_name'::text))) stored,
  assigned_team text generated always as (tickets.trimmed((raw ->> 'assigned_team'::text))) stored,
  owner text generated always as (tickets.trimmed((raw ->> 'owner'::text))) stored,
  sla_status text generated always as (tickets.trimmed((raw ->> 'sla_status'::text))) stored,
  created_at_service timestamp with time zone generated always as (tickets.eat_ts((raw ->> 'created_at_service'::text))) stored,
  scheduled_at timestamp with time zone generated always as (tickets.eat_ts((raw ->> 'scheduled_at'::text))) stored,
  closed_at timestamp with time zone generated always as (tickets.eat_ts((raw ->> 'closed_at'::text))) stored,
  first_seen_at timestamp with time zone generated always as (tickets.eat_ts((raw ->> 'first_seen_at'::text))) stored,
  last_seen_at timestamp with time zone generated always as (tickets.eat_ts((raw ->> 'last_seen_at'::text))) stored,
  source_created_at timestamp with time zone generated always as (tickets.eat_ts((raw ->> 'source_created_at'::text))) stored,
  source_updated_at timestamp with time zone generated always as (tickets.eat_ts((raw ->> 'source_updated_at'::text))) stored,
  latitude double precision generated always as (public.st_y(geom)) stored,
  longitude double precision generated always as (public.st_x(geom)) stored,
  geog public.geography(Point,4326) generated always as ((geom)::public.geography) stored,
  mttr integer generated always as (tickets.mttr_minutes((raw ->> 'mttr'::text))) stored,
  content_hash uuid,
  located_at timestamp with time zone,
  constraint crq_pkey PRIMARY KEY (ticket_id)
);
CREATE INDEX crq_clock_start_idx ON tickets.crq USING btree (COALESCE(created_at_service, first_seen_at));
CREATE INDEX crq_closed_at_idx ON tickets.crq USING btree (closed_at) WHERE (closed_at IS NOT NULL);
CREATE INDEX crq_everywhere_idx ON tickets.crq USING gist (geog);
CREATE INDEX crq_geog_idx ON tickets.crq USING gist (geog) WHERE is_actionable;
CREATE INDEX crq_ingested_at_idx ON tickets.crq USING btree (ingested_at);
CREATE INDEX crq_located_at_idx ON tickets.crq USING btree (located_at) WHERE (located_at IS NOT NULL);
CREATE INDEX crq_open_clock_idx ON tickets.crq USING btree (COALESCE(created_at_service, first_seen_at)) WHERE is_actionable;
CREATE INDEX crq_open_idx ON tickets.crq USING btree (created_at_service, first_seen_at) WHERE is_actionable;
CREATE INDEX crq_open_place_idx ON tickets.crq USING btree (longitude, latitude) WHERE is_actionable;
CREATE INDEX crq_place_idx ON tickets.crq USING btree (longitude, latitude);
CREATE TRIGGER tg_content_hash BEFORE UPDATE OF raw ON tickets.crq FOR EACH ROW WHEN (((new.content_hash IS NOT NULL) AND (new.content_hash = old.content_hash) AND (new.raw IS DISTINCT FROM old.raw))) EXECUTE FUNCTION tickets.tg_content_hash();
CREATE TRIGGER tg_gazetteers BEFORE INSERT OR UPDATE ON tickets.crq FOR EACH STATEMENT EXECUTE FUNCTION tickets.tg_gazetteers();
CREATE TRIGGER tg_ingested_at BEFORE INSERT ON tickets.crq FOR EACH ROW WHEN ((new.ingested_at IS DISTINCT FROM now())) EXECUTE FUNCTION tickets.tg_ingested_at();
CREATE TRIGGER tg_ingested_at_update BEFORE UPDATE OF raw ON tickets.crq FOR EACH ROW WHEN (((new.ingested_at IS DISTINCT FROM now()) AND (new.raw IS DISTINCT FROM old.raw))) EXECUTE FUNCTION tickets.tg_ingested_at();
CREATE TRIGGER tg_note_write AFTER INSERT OR UPDATE OF raw ON tickets.crq FOR EACH STATEMENT EXECUTE FUNCTION tickets.tg_note_write();
CREATE TRIGGER tg_open_counts AFTER DELETE OR TRUNCATE ON tickets.crq FOR EACH STATEMENT EXECUTE FUNCTION tickets.tg_open_counts();
CREATE TRIGGER tg_ticket_geom BEFORE INSERT OR UPDATE ON tickets.crq FOR EACH ROW EXECUTE FUNCTION tickets.tg_ticket_geom();
CREATE TRIGGER tg_ticket_located_at BEFORE UPDATE OF geo_source ON tickets.crq FOR EACH ROW EXECUTE FUNCTION tickets.tg_located_at();
CREATE TRIGGER tg_write_count AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON tickets.crq FOR EACH STATEMENT EXECUTE FUNCTION tickets.tg_write_count();
comment on table tickets.crq is 'New-installation requests, one row a ticket as the newest file that named it left it. Rows are never deleted.';
comment on column tickets.crq.ticket_id is 'Key of the ticket at the source, for example WOT0715527 or CRQ0042871.';
comment on column tickets.crq.raw is 'The cleaned record as one JSON object of strings; every typed column is computed from it.';
comment on column tickets.crq.geom is 'Where the ticket is; NULL when nothing knows. Set by a trigger, whoever writes the row.';
comment on column tickets.crq.geo_source is 'What geom came from: feed, location, cluster or none.';
comment on column tickets.crq.ingested_at is 'When the loader last wrote this row, which it does only when raw changed.';
comment on column tickets.crq.normalized_status is 'Canonical status, the one to filter on.';
comment on column tickets.crq.raw_status is 'Status as the upstream system words it, upper case.';
comment on column tickets.crq.bucket is 'Lifecycle flag of the source: closed or pending.';
comment on column tickets.crq.is_actionable is 'True: the ticket is open. NULL: the source said neither.';
comment on column tickets.crq.cluster is 'Network cluster.';
comment on column tickets.crq.region is 'Region, lower case.';
comment on column tickets.crq.location_name is 'Location as delivered, with network codes; tickets.clean_location() takes the place out of it.';
comment on column tickets.crq.assigned_team is 'Team that the ticket is or was assigned to.';
comment on column tickets.crq.owner is 'Person that the ticket is or was assigned to.';
comment on column tickets.crq.sla_status is 'Compliant or Breached as the source says; only meaningful once the ticket is closed.';
comment on column tickets.crq.created_at_service is 'When the ticket was opened; NULL on about 30 % of the rows.';
comment on column tickets.crq.scheduled_at is 'When work is or was scheduled.';
comment on column tickets.crq.closed_at is 'When the ticket was closed.';
comment on column tickets.crq.first_seen_at is 'When the export first saw the ticket.';
comment on column tickets.crq.last_seen_at is 'When the export last saw the ticket.';
comment on column tickets.crq.source_created_at is 'When the source system created its record.';
comment on column tickets.crq.source_updated_at is 'When the source system last changed its record.';
comment on column tickets.crq.latitude is 'Latitude of geom in degrees (WGS 84).';
comment on column tickets.crq.longitude is 'Longitude of geom in degrees (WGS 84).';
comment on column tickets.crq.geog is 'geom as geography: distances come out in metres.';
comment on column tickets.crq.mttr is 'Time to repair in minutes, as the source reckons it: not closed_at - created_at_service. NULL until closed.';
comment on column tickets.crq.content_hash is 'First 128 bits of the SHA-256 of raw as the loader sent it, in PostgreSQL''s type of 128 bits; NULL when somebody else wrote raw.';
comment on column tickets.crq.located_at is 'When the ticket was last placed elsewhere without its record having changed, by a change of the gazetteers; NULL: never.';
grant insert, select, update on tickets.crq to fleettickets_ingest;
grant select on tickets.crq to fleettickets_read;

create table tickets.crq_daily_snapshot (
  snapshot_date date not null,
  open_total integer,
  open_breached integer,
  created_today integer,
  closed_today integer,
  captured_at timestamp with time zone not null,
  constraint crq_daily_snapshot_pkey PRIMARY KEY (snapshot_date)
);
comment on table tickets.crq_daily_snapshot is 'One row a day on which a run captured. Backlog cannot be reconstructed later: a day without a run has no row.';
comment on column tickets.crq_daily_snapshot.snapshot_date is 'Calendar day in East Africa Time.';
comment on column tickets.crq_daily_snapshot.open_total is 'Open tickets at the last capture of that day.';
comment on column tickets.crq_daily_snapshot.open_breached is 'Those past their due moment; NULL when the dataset has no SLA policy.';
comment on column tickets.crq_daily_snapshot.created_today is 'Tickets with created_at_service on that day; follows late content for a week.';
comment on column tickets.crq_daily_snapshot.closed_today is 'Tickets that are not open with closed_at on that day; follows late content for a week.';
comment on column tickets.crq_daily_snapshot.captured_at is 'When this row was last written.';
grant insert, select, update on tickets.crq_daily_snapshot to fleettickets_ingest;
grant select on tickets.crq_daily_snapshot to fleettickets_read;

create view tickets.crq_open_sla with (security_invoker=true) as
 SELECT t.ticket_id,
    t.cluster,
    t.region,
    t.location_name,
    t.assigned_team,
    t.owner,
    t.normalized_status,
    t.created_at_service,
    t.first_seen_at,
    clock.start AS sla_clock_start,
        CASE
            WHEN (t.created_at_service IS NOT NULL) THEN 'created_at_service'::text
            WHEN (t.first_seen_at IS NOT NULL) THEN 'first_seen_at'::text
            ELSE NULL::text
        END AS sla_clock_source,
        CASE
            WHEN (clock.start <= now()) THEN round((EXTRACT(epoch FROM (now() - clock.start)) / (3600)::numeric), 2)
            ELSE NULL::numeric
        END AS hours_open,
        CASE
            WHEN (clock.start <= now()) THEN tickets.sla_due_at(clock.start, policy.hours)
            ELSE NULL::timestamp with time zone
        END AS sla_due_at,
    tickets.sla_state(clock.start, policy.hours, now()) AS sla_state,
    t.geo_source,
    t.geom,
    t.geog,
    t.latitude,
    t.longitude
   FROM ((tickets.crq t
     CROSS JOIN LATERAL ( SELECT COALESCE(t.created_at_service, t.first_seen_at) AS "coalesce") clock(start))
     CROSS JOIN LATERAL ( SELECT ( SELECT p.hours
                   FROM tickets.sla_policy p
                  WHERE (p.dataset = 'crq'::text)) AS hours) policy(hours))
  WHERE t.is_actionable;
comment on view tickets.crq_open_sla is 'Open tickets (is_actionable true) and how they stand against tickets.sla_policy, as of now().';
comment on column tickets.crq_open_sla.ticket_id is 'Key of the ticket at the source.';
comment on column tickets.crq_open_sla.cluster is 'Network cluster.';
comment on column tickets.crq_open_sla.region is 'Region, lower case.';
comment on column tickets.crq_open_sla.location_name is 'Location as delivered, with network codes.';
comment on column tickets.crq_open_sla.assigned_team is 'Team that the ticket is assigned to.';
comment on column tickets.crq_open_sla.owner is 'Person that the ticket is assigned to.';
comment on column tickets.crq_open_sla.normalized_status is 'Canonical status, the one to filter on.';
comment on column tickets.crq_open_sla.created_at_service is 'When the ticket was opened; NULL on about 30 % of the rows.';
comment on column tickets.crq_open_sla.first_seen_at is 'When the export first saw the ticket.';
comment on column tickets.crq_open_sla.sla_clock_start is 'created_at_service, else first_seen_at; NULL when both are missing.';
comment on column tickets.crq_open_sla.sla_clock_source is 'Which of the two started the clock; NULL without a clock.';
comment on column tickets.crq_open_sla.hours_open is 'Hours from the start of the clock to now, two decimals; NULL without a clock or with one that starts in the future.';
comment on column tickets.crq_open_sla.sla_due_at is 'Start of the clock plus the policy''s hours; NULL without a clock, with one that starts in the future, or without a policy.';
comment on column tickets.crq_open_sla.sla_state is 'ok, due_soon (last quarter), breached, unknown (no clock, or one that starts in the future) or no_policy.';
comment on column tickets.crq_open_sla.geo_source is 'What geom came from: feed, location, cluster or none.';
comment on column tickets.crq_open_sla.geom is 'Where the ticket is (WGS 84); NULL when nothing knows.';
comment on column tickets.crq_open_sla.geog is 'geom as geography: distances come out in metres.';
comment on column tickets.crq_open_sla.latitude is 'Latitude of geom in degrees.';
comment on column tickets.crq_open_sla.longitude is 'Longitude of geom in degrees.';
grant select on tickets.crq_open_sla to fleettickets_ingest;
grant select on tickets.crq_open_sla to fleettickets_read;

create table tickets.geo_clusters (
  cluster text not null,
  latitude double precision,
  longitude double precision,
  provider text,
  query text,
  display_name text,
  confidence double precision,
  level text,
  status text,
  reason text,
  rules_version integer,
  candidate_latitude double precision,
  candidate_longitude double precision,
  retry_after timestamp with time zone,
  verified boolean default false not null,
  geocoded_at timestamp with time zone,
  changed_at timestamp with time zone default now() not null,
  candidates jsonb,
  decided_by text,
  attempts integer default 0 not null,
  refused boolean default false not null,
  constraint geo_clusters_pkey PRIMARY KEY (cluster)
);
CREATE INDEX geo_clusters_changed_at_idx ON tickets.geo_clusters USING btree (changed_at);
CREATE TRIGGER tg_gazetteer_changed BEFORE INSERT OR UPDATE ON tickets.geo_clusters FOR EACH ROW EXECUTE FUNCTION tickets.tg_gazetteer_changed();
comment on table tickets.geo_clusters is 'Gazetteer: one coordinate a network cluster.';
comment on column tickets.geo_clusters.cluster is 'Name of the cluster, as in the tickets.';
comment on column tickets.geo_clusters.latitude is 'Accepted latitude in degrees (WGS 84); NULL: nothing accepted, so the row places no ticket.';
comment on column tickets.geo_clusters.longitude is 'Accepted longitude in degrees (WGS 84); NULL: nothing accepted, so the row places no ticket.';
comment on column tickets.geo_clusters.provider is 'Geocoder that answered, or how a person entered the point.';
comment on column tickets.geo_clusters.query is 'What the geocoder was asked.';
comment on column tickets.geo_clusters.display_name is 'What the geocoder calls the place.';
comment on column tickets.geo_clusters.confidence is 'The geocoder''s own measure of its answer.';
comment on column tickets.geo_clusters.level is 'Kind of place that was found: street, suburb, city and so on.';
comment on column tickets.geo_clusters.status is 'accepted, verified or manual: the point counts; rejected by a person; coarse, rejected_far, rejected_country, rejected_name, collapsed, ambiguous: judged and not accepted; not_found; reserved by a run; retry; exhausted.';
comment on column tickets.geo_clusters.reason is 'Why, when the point was not accepted.';
comment on column tickets.geo_clusters.rules_version is 'tickets.name_rules_version() when the geocoder was asked.';
comment on column tickets.geo_clusters.candidate_latitude is 'Latitude that was found, accepted or not; it places no ticket.';
comment on column tickets.geo_clusters.candidate_longitude is 'Longitude that was found, accepted or not; it places no ticket.';
comment on column tickets.geo_clusters.retry_after is 'When the geocoder may be asked again.';
comment on column tickets.geo_clusters.verified is 'A person confirmed, entered or rejected the point; no run changes it.';
comment on column tickets.geo_clusters.geocoded_at is 'When the geocoder was last asked.';
comment on column tickets.geo_clusters.changed_at is 'When this row last changed, by anybody; set by a trigger.';
comment on column tickets.geo_clusters.candidates is 'What the geocoder offered, at most five places: latitude, longitude, level, display_name, country_code, county, confidence. Kept so that they can be judged again without a call.';
comment on column tickets.geo_clusters.decided_by is 'The database role of the person who verified, moved or rejected the point, or whose file it came from.';
comment on column tickets.geo_clusters.attempts is 'How often the geocoder was asked.';
comment on column tickets.geo_clusters.refused is 'The program that was here before did not use the point: it places no ticket until somebody verifies or changes it.';
grant insert, select, update on tickets.geo_clusters to fleettickets_ingest;

create table tickets.geo_locations (
  location_key text not null,
  cluster text not null,
  location_name text,
  latitude double precision,
  longitude double precision,
  provider text,
  query text,
  display_name text,
  confidence double precision,
  level text,
  status text,
  reason text,
  rules_version integer,
  candidate_latitude double precision,
  candidate_longitude double precision,
  retry_after timestamp with time zone,
  verified boolean default false not null,
  geocoded_at timestamp with time zone,
  changed_at timestamp with time zone default now() not null,
  distance_km double precision,
  attempts integer default 0 not null,
  candidates jsonb,
  decided_by text,
  refused boolean default false not null,
  constraint geo_locations_pkey PRIMARY KEY (location_key, cluster)
);
CREATE INDEX geo_locations_changed_at_idx ON tickets.geo_locations USING btree (changed_at);
CREATE INDEX geo_locations_place_idx ON tickets.geo_locations USING btree (cluster, location_key);
CREATE TRIGGER tg_gazetteer_changed BEFORE INSERT OR UPDATE ON tickets.geo_locations FOR EACH ROW EXECUTE FUNCTION tickets.tg_gazetteer_changed();
comment on table tickets.geo_locations is 'Gazetteer: one coordinate a place in a cluster; the same place name in two clusters is two rows.';
comment on column tickets.geo_locations.location_key is 'tickets.location_key() of the location names that mean this place.';
comment on column tickets.geo_locations.cluster is 'Name of the cluster, as in the tickets.';
comment on column tickets.geo_locations.location_name is 'A location name that this row was made from.';
comment on column tickets.geo_locations.latitude is 'Accepted latitude in degrees (WGS 84); NULL: nothing accepted, so the row places no ticket.';
comment on column tickets.geo_locations.longitude is 'Accepted longitude in degrees (WGS 84); NULL: nothing accepted, so the row places no ticket.';
comment on column tickets.geo_locations.provider is 'Geocoder that answered, or how a person entered the point.';
comment on column tickets.geo_locations.query is 'What the geocoder was asked.';
comment on column tickets.geo_locations.display_name is 'What the geocoder calls the place.';
comment on column tickets.geo_locations.confidence is 'The geocoder''s own measure of its answer.';
comment on column tickets.geo_locations.level is 'Kind of place that was found: street, suburb, city and so on.';
comment on column tickets.geo_locations.status is 'accepted, verified or manual: the point counts; rejected by a person; coarse, rejected_far, rejected_country, rejected_name, collapsed, ambiguous: judged and not accepted; not_found; reserved by a run; retry; exhausted.';
comment on column tickets.geo_locations.reason is 'Why, when the point was not accepted.';
comment on column tickets.geo_locations.rules_version is 'tickets.name_rules_version() when the geocoder was asked.';
comment on column tickets.geo_locations.candidate_latitude is 'Latitude that was found, accepted or not; it places no ticket.';
comment on column tickets.geo_locations.candidate_longitude is 'Longitude that was found, accepted or not; it places no ticket.';
comment on column tickets.geo_locations.retry_after is 'When the geocoder may be asked again.';
comment on column tickets.geo_locations.verified is 'A person confirmed, entered or rejected the point; no run changes it.';
comment on column tickets.geo_locations.geocoded_at is 'When the geocoder was last asked.';
comment on column tickets.geo_locations.changed_at is 'When this row last changed, by anybody; set by a trigger.';
comment on column tickets.geo_locations.distance_km is 'Distance of the candidate from the point of its cluster, in kilometres.';
comment on column tickets.geo_locations.attempts is 'How often the geocoder was asked.';
comment on column tickets.geo_locations.candidates is 'What the geocoder offered, at most five places: latitude, longitude, level, display_name, country_code, county, confidence. Kept so that they can be judged again without a call.';
comment on column tickets.geo_locations.decided_by is 'The database role of the person who verified, moved or rejected the point, or whose file it came from.';
comment on column tickets.geo_locations.refused is 'The program that was here before did not use the point: it places no ticket until somebody verifies or changes it.';
grant insert, select, update on tickets.geo_locations to fleettickets_ingest;

create table tickets.geocode_budget (
  provider text not null,
  day date not null,
  used integer default 0 not null,
  cap integer not null,
  constraint geocode_budget_pkey PRIMARY KEY (provider, day)
);
comment on table tickets.geocode_budget is 'Calls made to each geocoder, one row a provider and UTC day, shared by all processes.';
comment on column tickets.geocode_budget.provider is 'Geocoder.';
comment on column tickets.geocode_budget.day is 'UTC day.';
comment on column tickets.geocode_budget.used is 'Calls made or reserved on that day.';
comment on column tickets.geocode_budget.cap is 'Calls allowed on that day.';
grant insert, select, update on tickets.geocode_budget to fleettickets_ingest;
grant select on tickets.geocode_budget to fleettickets_read;

create table tickets.import_files (
  dataset text not null,
  key text not null,
  etag text not null,
  size bigint not null,
  file_time timestamp with time zone not null,
  status text not null,
  epoch integer not null,
  late boolean default false not null,
  truncated boolean default false not null,
  rows_read bigint default 0 not null,
  rows_dropped bigint default 0 not null,
  rows_rejected bigint default 0 not null,
  rows_superseded bigint default 0 not null,
  rows_inserted bigint default 0 not null,
  rows_updated bigint default 0 not null,
  rows_unchanged bigint default 0 not null,
  run_id bigint,
  applied_at timestamp with time zone,
  archived_at timestamp with time zone,
  archived_as text,
  reason text,
  ticket_ids text[],
  earlier_epoch integer,
  earlier_run_id bigint,
  earlier_ticket_ids text[],
  constraint import_files_pkey PRIMARY KEY (dataset, key, etag),
  constraint import_files_status_check CHECK ((status = ANY (ARRAY['applied'::text, 'failed'::text, 'skipped'::text, 'local'::text])))
);
CREATE INDEX import_files_file_time_idx ON tickets.import_files USING btree (dataset, file_time);
CREATE INDEX import_files_not_archived_idx ON tickets.import_files USING btree (dataset) WHERE (archived_at IS NULL);
comment on table tickets.import_files is 'The ledger: one row a dataset, object key and ETag. It decides which file is applied.';
comment on column tickets.import_files.dataset is 'inc or crq.';
comment on column tickets.import_files.key is 'Object key under changes/.';
comment on column tickets.import_files.etag is 'ETag of the object that was read; another one makes it another file.';
comment on column tickets.import_files.size is 'Bytes.';
comment on column tickets.import_files.file_time is 'Time in the file''s name.';
comment on column tickets.import_files.status is 'applied, failed (set aside), skipped (by an operator) or local (a file given on the command line).';
comment on column tickets.import_files.epoch is 'Count of reseeds before this row; rows of earlier epochs no longer count.';
comment on column tickets.import_files.late is 'At or older than the watermark when it was applied.';
comment on column tickets.import_files.truncated is 'The export said that it stopped early.';
comment on column tickets.import_files.rows_read is 'Records in the file.';
comment on column tickets.import_files.rows_dropped is 'Records that cleaning leaves out on purpose: alarms and truncation sentinels.';
comment on column tickets.import_files.rows_rejected is 'Bad records, kept in import_rejects.';
comment on column tickets.import_files.rows_superseded is 'Records followed by another of the same ticket in the same file, or spoken about by a newer file.';
comment on column tickets.import_files.rows_inserted is 'Tickets seen for the first time.';
comment on column tickets.import_files.rows_updated is 'Tickets whose raw changed.';
comment on column tickets.import_files.rows_unchanged is 'Tickets whose raw was already that; their rows were not rewritten.';
comment on column tickets.import_files.run_id is 'Run that wrote this row.';
comment on column tickets.import_files.applied_at is 'When the file was applied.';
comment on column tickets.import_files.archived_at is 'When the object was moved out of changes/; NULL: not yet.';
comment on column tickets.import_files.archived_as is 'Object key that it was moved to.';
comment on column tickets.import_files.reason is 'Why the file failed or was skipped.';
comment on column tickets.import_files.ticket_ids is 'Every ticket with a kept record in the file.';
comment on column tickets.import_files.earlier_epoch is 'Epoch in which the file was applied before it failed or was skipped; NULL when it was not.';
comment on column tickets.import_files.earlier_run_id is 'Run that applied it then.';
comment on column tickets.import_files.earlier_ticket_ids is 'Every ticket with a kept record in the file, as it was applied then.';
grant insert, select, update on tickets.import_files to fleettickets_ingest;
grant select on tickets.import_files to fleettickets_read;

create table tickets.import_meta (
  dataset text not null,
  metadata jsonb default '{}'::jsonb not null,
  imported_at timestamp with time zone,
  constraint import_meta_pkey PRIMARY KEY (dataset)
);
comment on table tickets.import_meta is 'Where the import of each dataset stands, one row a dataset.';
comment on column tickets.import_meta.dataset is 'inc or crq.';
comment on column tickets.import_meta.metadata is 'source_max_key is the watermark: the object key of the newest applied file. Keys of others are kept by every write.';
comment on column tickets.import_meta.imported_at is 'When the last applied file was committed.';
grant insert, select, update on tickets.import_meta to fleettickets_ingest;
grant select on tickets.import_meta to fleettickets_read;

create table tickets.import_rejects (
  reject_id bigint generated always as identity not null,
  dataset text not null,
  key text not null,
  etag text not null,
  line bigint,
  reason text not null,
  text text,
  length bigint,
  sha256 text,
  rejected_at timestamp with time zone default now() not null,
  run_id bigint,
  constraint import_rejects_pkey PRIMARY KEY (reject_id)
);
CREATE INDEX import_rejects_file_idx ON tickets.import_rejects USING btree (dataset, key);
CREATE INDEX import_rejects_rejected_at_idx ON tickets.import_rejects USING btree (rejected_at);
comment on table tickets.import_rejects is 'Records that could not be loaded, as they were delivered.';
comment on column tickets.import_rejects.reject_id is 'Number of the reject.';
comment on column tickets.import_rejects.dataset is 'inc or crq.';
comment on column tickets.import_rejects.key is 'Object key of the file.';
comment on column tickets.import_rejects.etag is 'ETag of the file.';
comment on column tickets.import_rejects.line is 'Line that the record begins on; the header is line 1.';
comment on column tickets.import_rejects.reason is 'What is wrong with it.';
comment on column tickets.import_rejects.text is 'The record, up to 64 KiB of it.';
comment on column tickets.import_rejects.length is 'Bytes of the whole record.';
comment on column tickets.import_rejects.sha256 is 'SHA-256 of the whole record, hexadecimal.';
comment on column tickets.import_rejects.rejected_at is 'When it was rejected.';
comment on column tickets.import_rejects.run_id is 'Run that read it.';
grant delete, insert, select on tickets.import_rejects to fleettickets_ingest;

create table tickets.import_runs (
  run_id bigint generated always as identity not null,
  dataset text not null,
  mode text not null,
  started_at timestamp with time zone default now() not null,
  finished_at timestamp with time zone,
  outcome text default 'running'::text not null,
  exit_code integer,
  files_found integer default 0 not null,
  files_applied integer default 0 not null,
  files_late integer default 0 not null,
  files_failed integer default 0 not null,
  rows_read bigint default 0 not null,
  rows_dropped bigint default 0 not null,
  rows_rejected bigint default 0 not null,
  rows_superseded bigint default 0 not null,
  rows_inserted bigint default 0 not null,
  rows_updated bigint default 0 not null,
  rows_unchanged bigint default 0 not null,
  watermark_before text,
  watermark_after text,
  geoms_resolved_at timestamp with time zone,
  program_version text,
  error text,
  findings jsonb,
  constraint import_runs_pkey PRIMARY KEY (run_id)
);
CREATE INDEX import_runs_dataset_idx ON tickets.import_runs USING btree (dataset, run_id DESC);
CREATE INDEX import_runs_resolved_idx ON tickets.import_runs USING btree (dataset, geoms_resolved_at);
CREATE INDEX import_runs_running_idx ON tickets.import_runs USING btree (dataset) WHERE (outcome = 'running'::text);
comment on table tickets.import_runs is 'One row a run that wrote something or looked for work; dry-runs leave none.';
comment on column tickets.import_runs.run_id is 'Number of the run, over all datasets.';
comment on column tickets.import_runs.dataset is 'inc or crq.';
comment on column tickets.import_runs.mode is 'What the run was asked to do.';
comment on column tickets.import_runs.started_at is 'When the run began.';
comment on column tickets.import_runs.finished_at is 'When the run ended; NULL while it runs, or when it was killed.';
comment on column tickets.import_runs.outcome is 'How the run ended; running while it runs, or when it was killed.';
comment on column tickets.import_runs.exit_code is 'Exit code of the program; NULL while it runs.';
comment on column tickets.import_runs.files_found is 'Files waiting when the run began.';
comment on column tickets.import_runs.files_applied is 'Files applied, late ones included.';
comment on column tickets.import_runs.files_late is 'Applied files that were at or older than the watermark.';
comment on column tickets.import_runs.files_failed is 'Files set aside as unreadable.';
comment on column tickets.import_runs.rows_read is 'Records read from the files.';
comment on column tickets.import_runs.rows_dropped is 'Records that cleaning leaves out on purpose: alarms and truncation sentinels.';
comment on column tickets.import_runs.rows_rejected is 'Bad records, kept in import_rejects.';
comment on column tickets.import_runs.rows_superseded is 'Records followed by another of the same ticket in the same file, or spoken about by a newer file.';
comment on column tickets.import_runs.rows_inserted is 'Tickets seen for the first time.';
comment on column tickets.import_runs.rows_updated is 'Tickets whose raw changed.';
comment on column tickets.import_runs.rows_unchanged is 'Tickets whose raw was already that; their rows were not rewritten.';
comment on column tickets.import_runs.watermark_before is 'Object key of the newest applied file when the run began.';
comment on column tickets.import_runs.watermark_after is 'Object key of the newest applied file when the run ended.';
comment on column tickets.import_runs.geoms_resolved_at is 'Up to when gazetteer changes were brought to the tickets; NULL when that was not reached.';
comment on column tickets.import_runs.program_version is 'Version of the program that ran.';
comment on column tickets.import_runs.error is 'What ended the run when it failed, or kept it from capturing the history.';
comment on column tickets.import_runs.findings is 'What a person might want to know: an array of {kind, count, text, names}; empty when all is fine, NULL while the run is not closed.';
grant insert, select, update on tickets.import_runs to fleettickets_ingest;
grant select on tickets.import_runs to fleettickets_read;

create table tickets.inc (
  ticket_id text not null,
  raw jsonb not null,
  geom public.geometry(Point,4326),
  geo_source text default 'none'::text not null,
  ingested_at timestamp with time zone default now() not null,
  normalized_status text generated always as (tickets.trimmed((raw ->> 'normalized_status'::text))) stored,
  raw_status text generated always as (tickets.trimmed((raw ->> 'raw_status'::text))) stored,
  bucket text generated always as (tickets.trimmed((raw ->> 'bucket'::text))) stored,
  is_actionable boolean generated always as (tickets.boolean_of((raw ->> 'is_actionable'::text))) stored,
  cluster text generated always as (tickets.trimmed((raw ->> 'cluster'::text))) stored,
  region text generated always as (tickets.trimmed((raw ->> 'region'::text))) stored,
  location_name text generated always as (tickets.trimmed((raw ->> 'location_name'::text))) stored,
  assigned_team text generated always as (tickets.trimmed((raw ->> 'assigned_team'::text))) stored,
  owner text generated always as (tickets.trimmed((raw ->> 'owner'::text))) stored,
  sla_status text generated always as (tickets.trimmed((raw ->> 'sla_status'::text))) stored,
  created_at_service timestamp with time zone generated always as (tickets.eat_ts((raw ->> 'created_at_service'::text))) stored,
  scheduled_at timestamp with time zone generated always as (tickets.eat_ts((raw ->> 'scheduled_at'::text))) stored,
  closed_at timestamp with time zone generated always as (tickets.eat_ts((raw ->> 'closed_at'::text))) stored,
  first_seen_at timestamp with time zone generated always as (tickets.eat_ts((raw ->> 'first_seen_at'::text))) stored,
  last_seen_at timestamp with time zone generated always as (tickets.eat_ts((raw ->> 'last_seen_at'::text))) stored,
  source_created_at timestamp with time zone generated always as (tickets.eat_ts((raw ->> 'source_created_at'::text))) stored,
  source_updated_at timestamp with time zone generated always as (tickets.eat_ts((raw ->> 'source_updated_at'::text))) stored,
  latitude double precision generated always as (public.st_y(geom)) stored,
  longitude double precision generated always as (public.st_x(geom)) stored,
  geog public.geography(Point,4326) generated always as ((geom)::public.geography) stored,
  mttr integer generated always as (tickets.mttr_minutes((raw ->> 'mttr'::text))) stored,
  content_hash uuid,
  located_at timestamp with time zone,
  constraint inc_pkey PRIMARY KEY (ticket_id)
);
CREATE INDEX inc_clock_start_idx ON tickets.inc USING btree (COALESCE(created_at_service, first_seen_at));
CREATE INDEX inc_closed_at_idx ON tickets.inc USING btree (closed_at) WHERE (closed_at IS NOT NULL);
CREATE INDEX inc_everywhere_idx ON tickets.inc USING gist (geog);
CREATE INDEX inc_geog_idx ON tickets.inc USING gist (geog) WHERE is_actionable;
CREATE INDEX inc_ingested_at_idx ON tickets.inc USING btree (ingested_at);
CREATE INDEX inc_located_at_idx ON tickets.inc USING btree (located_at) WHERE (located_at IS NOT NULL);
CREATE INDEX inc_open_clock_idx ON tickets.inc USING btree (COALESCE(created_at_service, first_seen_at)) WHERE is_actionable;
CREATE INDEX inc_open_idx ON tickets.inc USING btree (created_at_service, first_seen_at) WHERE is_actionable;
CREATE INDEX inc_open_place_idx ON tickets.inc USING btree (longitude, latitude) WHERE is_actionable;
CREATE INDEX inc_place_idx ON tickets.inc USING btree (longitude, latitude);
CREATE TRIGGER tg_content_hash BEFORE UPDATE OF raw ON tickets.inc FOR EACH ROW WHEN (((new.content_hash IS NOT NULL) AND (new.content_hash = old.content_hash) AND (new.raw IS DISTINCT FROM old.raw))) EXECUTE FUNCTION tickets.tg_content_hash();
CREATE TRIGGER tg_gazetteers BEFORE INSERT OR UPDATE ON tickets.inc FOR EACH STATEMENT EXECUTE FUNCTION tickets.tg_gazetteers();
CREATE TRIGGER tg_ingested_at BEFORE INSERT ON tickets.inc FOR EACH ROW WHEN ((new.ingested_at IS DISTINCT FROM now())) EXECUTE FUNCTION tickets.tg_ingested_at();
CREATE TRIGGER tg_ingested_at_update BEFORE UPDATE OF raw ON tickets.inc FOR EACH ROW WHEN (((new.ingested_at IS DISTINCT FROM now()) AND (new.raw IS DISTINCT FROM old.raw))) EXECUTE FUNCTION tickets.tg_ingested_at();
CREATE TRIGGER tg_note_write AFTER INSERT OR UPDATE OF raw ON tickets.inc FOR EACH STATEMENT EXECUTE FUNCTION tickets.tg_note_write();
CREATE TRIGGER tg_open_counts AFTER DELETE OR TRUNCATE ON tickets.inc FOR EACH STATEMENT EXECUTE FUNCTION tickets.tg_open_counts();
CREATE TRIGGER tg_ticket_geom BEFORE INSERT OR UPDATE ON tickets.inc FOR EACH ROW EXECUTE FUNCTION tickets.tg_ticket_geom();
CREATE TRIGGER tg_ticket_located_at BEFORE UPDATE OF geo_source ON tickets.inc FOR EACH ROW EXECUTE FUNCTION tickets.tg_located_at();
CREATE TRIGGER tg_write_count AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON tickets.inc FOR EACH STATEMENT EXECUTE FUNCTION tickets.tg_write_count();
comment on table tickets.inc is 'Incidents (customer faults), one row a ticket as the newest file that named it left it. Rows are never deleted.';
comment on column tickets.inc.ticket_id is 'Key of the ticket at the source, for example WOT0715527 or CRQ0042871.';
comment on column tickets.inc.raw is 'The cleaned record as one JSON object of strings; every typed column is computed from it.';
comment on column tickets.inc.geom is 'Where the ticket is; NULL when nothing knows. Set by a trigger, whoever writes the row.';
comment on column tickets.inc.geo_source is 'What geom came from: feed, location, cluster or none.';
comment on column tickets.inc.ingested_at is 'When the loader last wrote this row, which it does only when raw changed.';
comment on column tickets.inc.normalized_status is 'Canonical status, the one to filter on.';
comment on column tickets.inc.raw_status is 'Status as the upstream system words it, upper case.';
comment on column tickets.inc.bucket is 'Lifecycle flag of the source: closed or pending.';
comment on column tickets.inc.is_actionable is 'True: the ticket is open. NULL: the source said neither.';
comment on column tickets.inc.cluster is 'Network cluster.';
comment on column tickets.inc.region is 'Region, lower case.';
comment on column tickets.inc.location_name is 'Location as delivered, with network codes; tickets.clean_location() takes the place out of it.';
comment on column tickets.inc.assigned_team is 'Team that the ticket is or was assigned to.';
comment on column tickets.inc.owner is 'Person that the ticket is or was assigned to.';
comment on column tickets.inc.sla_status is 'Compliant or Breached as the source says; only meaningful once the ticket is closed.';
comment on column tickets.inc.created_at_service is 'When the ticket was opened; NULL on about 30 % of the rows.';
comment on column tickets.inc.scheduled_at is 'When work is or was scheduled.';
comment on column tickets.inc.closed_at is 'When the ticket was closed.';
comment on column tickets.inc.first_seen_at is 'When the export first saw the ticket.';
comment on column tickets.inc.last_seen_at is 'When the export last saw the ticket.';
comment on column tickets.inc.source_created_at is 'When the source system created its record.';
comment on column tickets.inc.source_updated_at is 'When the source system last changed its record.';
comment on column tickets.inc.latitude is 'Latitude of geom in degrees (WGS 84).';
comment on column tickets.inc.longitude is 'Longitude of geom in degrees (WGS 84).';
comment on column tickets.inc.geog is 'geom as geography: distances come out in metres.';
comment on column tickets.inc.mttr is 'Time to repair in minutes, as the source reckons it: not closed_at - created_at_service. NULL until closed.';
comment on column tickets.inc.content_hash is 'First 128 bits of the SHA-256 of raw as the loader sent it, in PostgreSQL''s type of 128 bits; NULL when somebody else wrote raw.';
comment on column tickets.inc.located_at is 'When the ticket was last placed elsewhere without its record having changed, by a change of the gazetteers; NULL: never.';
grant insert, select, update on tickets.inc to fleettickets_ingest;
grant select on tickets.inc to fleettickets_read;

create table tickets.inc_daily_snapshot (
  snapshot_date date not null,
  open_total integer,
  open_breached integer,
  created_today integer,
  closed_today integer,
  captured_at timestamp with time zone not null,
  constraint inc_daily_snapshot_pkey PRIMARY KEY (snapshot_date)
);
comment on table tickets.inc_daily_snapshot is 'One row a day on which a run captured. Backlog cannot be reconstructed later: a day without a run has no row.';
comment on column tickets.inc_daily_snapshot.snapshot_date is 'Calendar day in East Africa Time.';
comment on column tickets.inc_daily_snapshot.open_total is 'Open tickets at the last capture of that day.';
comment on column tickets.inc_daily_snapshot.open_breached is 'Those past their due moment; NULL when the dataset has no SLA policy.';
comment on column tickets.inc_daily_snapshot.created_today is 'Tickets with created_at_service on that day; follows late content for a week.';
comment on column tickets.inc_daily_snapshot.closed_today is 'Tickets that are not open with closed_at on that day; follows late content for a week.';
comment on column tickets.inc_daily_snapshot.captured_at is 'When this row was last written.';
grant insert, select, update on tickets.inc_daily_snapshot to fleettickets_ingest;
grant select on tickets.inc_daily_snapshot to fleettickets_read;

create view tickets.inc_open_sla with (security_invoker=true) as
 SELECT t.ticket_id,
    t.cluster,
    t.region,
    t.location_name,
    t.assigned_team,
    t.owner,
    t.normalized_status,
    t.created_at_service,
    t.first_seen_at,
    clock.start AS sla_clock_start,
        CASE
            WHEN (t.created_at_service IS NOT NULL) THEN 'created_at_service'::text
            WHEN (t.first_seen_at IS NOT NULL) THEN 'first_seen_at'::text
            ELSE NULL::text
        END AS sla_clock_source,
        CASE
            WHEN (clock.start <= now()) THEN round((EXTRACT(epoch FROM (now() - clock.start)) / (3600)::numeric), 2)
            ELSE NULL::numeric
        END AS hours_open,
        CASE
            WHEN (clock.start <= now()) THEN tickets.sla_due_at(clock.start, policy.hours)
            ELSE NULL::timestamp with time zone
        END AS sla_due_at,
    tickets.sla_state(clock.start, policy.hours, now()) AS sla_state,
    t.geo_source,
    t.geom,
    t.geog,
    t.latitude,
    t.longitude
   FROM ((tickets.inc t
     CROSS JOIN LATERAL ( SELECT COALESCE(t.created_at_service, t.first_seen_at) AS "coalesce") clock(start))
     CROSS JOIN LATERAL ( SELECT ( SELECT p.hours
                   FROM tickets.sla_policy p
                  WHERE (p.dataset = 'inc'::text)) AS hours) policy(hours))
  WHERE t.is_actionable;
comment on view tickets.inc_open_sla is 'Open tickets (is_actionable true) and how they stand against tickets.sla_policy, as of now().';
comment on column tickets.inc_open_sla.ticket_id is 'Key of the ticket at the source.';
comment on column tickets.inc_open_sla.cluster is 'Network cluster.';
comment on column tickets.inc_open_sla.region is 'Region, lower case.';
comment on column tickets.inc_open_sla.location_name is 'Location as delivered, with network codes.';
comment on column tickets.inc_open_sla.assigned_team is 'Team that the ticket is assigned to.';
comment on column tickets.inc_open_sla.owner is 'Person that the ticket is assigned to.';
comment on column tickets.inc_open_sla.normalized_status is 'Canonical status, the one to filter on.';
comment on column tickets.inc_open_sla.created_at_service is 'When the ticket was opened; NULL on about 30 % of the rows.';
comment on column tickets.inc_open_sla.first_seen_at is 'When the export first saw the ticket.';
comment on column tickets.inc_open_sla.sla_clock_start is 'created_at_service, else first_seen_at; NULL when both are missing.';
comment on column tickets.inc_open_sla.sla_clock_source is 'Which of the two started the clock; NULL without a clock.';
comment on column tickets.inc_open_sla.hours_open is 'Hours from the start of the clock to now, two decimals; NULL without a clock or with one that starts in the future.';
comment on column tickets.inc_open_sla.sla_due_at is 'Start of the clock plus the policy''s hours; NULL without a clock, with one that starts in the future, or without a policy.';
comment on column tickets.inc_open_sla.sla_state is 'ok, due_soon (last quarter), breached, unknown (no clock, or one that starts in the future) or no_policy.';
comment on column tickets.inc_open_sla.geo_source is 'What geom came from: feed, location, cluster or none.';
comment on column tickets.inc_open_sla.geom is 'Where the ticket is (WGS 84); NULL when nothing knows.';
comment on column tickets.inc_open_sla.geog is 'geom as geography: distances come out in metres.';
comment on column tickets.inc_open_sla.latitude is 'Latitude of geom in degrees.';
comment on column tickets.inc_open_sla.longitude is 'Longitude of geom in degrees.';
grant select on tickets.inc_open_sla to fleettickets_ingest;
grant select on tickets.inc_open_sla to fleettickets_read;

create view tickets.location_names with (security_invoker=true) as
 WITH spelling AS (
         SELECT ticket.cluster,
            ticket.location_name,
            count(*) AS open_tickets,
            min(ticket.first_seen_at) AS oldest_open
           FROM ( SELECT inc.cluster,
                    inc.location_name,
                    inc.first_seen_at
                   FROM tickets.inc
                  WHERE (inc.is_actionable AND (inc.geo_source <> 'feed'::text))
                UNION ALL
                 SELECT crq.cluster,
                    crq.location_name,
                    crq.first_seen_at
                   FROM tickets.crq
                  WHERE (crq.is_actionable AND (crq.geo_source <> 'feed'::text))) ticket
          WHERE (ticket.cluster IS NOT NULL)
          GROUP BY ticket.cluster, ticket.location_name
        ), keyed AS MATERIALIZED (
         SELECT spelling.cluster,
            spelling.location_name,
            spelling.open_tickets,
            spelling.oldest_open,
                CASE
                    WHEN (length(spelling.cluster) <= 200) THEN tickets.location_key(spelling.location_name)
                    ELSE NULL::text
                END AS location_key
           FROM spelling
        )
 SELECT ((keyed.cluster || '/'::text) || COALESCE(keyed.location_key, ''::text)) AS id,
    keyed.cluster,
    keyed.location_key,
    min((keyed.location_name COLLATE "C")) AS location_name,
    (sum(keyed.open_tickets))::bigint AS open_tickets,
    min(keyed.oldest_open) AS oldest_open
   FROM keyed
  GROUP BY keyed.cluster, keyed.location_key;
comment on view tickets.location_names is 'Every cleaned location, by cluster, that open tickets of either type without coordinates of their own name; location_key is NULL where no place is left after cleaning, and in a cluster whose name is longer than 200 characters.';
comment on column tickets.location_names.id is 'Cluster and location_key: no two rows have the same.';
comment on column tickets.location_names.cluster is 'Name of the cluster, as in the tickets.';
comment on column tickets.location_names.location_key is 'tickets.location_key() of the location names.';
comment on column tickets.location_names.location_name is 'One of the location names, as delivered.';
comment on column tickets.location_names.open_tickets is 'Open tickets that name it and have no coordinates of their own.';
comment on column tickets.location_names.oldest_open is 'When the export first saw the oldest of them.';
grant select on tickets.location_names to fleettickets_ingest;

create table tickets.name_rules (
  kind text not null,
  words text not null,
  replacement text,
  note text,
  constraint name_rules_pkey PRIMARY KEY (kind, words),
  constraint name_rules_kind CHECK ((kind = ANY (ARRAY['network_prefix'::text, 'equipment'::text, 'stem'::text, 'kept'::text, 'expansion'::text, 'alias'::text]))),
  constraint name_rules_replacement CHECK (((replacement ~ '^[A-Z0-9''&]+( [A-Z0-9''&]+)*$'::text) AND (length(replacement) <= 60) AND (replacement <> words))),
  constraint name_rules_shape CHECK (
CASE kind
    WHEN 'kept'::text THEN ((words ~ '^[^ ]+ [^ ]+$'::text) AND (replacement IS NULL))
    WHEN 'expansion'::text THEN ((words !~ ' '::text) AND (replacement IS NOT NULL))
    WHEN 'alias'::text THEN (replacement IS NOT NULL)
    ELSE ((words ~ '^[^ ]*[A-Z]$'::text) AND (replacement IS NULL))
END),
  constraint name_rules_words CHECK (((words ~ '^[A-Z0-9''&]+( [A-Z0-9''&]+)*$'::text) AND (length(words) <= 60)))
);
CREATE TRIGGER tg_name_rules_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON tickets.name_rules FOR EACH STATEMENT EXECUTE FUNCTION tickets.tg_name_rules_changed();
comment on table tickets.name_rules is 'What tickets.clean_location() does to the words of a location name, in the order of the kinds: stem, equipment, network_prefix, expansion, alias. A change takes effect at once; tickets.rekey_locations() then brings the gazetteer to it.';
comment on column tickets.name_rules.kind is 'stem: is split from a number written onto it (PH5), as equipment is too. equipment: goes, with the serial numbers behind it. network_prefix: goes at the beginning of a name. kept: the first word is no code in front of the second. expansion: an abbreviation. alias: another spelling of a name.';
comment on column tickets.name_rules.words is 'Whole words in upper case, of A-Z, 0-9, apostrophe and &: one, two for kept, one or more for alias.';
comment on column tickets.name_rules.replacement is 'What expansion and alias write instead, words of the same kind; NULL for the others.';
comment on column tickets.name_rules.note is 'For the next person.';
grant select on tickets.name_rules to fleettickets_ingest;
grant select on tickets.name_rules to fleettickets_read;

create table tickets.open_clocks (
  dataset text not null,
  ticket_id text not null,
  clock_start timestamp with time zone,
  constraint open_clocks_pkey PRIMARY KEY (dataset, ticket_id)
);
CREATE INDEX open_clocks_start_idx ON tickets.open_clocks USING btree (dataset, clock_start);
comment on table tickets.open_clocks is 'The tickets that were open at the last capture, as tickets.open_counts counts them.';
comment on column tickets.open_clocks.dataset is 'inc or crq.';
comment on column tickets.open_clocks.ticket_id is 'Key of the ticket at the source.';
comment on column tickets.open_clocks.clock_start is 'When its SLA clock started; NULL without a clock.';

create table tickets.open_counts (
  dataset text not null,
  day date not null,
  open_tickets integer not null,
  constraint open_counts_pkey PRIMARY KEY (dataset, day)
);
comment on table tickets.open_counts is 'How many tickets were open at the last capture, by the day on which their SLA clock started. Without a row of the type the next capture counts in full.';
comment on column tickets.open_counts.dataset is 'inc or crq.';
comment on column tickets.open_counts.day is 'Calendar day in East Africa Time; infinity for those without a clock.';
comment on column tickets.open_counts.open_tickets is 'Open tickets of which the clock started on that day.';

create table tickets.schema_migrations (
  filename text not null,
  applied_at timestamp with time zone default now() not null,
  checksum text,
  constraint schema_migrations_pkey PRIMARY KEY (filename)
);
comment on table tickets.schema_migrations is 'Migrations that were applied, one row a file.';
comment on column tickets.schema_migrations.filename is 'Name of the file.';
comment on column tickets.schema_migrations.applied_at is 'When it was applied.';
comment on column tickets.schema_migrations.checksum is 'SHA-256 of the text that was applied, line ends as LF.';
grant select on tickets.schema_migrations to fleettickets_ingest;
grant select on tickets.schema_migrations to fleettickets_read;

create table tickets.sla_policy (
  dataset text not null,
  hours numeric,
  constraint sla_policy_pkey PRIMARY KEY (dataset)
);
comment on table tickets.sla_policy is 'Hours within which an open ticket is to be closed, one row a dataset.';
comment on column tickets.sla_policy.dataset is 'inc or crq.';
comment on column tickets.sla_policy.hours is 'Hours from the start of the SLA clock; NULL: no policy is known.';
grant select on tickets.sla_policy to fleettickets_ingest;
grant select on tickets.sla_policy to fleettickets_read;

create table tickets.uncaptured_writes (
  dataset text not null,
  transaction_id xid8 not null,
  began timestamp with time zone not null,
  constraint uncaptured_writes_pkey PRIMARY KEY (dataset, transaction_id)
);
comment on table tickets.uncaptured_writes is 'Transactions that wrote tickets and that no capture of the history has seen yet. A note shows when its transaction is committed, so none is missed, however long it takes.';
comment on column tickets.uncaptured_writes.dataset is 'inc or crq.';
comment on column tickets.uncaptured_writes.transaction_id is 'The transaction.';
comment on column tickets.uncaptured_writes.began is 'When it began: ingested_at of the tickets that it wrote.';
grant delete, select on tickets.uncaptured_writes to fleettickets_ingest;

create table tickets.write_counts (
  dataset text not null,
  transaction_id xid8 not null,
  writes bigint not null,
  constraint write_counts_pkey PRIMARY KEY (dataset, transaction_id)
);
comment on table tickets.write_counts is 'How often statements have written the tickets of a type. The sum of a type goes up with every commit that may have changed a ticket, its place included; reporting.map_version() is made of it.';
comment on column tickets.write_counts.dataset is 'inc or crq.';
comment on column tickets.write_counts.transaction_id is 'The transaction that wrote, or that summed up earlier rows.';
comment on column tickets.write_counts.writes is 'Statements that wrote.';
grant select on tickets.write_counts to fleettickets_ingest;
grant select on tickets.write_counts to fleettickets_read;

CREATE OR REPLACE FUNCTION tickets.any_eat_ts(value text)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  parts constant text[] := regexp_match(tickets.trimmed(value),
    '^((?!0000)[0-9]{4}-(?:0[1-9]|1[0-2]))-(0[1-9]|[12][0-9]|3[01])'
    '(?:[ T]((?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]+)?)?)(Z|([+-])(0[0-9]|1[0-5])(?::?([0-5][0-9]))?)?)?$');
  day text;
  utc_offset interval;
begin
  if parts is null or parts[2]::integer > tickets.last_day_of_month(parts[1]) then
    return null;
  end if;
  day := parts[1] || '-' || parts[2];
  utc_offset := case
    when parts[4] is null then interval '3 hours'
    else make_interval(hours => coalesce((parts[5] || parts[6])::integer, 0), mins => coalesce((parts[5] || parts[7])::integer, 0))
  end;
  -- Cut after the microseconds: rounding could reach the next second.
  return (day || ' ' || coalesce(left(parts[3], length('HH:mm:ss.ffffff')), '00:00'))::timestamp at time zone utc_offset;
end
$function$;
comment on function tickets.any_eat_ts(text) is 'tickets.eat_ts() for every way of writing a moment, the rare ones included.';

CREATE OR REPLACE FUNCTION tickets.boolean_of(value text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (('{"0": false, "1": true, "f": false, "n": false, "t": true, "y": true, "no": false, "0.0": false, "1.0": true, "yes": true, "true": true, "false": false}'::jsonb ->> lower((tickets.trimmed(value) COLLATE "C"))))::boolean;
comment on function tickets.boolean_of(text) is 'true t 1 1.0 yes y, false f 0 0.0 no n, in any case; NULL for anything else.';

CREATE OR REPLACE FUNCTION tickets.capture_history()
 RETURNS void
 LANGUAGE sql
RETURN tickets.capture_history_for('inc'::text);
comment on function tickets.capture_history() is 'capture_history_for(''inc'').';
grant execute on function tickets.capture_history() to fleettickets_ingest;
revoke execute on function tickets.capture_history() from public;

CREATE OR REPLACE FUNCTION tickets.capture_history_at(p_dataset text, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
 SET random_page_cost TO '1.1'
 SET jit TO 'off'
AS $function$
declare
  snapshots regclass := to_regclass(format('tickets.%I', p_dataset || '_daily_snapshot'));
  today date := tickets.eat_day(p_now);
  is_first boolean;
  is_new_day boolean;
  open_total bigint;
  open_breached bigint;
  written_from timestamptz;
  written_to timestamptz;
  policy_hours numeric := (select hours from tickets.sla_policy where dataset = p_dataset);
begin
  if snapshots is null then
    raise invalid_parameter_value using message = format('p_dataset %L is unknown; valid are inc, crq', p_dataset);
  end if;

  -- One capture at a time, readers undisturbed: the second one begins where the first one ended.
  execute format('lock table %s in share row exclusive mode', snapshots);
  execute format('select not exists (select from %1$s), not exists (select from %1$s where snapshot_date = $1)', snapshots)
    into is_first, is_new_day using today;
  with noted as (
    delete from tickets.uncaptured_writes where dataset = p_dataset returning began
  )
  select min(began), max(began) into written_from, written_to from noted;
  if is_first then
    written_from := '-infinity';
    written_to := 'infinity';
  end if;

  if written_from is not null then
    execute $events$
      insert into tickets.closure_events
        (dataset, ticket_id, closed_at, observed_at, cluster, assigned_team, owner, sla_status, mttr, backfilled)
      select type, ticket_id, closed_at, $2, cluster, assigned_team, owner, sla_status, mttr, $5
      from reporting.tickets
      where type = $1 and ingested_at between $3 and $4 and closed_at is not null and is_actionable is not true
      $events$
      -- Where nothing is logged nothing can conflict, and looking for it would cost as much again as the insert.
      || case when exists (select from tickets.closure_events where dataset = p_dataset) then 'on conflict do nothing' else '' end
    using p_dataset, p_now, written_from, written_to, is_first;
  end if;

  select counted.total, counted.breached into open_total, open_breached
  from tickets.count_open(p_dataset, written_from, written_to, policy_hours, p_now, is_new_day) counted;

  -- A ticket that was reopened no longer says on which day it had been closed: after a change the week is counted anew,
  -- which costs a week of index entries however long the history is.
  execute format($snapshot$
    with day as materialized (
      select day,
        (select count(*) from reporting.tickets
         where type = $1 and created_at_service is not null
           and coalesce(created_at_service, first_seen_at) >= tickets.eat_midnight(day)
           and coalesce(created_at_service, first_seen_at) < tickets.eat_midnight(day + 1)) as created,
        (select count(*) from reporting.tickets
         where type = $1 and is_actionable is not true
           and closed_at >= tickets.eat_midnight(day) and closed_at < tickets.eat_midnight(day + 1)) as closed
      from generate_series(0, $4) days_ago
      cross join lateral (select $2 - days_ago) days (day)
    ), mended as (
      update %1$s s
      set created_today = d.created, closed_today = d.closed, captured_at = $3
      from day d
      where s.snapshot_date = d.day and d.day < $2 and (s.created_today, s.closed_today) is distinct from (d.created, d.closed)
    )
    insert into %1$s as s (snapshot_date, open_total, open_breached, created_today, closed_today, captured_at)
    select d.day, $5, $6, d.created, d.closed, $3
    from day d
    where d.day = $2
    on conflict (snapshot_date) do update
    set open_total = excluded.open_total, open_breached = excluded.open_breached,
      created_today = excluded.created_today, closed_today = excluded.closed_today, captured_at = excluded.captured_at
    $snapshot$, snapshots)
  using p_dataset, today, p_now, case when written_from is not null then 7 else 0 end, open_total, open_breached;
end
$function$;
comment on function tickets.capture_history_at(text,timestamp with time zone) is 'Captures one dataset (inc or crq) as of p_now: closures not logged yet, today''s snapshot, and what late content changed in those of the seven days before.';
grant execute on function tickets.capture_history_at(text,timestamp with time zone) to fleettickets_ingest;
revoke execute on function tickets.capture_history_at(text,timestamp with time zone) from public;

CREATE OR REPLACE FUNCTION tickets.capture_history_for(p_dataset text)
 RETURNS void
 LANGUAGE sql
RETURN tickets.capture_history_at(p_dataset, now());
comment on function tickets.capture_history_for(text) is 'Captures the history of one dataset (inc or crq) as of now. Safe to repeat and to run twice at once; its cost follows what changed since the last time.';
grant execute on function tickets.capture_history_for(text) to fleettickets_ingest;
revoke execute on function tickets.capture_history_for(text) from public;

CREATE OR REPLACE FUNCTION tickets.clean_location(location_name text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  longest constant integer := 200;
  place text;
begin
  if length(location_name) > longest and length(tickets.trimmed(location_name)) > longest then
    return null;
  end if;
  -- Backslashes stand in E'…' only, which reads the same whatever standard_conforming_strings says.
  place := upper(translate(normalize(location_name, nfkc), E'\u2018\u2019\u02bc', '''''''') collate "C");
  place := tickets.settled_name(' ' || btrim(regexp_replace(place, '[^A-Z0-9''&]+', '  ', 'g')) || ' ');
  if place is null or place !~ '[A-Z]{2}' then
    return null;
  end if;
  place := replace(btrim(place), '  ', ' ');
  -- The short way for nearly all names; the long one knows 3A and II, and that an apostrophe begins no word.
  if place !~ '[0-9''&][A-Z]|[IVX]{2}' then
    return initcap(place collate "C");
  end if;
  return (
    select string_agg(
      case
        when word ~ '^([0-9]|(II|III|IV|VI|VII|VIII|IX|XI|XII)$)' then word
        else left(word, 1) || lower(substr(word, 2) collate "C")
      end, ' ' order by position)
    from string_to_table(place, ' ') with ordinality words (word, position));
end
$function$;
comment on function tickets.clean_location(text) is 'The place in a location name, by tickets.name_rules: without network codes, equipment and serial numbers, abbreviations written out. NULL when no place is left, and for a name of more than 200 characters or 30 words. Cleaning a cleaned name changes nothing.';

CREATE OR REPLACE FUNCTION tickets.compiled_rules()
 RETURNS tickets.compiled_name_rules
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  rules tickets.compiled_name_rules;
begin
  -- Groups that capture nothing: the matching takes half as long.
  rules.numbered := '( (?:' || (
    select coalesce(string_agg(distinct words, '|' order by words), 'nothing') from tickets.name_rules where kind in ('stem', 'equipment')
  ) || '))([0-9]+[A-Z]* )';
  rules.equipment := ' (?:' || tickets.name_rule_words('equipment') || ')(?: [0-9]{1,4}[A-Z]? )*';
  rules.network_prefixes := '^(?: (?:' || tickets.name_rule_words('network_prefix') || '))+';

  -- Abbreviations first, so that an alias is found in either spelling; and of two aliases the longer.
  select coalesce(array_agg(array[phrase, instead] order by place), '{}')
  into rules.rewritings
  from (
    select
      ' ' || replace(words, ' ', '  ') || ' ' as phrase,
      ' ' || replace(replacement, ' ', '  ') || ' ' as instead,
      row_number() over (order by kind = 'alias', array_length(string_to_array(words, ' '), 1) desc, words collate "C") as place
    from tickets.name_rules
    where kind in ('expansion', 'alias')
  ) rewriting;

  rules.rewritten_words := array(select distinct split_part(words, ' ', 1) from tickets.name_rules where kind in ('expansion', 'alias') order by 1);
  rules.rule_words := rules.rewritten_words || array(select words from tickets.name_rules where kind in ('equipment', 'network_prefix') order by words);
  return rules;
end
$function$;
comment on function tickets.compiled_rules() is 'tickets.name_rules as tickets.compiled_name_rules has them, but for the version.';
revoke execute on function tickets.compiled_rules() from public;

CREATE OR REPLACE FUNCTION tickets.count_open(p_dataset text, p_written_from timestamp with time zone, p_written_to timestamp with time zone, p_hours numeric, p_now timestamp with time zone, p_in_full boolean, OUT total bigint, OUT breached bigint)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
 SET random_page_cost TO '1.1'
 SET jit TO 'off'
AS $function$
declare
  -- A clock that starts later is not breached at p_now.
  latest timestamptz := least(p_now - p_hours::double precision * interval '1 hour', p_now);
begin
  if p_in_full or not exists (select from tickets.open_counts where dataset = p_dataset) then
    delete from tickets.open_clocks o
    where dataset = p_dataset and not exists (
      select from reporting.tickets t
      where t.type = p_dataset and t.is_actionable and t.ticket_id = o.ticket_id
        and coalesce(t.created_at_service, t.first_seen_at) is not distinct from o.clock_start);
    insert into tickets.open_clocks (dataset, ticket_id, clock_start)
    select type, ticket_id, coalesce(created_at_service, first_seen_at) from reporting.tickets where type = p_dataset and is_actionable
    on conflict do nothing;

    delete from tickets.open_counts where dataset = p_dataset;
    insert into tickets.open_counts (dataset, day, open_tickets)
    select p_dataset, coalesce(tickets.eat_day(clock_start), 'infinity'), count(*) from tickets.open_clocks where dataset = p_dataset group by 2;
  elsif p_written_from is not null then
    with gone as (
      delete from tickets.open_clocks o
      using reporting.tickets t
      where t.type = p_dataset and t.ingested_at between p_written_from and p_written_to and o.dataset = p_dataset and o.ticket_id = t.ticket_id
        and (t.is_actionable is not true or coalesce(t.created_at_service, t.first_seen_at) is distinct from o.clock_start)
      returning o.clock_start
    )
    update tickets.open_counts c
    set open_tickets = c.open_tickets - fewer
    from (select coalesce(tickets.eat_day(clock_start), 'infinity') as day, count(*) as fewer from gone group by 1) g
    where c.dataset = p_dataset and c.day = g.day;

    with come as (
      insert into tickets.open_clocks (dataset, ticket_id, clock_start)
      select type, ticket_id, coalesce(created_at_service, first_seen_at) from reporting.tickets
      where type = p_dataset and ingested_at between p_written_from and p_written_to and is_actionable
      on conflict do nothing
      returning clock_start
    )
    insert into tickets.open_counts as c (dataset, day, open_tickets)
    select p_dataset, coalesce(tickets.eat_day(clock_start), 'infinity'), count(*) from come group by 2
    on conflict (dataset, day) do update set open_tickets = c.open_tickets + excluded.open_tickets;
  end if;

  select coalesce(sum(open_tickets), 0),
    coalesce(sum(open_tickets) filter (where day < tickets.eat_day(latest)), 0) + (
      select count(*) from tickets.open_clocks
      where dataset = p_dataset and clock_start >= tickets.eat_midnight(tickets.eat_day(latest)) and clock_start <= latest)
  into total, breached
  from tickets.open_counts
  where dataset = p_dataset;
  -- Without a policy nobody knows, which is not zero.
  if p_hours is null then
    breached := null;
  end if;
end
$function$;
comment on function tickets.count_open(text,timestamp with time zone,timestamp with time zone,numeric,timestamp with time zone,boolean) is 'Brings the counts of the open tickets of a type to what was written from p_written_from to p_written_to, or counts in full, and returns how many are open and how many of them breached at p_now. For capture_history_at().';
grant execute on function tickets.count_open(text,timestamp with time zone,timestamp with time zone,numeric,timestamp with time zone,boolean) to fleettickets_ingest;
revoke execute on function tickets.count_open(text,timestamp with time zone,timestamp with time zone,numeric,timestamp with time zone,boolean) from public;

CREATE OR REPLACE FUNCTION tickets.eat_day(moment timestamp with time zone)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((moment AT TIME ZONE '03:00:00'::interval))::date;
comment on function tickets.eat_day(timestamp with time zone) is 'Calendar day in East Africa Time.';

CREATE OR REPLACE FUNCTION tickets.eat_midnight(day date)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((day)::timestamp without time zone AT TIME ZONE '03:00:00'::interval);
comment on function tickets.eat_midnight(date) is 'Moment at which the day begins in East Africa Time.';

CREATE OR REPLACE FUNCTION tickets.eat_ts(value text)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
    begin
      return case
        when value operator(pg_catalog.~~) '____-__-__ __:__:__'::pg_catalog.text
          and pg_catalog.left(value, 4) operator(pg_catalog.=) any ('{1970,1971,1972,1973,1974,1975,1976,1977,1978,1979,1980,1981,1982,1983,1984,1985,1986,1987,1988,1989,1990,1991,1992,1993,1994,1995,1996,1997,1998,1999,2000,2001,2002,2003,2004,2005,2006,2007,2008,2009,2010,2011,2012,2013,2014,2015,2016,2017,2018,2019,2020,2021,2022,2023,2024,2025,2026,2027,2028,2029,2030,2031,2032,2033,2034,2035,2036,2037,2038,2039,2040,2041,2042,2043,2044,2045,2046,2047,2048,2049,2050,2051,2052,2053,2054,2055,2056,2057,2058,2059,2060,2061,2062,2063,2064,2065,2066,2067,2068,2069,2070,2071,2072,2073,2074,2075,2076,2077,2078,2079,2080,2081,2082,2083,2084,2085,2086,2087,2088,2089,2090,2091,2092,2093,2094,2095,2096,2097,2098,2099}'::pg_catalog.text[])
          and pg_catalog.substr(value, 6, 5) operator(pg_catalog.=) any ('{01-01,01-02,01-03,01-04,01-05,01-06,01-07,01-08,01-09,01-10,01-11,01-12,01-13,01-14,01-15,01-16,01-17,01-18,01-19,01-20,01-21,01-22,01-23,01-24,01-25,01-26,01-27,01-28,01-29,01-30,01-31,02-01,02-02,02-03,02-04,02-05,02-06,02-07,02-08,02-09,02-10,02-11,02-12,02-13,02-14,02-15,02-16,02-17,02-18,02-19,02-20,02-21,02-22,02-23,02-24,02-25,02-26,02-27,02-28,03-01,03-02,03-03,03-04,03-05,03-06,03-07,03-08,03-09,03-10,03-11,03-12,03-13,03-14,03-15,03-16,03-17,03-18,03-19,03-20,03-21,03-22,03-23,03-24,03-25,03-26,03-27,03-28,03-29,03-30,03-31,04-01,04-02,04-03,04-04,04-05,04-06,04-07,04-08,04-09,04-10,04-11,04-12,04-13,04-14,04-15,04-16,04-17,04-18,04-19,04-20,04-21,04-22,04-23,04-24,04-25,04-26,04-27,04-28,04-29,04-30,05-01,05-02,05-03,05-04,05-05,05-06,05-07,05-08,05-09,05-10,05-11,05-12,05-13,05-14,05-15,05-16,05-17,05-18,05-19,05-20,05-21,05-22,05-23,05-24,05-25,05-26,05-27,05-28,05-29,05-30,05-31,06-01,06-02,06-03,06-04,06-05,06-06,06-07,06-08,06-09,06-10,06-11,06-12,06-13,06-14,06-15,06-16,06-17,06-18,06-19,06-20,06-21,06-22,06-23,06-24,06-25,06-26,06-27,06-28,06-29,06-30,07-01,07-02,07-03,07-04,07-05,07-06,07-07,07-08,07-09,07-10,07-11,07-12,07-13,07-14,07-15,07-16,07-17,07-18,07-19,07-20,07-21,07-22,07-23,07-24,07-25,07-26,07-27,07-28,07-29,07-30,07-31,08-01,08-02,08-03,08-04,08-05,08-06,08-07,08-08,08-09,08-10,08-11,08-12,08-13,08-14,08-15,08-16,08-17,08-18,08-19,08-20,08-21,08-22,08-23,08-24,08-25,08-26,08-27,08-28,08-29,08-30,08-31,09-01,09-02,09-03,09-04,09-05,09-06,09-07,09-08,09-09,09-10,09-11,09-12,09-13,09-14,09-15,09-16,09-17,09-18,09-19,09-20,09-21,09-22,09-23,09-24,09-25,09-26,09-27,09-28,09-29,09-30,10-01,10-02,10-03,10-04,10-05,10-06,10-07,10-08,10-09,10-10,10-11,10-12,10-13,10-14,10-15,10-16,10-17,10-18,10-19,10-20,10-21,10-22,10-23,10-24,10-25,10-26,10-27,10-28,10-29,10-30,10-31,11-01,11-02,11-03,11-04,11-05,11-06,11-07,11-08,11-09,11-10,11-11,11-12,11-13,11-14,11-15,11-16,11-17,11-18,11-19,11-20,11-21,11-22,11-23,11-24,11-25,11-26,11-27,11-28,11-29,11-30,12-01,12-02,12-03,12-04,12-05,12-06,12-07,12-08,12-09,12-10,12-11,12-12,12-13,12-14,12-15,12-16,12-17,12-18,12-19,12-20,12-21,12-22,12-23,12-24,12-25,12-26,12-27,12-28,12-29,12-30,12-31}'::pg_catalog.text[])
          and pg_catalog.substr(value, 12, 2) operator(pg_catalog.=) any ('{00,01,02,03,04,05,06,07,08,09,10,11,12,13,14,15,16,17,18,19,20,21,22,23}'::pg_catalog.text[])
          and pg_catalog.substr(value, 15, 2) operator(pg_catalog.=) any ('{00,01,02,03,04,05,06,07,08,09,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59}'::pg_catalog.text[])
          and pg_catalog.substr(value, 18, 2) operator(pg_catalog.=) any ('{00,01,02,03,04,05,06,07,08,09,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59}'::pg_catalog.text[])
        then value::pg_catalog.timestamp at time zone '3 hours'::pg_catalog.interval
        when value operator(pg_catalog.<>) ''::pg_catalog.text then tickets.any_eat_ts(value)
      end;
    end
    $function$;
comment on function tickets.eat_ts(text) is 'yyyy-MM-dd[( |T)HH:mm[:ss[.fraction]][Z|offset]] as a moment; without Z or offset the clock is East Africa Time, +03:00 all year. NULL for anything else.';

CREATE OR REPLACE FUNCTION tickets.last_day_of_month(month text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (EXTRACT(day FROM (make_date(("left"(month, 4))::integer, ("right"(month, 2))::integer, 1) + '1 mon -1 days'::interval)))::integer;
comment on function tickets.last_day_of_month(text) is '28 to 31 for a month written yyyy-MM.';

CREATE OR REPLACE FUNCTION tickets.locate(raw jsonb, OUT geom public.geometry, OUT geo_source text)
 RETURNS record
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  latitude numeric;
  longitude numeric;
  cluster_name text;
  has_places boolean;
  key text;
  place record;
begin
  if raw ->> 'latitude' <> '' and raw ->> 'longitude' <> '' then
    latitude := tickets.plain_decimal(raw ->> 'latitude');
    longitude := tickets.plain_decimal(raw ->> 'longitude');
    if latitude between -90 and 90 and longitude between -180 and 180 and (latitude, longitude) <> (0, 0) then
      geom := tickets.point(longitude::double precision, latitude::double precision);
      geo_source := 'feed';
      return;
    end if;
  end if;

  -- A place of another program may be without a cluster, and its name be no words.
  cluster_name := coalesce(tickets.trimmed(raw ->> 'cluster'), '');
  -- In one query: its start and end cost more than what it reads.
  select
    (select tickets.point(c.longitude, c.latitude) from tickets.geo_clusters c
     where c.cluster = cluster_name and c.latitude is not null and c.longitude is not null and not c.refused),
    exists (select from tickets.geo_locations l where l.cluster = cluster_name and l.latitude is not null and l.longitude is not null and not l.refused)
  into geom, has_places;
  geo_source := case when geom is null then 'none' else 'cluster' end;

  -- Cleaning costs more than all the rest: only where the answer can lie, and not inside the query, which may compute it for every row.
  if has_places then
    key := coalesce(tickets.location_key(raw ->> 'location_name'), lower(tickets.trimmed(raw ->> 'location_name') collate "C"));
    select tickets.point(l.longitude, l.latitude) as geom
    into place
    from tickets.geo_locations l
    where l.location_key = key and l.cluster = cluster_name and l.latitude is not null and l.longitude is not null and not l.refused;
    if found then
      geom := place.geom;
      geo_source := 'location';
    end if;
  end if;
end
$function$;
comment on function tickets.locate(jsonb) is 'Where a ticket is and what says so, the one definition of precedence: the feed''s own coordinates, else the gazetteers, else none.';

CREATE OR REPLACE FUNCTION tickets.location_key(location_name text)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN lower((tickets.clean_location(location_name) COLLATE "C"));
comment on function tickets.location_key(text) is 'The cleaned location name in lower case, by which geo_locations is looked up.';

CREATE OR REPLACE FUNCTION tickets.mttr_minutes(value text)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
declare
  minutes_an_hour constant pg_catalog.numeric := 60::pg_catalog.numeric;
  hours pg_catalog.numeric;
begin
  if value operator(pg_catalog.=) ''::pg_catalog.text then
    return null;
  end if;
  -- Six characters cannot reach the million.
  if pg_catalog.length(value) operator(pg_catalog.<=) 6 and value operator(pg_catalog.!~) '[^0-9.]'::pg_catalog.text
    and value operator(pg_catalog.!~~) '%.%.%'::pg_catalog.text and value operator(pg_catalog.<>) '.'::pg_catalog.text
  then
    return pg_catalog.round(value::pg_catalog.numeric operator(pg_catalog.*) minutes_an_hour)::pg_catalog.int4;
  end if;
  hours := tickets.plain_decimal(value);
  if hours operator(pg_catalog.>=) 0::pg_catalog.numeric and hours operator(pg_catalog.<=) 1000000::pg_catalog.numeric then
    return pg_catalog.round(hours operator(pg_catalog.*) minutes_an_hour)::pg_catalog.int4;
  end if;
  return null;
end
$function$;
comment on function tickets.mttr_minutes(text) is 'Decimal hours as whole minutes, half a minute away from zero; NULL unless a number from 0 to 1,000,000.';

CREATE OR REPLACE FUNCTION tickets.name_rule_words(of_kind text)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((SELECT string_agg(((r.words || ' '::text) || COALESCE((SELECT (('(?! (?:'::text || string_agg(split_part(k.words, ' '::text, 2), '|'::text ORDER BY (k.words COLLATE "C"))) || ') )'::text) FROM tickets.name_rules k WHERE ((k.kind = 'kept'::text) AND (split_part(k.words, ' '::text, 1) = r.words))), ''::text)), '|'::text ORDER BY (r.words COLLATE "C")) AS string_agg FROM tickets.name_rules r WHERE (r.kind = name_rule_words.of_kind)), 'nothing'::text);
comment on function tickets.name_rule_words(text) is 'The words of a kind as the alternatives of a pattern, each with the space behind it, but not in front of a word that keeps it.';
revoke execute on function tickets.name_rule_words(text) from public;

CREATE OR REPLACE FUNCTION tickets.name_rules_version()
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT compiled_name_rules.version FROM tickets.compiled_name_rules);
comment on function tickets.name_rules_version() is 'Goes up with every change of tickets.name_rules that can change a cleaned name.';

CREATE OR REPLACE FUNCTION tickets.plain_decimal(value text)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
declare
  digits pg_catalog.text;
begin
  if value operator(pg_catalog.=) ''::pg_catalog.text then
    return null;
  end if;
  digits := tickets.trimmed(value);
  -- The length keeps the number far from the limits of numeric, where the cast would fail.
  if pg_catalog.length(digits) operator(pg_catalog.<=) 40
    and digits operator(pg_catalog.~) '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)$'::pg_catalog.text
  then
    return digits::pg_catalog.numeric;
  end if;
  return null;
end
$function$;
comment on function tickets.plain_decimal(text) is 'A number in plain decimal notation, up to 40 characters; NULL for anything else.';

CREATE OR REPLACE FUNCTION tickets.point(longitude double precision, latitude double precision)
 RETURNS public.geometry
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN public.st_setsrid(public.st_makepoint(longitude, latitude), 4326);
comment on function tickets.point(double precision,double precision) is 'A WGS 84 point; NULL when a coordinate is.';

CREATE OR REPLACE FUNCTION tickets.rekey_locations()
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  mover record;
  occupant tickets.geo_locations;
  changed bigint := 0;
  changed_before bigint;
begin
  -- Nobody writes a row between the look at it and the move.
  lock table tickets.geo_locations in share row exclusive mode;
  loop
    changed_before := changed;
    for mover in
      select l as place, l.cluster, l.location_key, tickets.location_key(l.location_name) as new_key
      from tickets.geo_locations l
      where tickets.location_key(l.location_name) <> l.location_key
      order by tickets.worth_of(l) desc, l.geocoded_at desc nulls last, l.location_key collate "C"
    loop
      select * into occupant from tickets.geo_locations where location_key = mover.new_key and cluster = mover.cluster;
      -- A row that has to move on itself makes room first; a later round comes back to this one.
      continue when found and tickets.location_key(occupant.location_name) <> occupant.location_key;
      if occupant.location_key is null or tickets.worth_of(mover.place) > tickets.worth_of(occupant) then
        delete from tickets.geo_locations where location_key = mover.new_key and cluster = mover.cluster;
        update tickets.geo_locations set location_key = mover.new_key
        where location_key = mover.location_key and cluster = mover.cluster;
      elsif tickets.worth_of(mover.place) < 2 then
        delete from tickets.geo_locations where location_key = mover.location_key and cluster = mover.cluster;
      else
        -- Two decisions of persons: both stay, and the one that is found stays the one that is found.
        continue;
      end if;
      changed := changed + 1;
    end loop;
    exit when changed = changed_before;
  end loop;
  return changed;
end
$function$;
comment on function tickets.rekey_locations() is 'For after a change of tickets.name_rules: brings the rows of geo_locations to the keys that their location names now have; returns how many moved or were dropped because a better row has the key. What a person decided is never dropped. Afterwards resolve_ticket_geoms(), without argument.';
grant execute on function tickets.rekey_locations() to fleettickets_ingest;
revoke execute on function tickets.rekey_locations() from public;

CREATE OR REPLACE FUNCTION tickets.resolve_geoms_of(p_dataset text, p_since timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$;
comment on function tickets.resolve_geoms_of(text,timestamp with time zone) is 'Locates again the tickets of one dataset (inc or crq) whose gazetteer rows have changed_at at or after p_since, and writes those whose answer differs; returns how many.';
grant execute on function tickets.resolve_geoms_of(text,timestamp with time zone) to fleettickets_ingest;
revoke execute on function tickets.resolve_geoms_of(text,timestamp with time zone) from public;

CREATE OR REPLACE FUNCTION tickets.resolve_ticket_geoms()
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  dataset text;
  changed bigint;
  total bigint := 0;
begin
  foreach dataset in array array['inc', 'crq'] loop
    -- The trigger fills in the answer. Points are compared as text: their own operators would be looked up in the
    -- caller's search_path.
    execute format($update$
      update tickets.%I t
      set geo_source = default
      where not exists (
        select from tickets.locate(t.raw) located
        where located.geo_source = t.geo_source and located.geom::text is not distinct from t.geom::text)
      $update$, dataset);
    get diagnostics changed = row_count;
    total := total + changed;
  end loop;
  return total;
end
$function$;
comment on function tickets.resolve_ticket_geoms() is 'Locates every ticket again and writes those whose answer differs; returns how many. For after a change of the gazetteers.';
grant execute on function tickets.resolve_ticket_geoms() to fleettickets_ingest;
revoke execute on function tickets.resolve_ticket_geoms() from public;

CREATE OR REPLACE FUNCTION tickets.resolve_ticket_geoms(p_since timestamp with time zone)
 RETURNS bigint
 LANGUAGE sql
RETURN (tickets.resolve_geoms_of('inc'::text, p_since) + tickets.resolve_geoms_of('crq'::text, p_since));
comment on function tickets.resolve_ticket_geoms(timestamp with time zone) is 'As resolve_ticket_geoms(), but only looks at tickets whose gazetteer rows have changed_at at or after p_since. Deleted gazetteer rows leave no trace: run it without argument after deleting.';
grant execute on function tickets.resolve_ticket_geoms(timestamp with time zone) to fleettickets_ingest;
revoke execute on function tickets.resolve_ticket_geoms(timestamp with time zone) from public;

CREATE OR REPLACE FUNCTION tickets.settled_name(place text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  -- Thirty words, with what a rule may write for each.
  most_words constant integer := 30;
  longest constant integer := 1000;
  rules tickets.compiled_name_rules;
  before text;
  rule text[];
  words text[];
  undoubled text;
begin
  if length(place) > longest or cardinality(string_to_array(btrim(place), '  ')) > most_words then
    return null;
  end if;
  select * into rules from tickets.compiled_name_rules;

  -- What a rule writes may be what another one reads. Names settle in the first pass or the second; one that rules keep
  -- changing is given up.
  for pass in 1..8 loop
    before := place;
    -- FDT12 is FDT 12 and PH5 is PH 5, but MILE9 is a name.
    place := regexp_replace(place, rules.numbered, E'\\1  \\2', 'g');
    -- Before the leading network codes, which may come to light behind it.
    place := regexp_replace(place, rules.equipment, '', 'g');
    place := regexp_replace(place, rules.network_prefixes, '');
    if string_to_array(place, ' ') && rules.rewritten_words then
      foreach rule slice 1 in array rules.rewritings loop
        place := replace(place, rule[1], rule[2]);
      end loop;
    end if;
    if length(place) > longest then
      return null;
    end if;
    -- After the aliases: Buru Buru is a place, Buru is not. Word by word: a pattern that looks for a word again takes the cube of the length.
    words := string_to_array(btrim(place), '  ');
    undoubled := '';
    for position in 1..cardinality(words) loop
      if position = 1 or words[position] <> words[position - 1] then
        undoubled := undoubled || ' ' || words[position] || ' ';
      end if;
    end loop;
    place := undoubled;

    if place = before or not (string_to_array(place, ' ') && rules.rule_words or place ~ rules.numbered) then
      return place;
    end if;
  end loop;
  return null;
end
$function$;
comment on function tickets.settled_name(text) is 'The name as the rules leave it, in upper case, every word with a space on either side; NULL when they never leave it alone, and of more than 30 words or 1000 characters.';

CREATE OR REPLACE FUNCTION tickets.sla_due_at(clock_start timestamp with time zone, policy_hours numeric)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (clock_start + ((policy_hours)::double precision * '01:00:00'::interval));
comment on function tickets.sla_due_at(timestamp with time zone,numeric) is 'When an open ticket is to be closed; NULL without a clock or a policy.';

CREATE OR REPLACE FUNCTION tickets.sla_outcome(sla_status text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE lower((translate(sla_status, ' 	
 _-'::text, ''::text) COLLATE "C")) WHEN 'compliant'::text THEN 'compliant'::text WHEN 'withinsla'::text THEN 'compliant'::text WHEN 'insla'::text THEN 'compliant'::text WHEN 'slamet'::text THEN 'compliant'::text WHEN 'breached'::text THEN 'breached'::text WHEN 'slabreached'::text THEN 'breached'::text WHEN 'outofsla'::text THEN 'breached'::text WHEN 'outsidesla'::text THEN 'breached'::text WHEN 'slamissed'::text THEN 'breached'::text WHEN 'noncompliant'::text THEN 'breached'::text WHEN 'notcompliant'::text THEN 'breached'::text ELSE NULL::text END;
comment on function tickets.sla_outcome(text) is 'compliant or breached, for the spellings of sla_status: Compliant, Within SLA, In SLA, SLA met; Breached, SLA breached, Out of SLA, Outside SLA, SLA missed, Non-compliant, Not compliant. Case, blanks, hyphens and underscores do not matter; NULL for anything else.';

CREATE OR REPLACE FUNCTION tickets.sla_state(clock_start timestamp with time zone, policy_hours numeric, at timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN CASE WHEN (policy_hours IS NULL) THEN 'no_policy'::text WHEN ((clock_start IS NULL) OR (clock_start > at)) THEN 'unknown'::text WHEN (at >= tickets.sla_due_at(clock_start, policy_hours)) THEN 'breached'::text WHEN (at >= tickets.sla_due_at(clock_start, (policy_hours * 0.75))) THEN 'due_soon'::text ELSE 'ok'::text END;
comment on function tickets.sla_state(timestamp with time zone,numeric,timestamp with time zone) is 'How an open ticket stands: ok, due_soon in the last quarter of its hours, breached from the due moment on, unknown without a clock or with one that starts in the future, no_policy without hours. The one definition for views and dashboards.';

CREATE OR REPLACE FUNCTION tickets.tg_content_hash()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  new.content_hash := null;
  return new;
end
$function$;
comment on function tickets.tg_content_hash() is 'Takes away the hash of a record that was replaced by another one without a hash of its own.';
revoke execute on function tickets.tg_content_hash() from public;

CREATE OR REPLACE FUNCTION tickets.tg_gazetteer_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  -- The clock, not now(): in a long transaction that is its start, and a resolve may have come and gone since.
  new.changed_at := clock_timestamp();
  if tg_op = 'UPDATE' and old.refused
    and ((new.latitude, new.longitude) is distinct from (old.latitude, old.longitude) or new.verified and not old.verified)
  then
    new.refused := false;
  end if;
  return new;
end
$function$;
comment on function tickets.tg_gazetteer_changed() is 'Moves changed_at on every insert and update, by anybody; a refused point that is verified or becomes another one counts.';
revoke execute on function tickets.tg_gazetteer_changed() from public;

CREATE OR REPLACE FUNCTION tickets.tg_gazetteers()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform set_config('fleettickets.gazetteers', case
    when exists (select from tickets.geo_clusters where latitude is not null and longitude is not null)
      or exists (select from tickets.geo_locations where latitude is not null and longitude is not null)
    then 'some' else 'none' end, true);
  return null;
end
$function$;
comment on function tickets.tg_gazetteers() is 'Says in fleettickets.gazetteers, for the statement that begins, whether any gazetteer row has a point: some or none.';
revoke execute on function tickets.tg_gazetteers() from public;

CREATE OR REPLACE FUNCTION tickets.tg_ingested_at()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  new.ingested_at := now();
  return new;
end
$function$;
comment on function tickets.tg_ingested_at() is 'Lets ingested_at be the beginning of the transaction that wrote raw, by which a capture finds the ticket.';
revoke execute on function tickets.tg_ingested_at() from public;

CREATE OR REPLACE FUNCTION tickets.tg_located_at()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  -- As text: the points' own operators are PostGIS's.
  if (new.geo_source, new.geom::text) is distinct from (old.geo_source, old.geom::text) then
    new.located_at := now();
  end if;
  return new;
end
$function$;
comment on function tickets.tg_located_at() is 'Notes in located_at that a ticket was placed elsewhere by a statement that places tickets.';
revoke execute on function tickets.tg_located_at() from public;

CREATE OR REPLACE FUNCTION tickets.tg_name_rules_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  rules tickets.compiled_name_rules;
  current_rules tickets.compiled_name_rules;
  circular text;
begin
  -- Two changes at once: the second waits here, and then compiles the rules of both.
  select * into current_rules from tickets.compiled_name_rules for update;
  rules := tickets.compiled_rules();
  rules.only_one := true;
  rules.version := current_rules.version;
  if rules = current_rules then
    return null;
  end if;

  update tickets.compiled_name_rules
  set version = current_rules.version + 1, numbered = rules.numbered, equipment = rules.equipment, network_prefixes = rules.network_prefixes,
    rewritings = rules.rewritings, rewritten_words = rules.rewritten_words, rule_words = rules.rule_words;

  select words into circular
  from tickets.name_rules, lateral (select ' ' || replace(words, ' ', '  ') || ' ' as place) spaced
  where kind in ('expansion', 'alias') and coalesce(tickets.settled_name(place), place) = place
  order by kind, words
  limit 1;
  if found then
    raise exception 'by the rules of tickets.name_rules, replacing % leads back to it or never ends', circular
      using errcode = 'check_violation', hint = 'Look for a rule that writes what another one replaces, and remove one of the two.';
  end if;

  -- Tickets may have another key now: the next run looks again at those that any place could be meant for.
  update tickets.geo_locations set location_key = location_key;
  return null;
end
$function$;
comment on function tickets.tg_name_rules_changed() is 'Compiles the rules, raises their version when anything differs, and refuses rules that undo each other or never end.';
revoke execute on function tickets.tg_name_rules_changed() from public;

CREATE OR REPLACE FUNCTION tickets.tg_note_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if tg_table_schema <> 'tickets' then
    raise exception 'tickets.tg_note_write() is for the tables of tickets, not for %.%', tg_table_schema, tg_table_name
      using errcode = 'insufficient_privilege';
  end if;
  insert into tickets.uncaptured_writes (dataset, transaction_id, began)
  values (tg_table_name, pg_current_xact_id(), now())
  on conflict do nothing;
  return null;
end
$function$;
comment on function tickets.tg_note_write() is 'Leaves a note in tickets.uncaptured_writes that this transaction wrote tickets.';
revoke execute on function tickets.tg_note_write() from public;

CREATE OR REPLACE FUNCTION tickets.tg_open_counts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if tg_table_schema <> 'tickets' then
    raise exception 'tickets.tg_open_counts() is for the tables of tickets, not for %.%', tg_table_schema, tg_table_name
      using errcode = 'insufficient_privilege';
  end if;
  delete from tickets.open_counts where dataset = tg_table_name;
  return null;
end
$function$;
comment on function tickets.tg_open_counts() is 'Lets the next capture count the open tickets in full, because a deleted one leaves no trace.';
revoke execute on function tickets.tg_open_counts() from public;

CREATE OR REPLACE FUNCTION tickets.tg_ticket_geom()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  located record;
begin
  if current_setting('fleettickets.gazetteers', true) = 'none' and coalesce(new.raw ->> 'latitude', '') = '' then
    new.geom := null;
    new.geo_source := 'none';
    return new;
  end if;
  located := tickets.locate(new.raw);
  new.geom := located.geom;
  new.geo_source := located.geo_source;
  return new;
end
$function$;
comment on function tickets.tg_ticket_geom() is 'Keeps geom and geo_source at tickets.locate(raw), whoever writes the row.';
revoke execute on function tickets.tg_ticket_geom() from public;

CREATE OR REPLACE FUNCTION tickets.tg_write_count()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  most_rows constant integer := 20;
  earlier bigint := 0;
begin
  if tg_table_schema <> 'tickets' then
    raise exception 'tickets.tg_write_count() is for the tables of tickets, not for %.%', tg_table_schema, tg_table_name
      using errcode = 'insufficient_privilege';
  end if;
  -- A stricter isolation would fail on a row that another transaction has summed up.
  if current_setting('transaction_isolation') = 'read committed'
    and (select count(*) from tickets.write_counts where dataset = tg_table_name) > most_rows
  then
    with settled as (
      select dataset, transaction_id from tickets.write_counts
      where dataset = tg_table_name and transaction_id <> pg_current_xact_id()
      for update skip locked
    ), taken as (
      delete from tickets.write_counts w using settled s
      where w.dataset = s.dataset and w.transaction_id = s.transaction_id
      returning w.writes
    )
    select coalesce(sum(writes), 0) into earlier from taken;
  end if;
  insert into tickets.write_counts as w (dataset, transaction_id, writes)
  values (tg_table_name, pg_current_xact_id(), earlier + 1)
  on conflict (dataset, transaction_id) do update set writes = w.writes + excluded.writes;
  return null;
end
$function$;
comment on function tickets.tg_write_count() is 'Counts in tickets.write_counts a statement that wrote tickets.';
revoke execute on function tickets.tg_write_count() from public;

CREATE OR REPLACE FUNCTION tickets.trimmed(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN NULLIF(btrim(value, ' 	
                 　'::text), ''::text);
comment on function tickets.trimmed(text) is 'The text without Unicode white space at its ends; NULL when nothing is left.';

CREATE OR REPLACE FUNCTION tickets.visible_id(ticket_id text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN regexp_replace(ticket_id, '^[- - ­͏؀-؅؜۝܏࢐࢑࣢ᅟᅠ ឴឵᠋-᠏ -‏ -  -⁯⠀　ㅤ︀-️﻿ﾠ￹-￻𑂽𑃍𓐰-𓐿𛲠-𛲣𝅳-𝅺󠀁󠀠-󠁿󠄀-󠇯]+|[- - ­͏؀-؅؜۝܏࢐࢑࣢ᅟᅠ ឴឵᠋-᠏ -‏ -  -⁯⠀　ㅤ︀-️﻿ﾠ￹-￻𑂽𑃍𓐰-𓐿𛲠-𛲣𝅳-𝅺󠀁󠀠-󠁿󠄀-󠇯]+$'::text, ''::text, 'g'::text);
comment on function tickets.visible_id(text) is 'A ticket_id without the characters at its ends that nobody sees, as the loader reads it.';

CREATE OR REPLACE FUNCTION tickets.worth_of(place tickets.geo_locations)
 RETURNS integer
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  -- plpgsql looks for columns at the first call, by when 28 has added decided_by.
  return case when place.verified or place.decided_by is not null then 2 when place.latitude is not null then 1 else 0 end;
end
$function$;
comment on function tickets.worth_of(tickets.geo_locations) is 'Which of two rows for one place is kept: 2 what a person decided, 1 any other that has a point, 0 the rest.';
revoke execute on function tickets.worth_of(tickets.geo_locations) from public;

create view reporting.map_open_tickets with (security_invoker=true) as
 SELECT tickets.id,
    tickets.type,
    tickets.ticket_id,
    tickets.normalized_status AS status,
    tickets.raw_status,
    tickets.cluster,
    tickets.region,
    tickets.location_name,
    tickets.assigned_team AS team,
    tickets.owner,
    true AS is_open,
    tickets.sla_status,
        CASE
            WHEN tickets.is_actionable THEN tickets.sla_state(COALESCE(tickets.created_at_service, tickets.first_seen_at), policy.hours, now())
            ELSE NULL::text
        END AS sla_state,
        CASE
            WHEN (tickets.is_actionable AND (COALESCE(tickets.created_at_service, tickets.first_seen_at) <= now())) THEN tickets.sla_due_at(COALESCE(tickets.created_at_service, tickets.first_seen_at), policy.hours)
            ELSE NULL::timestamp with time zone
        END AS sla_due_at,
    tickets.created_at_service AS created_at,
    tickets.scheduled_at,
    tickets.closed_at,
    tickets.mttr,
    tickets.geo_source,
    tickets.geom
   FROM (reporting.tickets
     CROSS JOIN LATERAL ( SELECT ( SELECT p.hours
                   FROM tickets.sla_policy p
                  WHERE (p.dataset = tickets.type)) AS hours) policy)
  WHERE ((tickets.geo_source <> 'none'::text) AND tickets.is_actionable);
comment on view reporting.map_open_tickets is 'The open tickets that have a place, for a map: the properties of the GeoJSON as columns, and one geometry.';
comment on column reporting.map_open_tickets.id is 'Type and ticket_id, as inc/WOT0715527: no two rows have the same.';
comment on column reporting.map_open_tickets.type is 'inc or crq.';
comment on column reporting.map_open_tickets.ticket_id is 'Key of the ticket at the source.';
comment on column reporting.map_open_tickets.status is 'Canonical status, the one to filter on.';
comment on column reporting.map_open_tickets.raw_status is 'Status as the upstream system words it, upper case.';
comment on column reporting.map_open_tickets.cluster is 'Network cluster.';
comment on column reporting.map_open_tickets.region is 'Region, lower case.';
comment on column reporting.map_open_tickets.location_name is 'Location as delivered, with network codes.';
comment on column reporting.map_open_tickets.team is 'Team that the ticket is or was assigned to.';
comment on column reporting.map_open_tickets.owner is 'Person that the ticket is or was assigned to.';
comment on column reporting.map_open_tickets.is_open is 'Whether the ticket is open.';
comment on column reporting.map_open_tickets.sla_status is 'Compliant or Breached as the source says; only meaningful once the ticket is closed.';
comment on column reporting.map_open_tickets.sla_state is 'How an open ticket stands: ok, due_soon, breached, unknown or no_policy; NULL of the others.';
comment on column reporting.map_open_tickets.sla_due_at is 'When an open ticket is to be closed; NULL without a clock or a policy.';
comment on column reporting.map_open_tickets.created_at is 'When the ticket was opened; NULL on about 30 % of the rows.';
comment on column reporting.map_open_tickets.scheduled_at is 'When work is or was scheduled.';
comment on column reporting.map_open_tickets.closed_at is 'When the ticket was closed.';
comment on column reporting.map_open_tickets.mttr is 'Time to repair in minutes, as the source reckons it; NULL until closed.';
comment on column reporting.map_open_tickets.geo_source is 'What geom came from: feed, location or cluster.';
comment on column reporting.map_open_tickets.geom is 'Where the ticket is (WGS 84).';
grant select on reporting.map_open_tickets to fleettickets_ingest;
grant select on reporting.map_open_tickets to fleettickets_read;

create view reporting.map_tickets with (security_invoker=true) as
 SELECT tickets.id,
    tickets.type,
    tickets.ticket_id,
    tickets.normalized_status AS status,
    tickets.raw_status,
    tickets.cluster,
    tickets.region,
    tickets.location_name,
    tickets.assigned_team AS team,
    tickets.owner,
    (tickets.is_actionable IS TRUE) AS is_open,
    tickets.sla_status,
        CASE
            WHEN tickets.is_actionable THEN tickets.sla_state(COALESCE(tickets.created_at_service, tickets.first_seen_at), policy.hours, now())
            ELSE NULL::text
        END AS sla_state,
        CASE
            WHEN (tickets.is_actionable AND (COALESCE(tickets.created_at_service, tickets.first_seen_at) <= now())) THEN tickets.sla_due_at(COALESCE(tickets.created_at_service, tickets.first_seen_at), policy.hours)
            ELSE NULL::timestamp with time zone
        END AS sla_due_at,
    tickets.created_at_service AS created_at,
    tickets.scheduled_at,
    tickets.closed_at,
    tickets.mttr,
    tickets.geo_source,
    tickets.geom
   FROM (reporting.tickets
     CROSS JOIN LATERAL ( SELECT ( SELECT p.hours
                   FROM tickets.sla_policy p
                  WHERE (p.dataset = tickets.type)) AS hours) policy)
  WHERE (tickets.geo_source <> 'none'::text);
comment on view reporting.map_tickets is 'Every ticket that has a place, open or not, for a map: the properties of the GeoJSON as columns, and one geometry.';
comment on column reporting.map_tickets.id is 'Type and ticket_id, as inc/WOT0715527: no two rows have the same.';
comment on column reporting.map_tickets.type is 'inc or crq.';
comment on column reporting.map_tickets.ticket_id is 'Key of the ticket at the source.';
comment on column reporting.map_tickets.status is 'Canonical status, the one to filter on.';
comment on column reporting.map_tickets.raw_status is 'Status as the upstream system words it, upper case.';
comment on column reporting.map_tickets.cluster is 'Network cluster.';
comment on column reporting.map_tickets.region is 'Region, lower case.';
comment on column reporting.map_tickets.location_name is 'Location as delivered, with network codes.';
comment on column reporting.map_tickets.team is 'Team that the ticket is or was assigned to.';
comment on column reporting.map_tickets.owner is 'Person that the ticket is or was assigned to.';
comment on column reporting.map_tickets.is_open is 'Whether the ticket is open.';
comment on column reporting.map_tickets.sla_status is 'Compliant or Breached as the source says; only meaningful once the ticket is closed.';
comment on column reporting.map_tickets.sla_state is 'How an open ticket stands: ok, due_soon, breached, unknown or no_policy; NULL of the others.';
comment on column reporting.map_tickets.sla_due_at is 'When an open ticket is to be closed; NULL without a clock or a policy.';
comment on column reporting.map_tickets.created_at is 'When the ticket was opened; NULL on about 30 % of the rows.';
comment on column reporting.map_tickets.scheduled_at is 'When work is or was scheduled.';
comment on column reporting.map_tickets.closed_at is 'When the ticket was closed.';
comment on column reporting.map_tickets.mttr is 'Time to repair in minutes, as the source reckons it; NULL until closed.';
comment on column reporting.map_tickets.geo_source is 'What geom came from: feed, location or cluster.';
comment on column reporting.map_tickets.geom is 'Where the ticket is (WGS 84).';
grant select on reporting.map_tickets to fleettickets_ingest;
grant select on reporting.map_tickets to fleettickets_read;

create view reporting.tickets with (security_invoker=true) as
 SELECT ('inc/'::text || inc.ticket_id) AS id,
    'inc'::text AS type,
    inc.ticket_id,
    inc.geom,
    inc.geo_source,
    inc.ingested_at,
    inc.normalized_status,
    inc.raw_status,
    inc.bucket,
    inc.cluster,
    inc.region,
    inc.location_name,
    inc.assigned_team,
    inc.owner,
    inc.sla_status,
    inc.is_actionable,
    inc.mttr,
    inc.created_at_service,
    inc.scheduled_at,
    inc.closed_at,
    inc.first_seen_at,
    inc.last_seen_at,
    inc.source_created_at,
    inc.source_updated_at,
    inc.latitude,
    inc.longitude,
    inc.geog,
    inc.located_at
   FROM tickets.inc
UNION ALL
 SELECT ('crq/'::text || crq.ticket_id) AS id,
    'crq'::text AS type,
    crq.ticket_id,
    crq.geom,
    crq.geo_source,
    crq.ingested_at,
    crq.normalized_status,
    crq.raw_status,
    crq.bucket,
    crq.cluster,
    crq.region,
    crq.location_name,
    crq.assigned_team,
    crq.owner,
    crq.sla_status,
    crq.is_actionable,
    crq.mttr,
    crq.created_at_service,
    crq.scheduled_at,
    crq.closed_at,
    crq.first_seen_at,
    crq.last_seen_at,
    crq.source_created_at,
    crq.source_updated_at,
    crq.latitude,
    crq.longitude,
    crq.geog,
    crq.located_at
   FROM tickets.crq;
comment on view reporting.tickets is 'The tickets of both types, without raw. A constant type in the WHERE clause leaves one table; the indexes of both are used through it. Maps have reporting.map_tickets.';
comment on column reporting.tickets.id is 'Type and ticket_id, as inc/WOT0715527: no two rows have the same.';
comment on column reporting.tickets.type is 'inc or crq.';
comment on column reporting.tickets.ticket_id is 'Key of the ticket at the source, for example WOT0715527 or CRQ0042871.';
comment on column reporting.tickets.geom is 'Where the ticket is; NULL when nothing knows. Set by a trigger, whoever writes the row.';
comment on column reporting.tickets.geo_source is 'What geom came from: feed, location, cluster or none.';
comment on column reporting.tickets.ingested_at is 'When the loader last wrote this row, which it does only when raw changed.';
comment on column reporting.tickets.normalized_status is 'Canonical status, the one to filter on.';
comment on column reporting.tickets.raw_status is 'Status as the upstream system words it, upper case.';
comment on column reporting.tickets.bucket is 'Lifecycle flag of the source: closed or pending.';
comment on column reporting.tickets.cluster is 'Network cluster.';
comment on column reporting.tickets.region is 'Region, lower case.';
comment on column reporting.tickets.location_name is 'Location as delivered, with network codes; tickets.clean_location() takes the place out of it.';
comment on column reporting.tickets.assigned_team is 'Team that the ticket is or was assigned to.';
comment on column reporting.tickets.owner is 'Person that the ticket is or was assigned to.';
comment on column reporting.tickets.sla_status is 'Compliant or Breached as the source says; only meaningful once the ticket is closed.';
comment on column reporting.tickets.is_actionable is 'True: the ticket is open. NULL: the source said neither.';
comment on column reporting.tickets.mttr is 'Time to repair in minutes, as the source reckons it: not closed_at - created_at_service. NULL until closed.';
comment on column reporting.tickets.created_at_service is 'When the ticket was opened; NULL on about 30 % of the rows.';
comment on column reporting.tickets.scheduled_at is 'When work is or was scheduled.';
comment on column reporting.tickets.closed_at is 'When the ticket was closed.';
comment on column reporting.tickets.first_seen_at is 'When the export first saw the ticket.';
comment on column reporting.tickets.last_seen_at is 'When the export last saw the ticket.';
comment on column reporting.tickets.source_created_at is 'When the source system created its record.';
comment on column reporting.tickets.source_updated_at is 'When the source system last changed its record.';
comment on column reporting.tickets.latitude is 'Latitude of geom in degrees (WGS 84).';
comment on column reporting.tickets.longitude is 'Longitude of geom in degrees (WGS 84).';
comment on column reporting.tickets.geog is 'geom as geography: distances come out in metres.';
comment on column reporting.tickets.located_at is 'When the ticket was last placed elsewhere without its record having changed, by a change of the gazetteers; NULL: never.';
grant select on reporting.tickets to fleettickets_ingest;
grant select on reporting.tickets to fleettickets_read;

CREATE OR REPLACE FUNCTION reporting.check_map_filters(p_open_only boolean, p_type text, p_sla_state text, p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_changed_since timestamp with time zone, p_limit integer)
 RETURNS void
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if p_type is not null and p_type not in ('inc', 'crq') then
    raise invalid_parameter_value using message = format('p_type %L is unknown; valid are inc, crq', p_type), hint = 'NULL means both types.';
  end if;
  if p_sla_state is not null and p_sla_state not in ('ok', 'due_soon', 'breached', 'unknown', 'no_policy') then
    raise invalid_parameter_value using
      message = format('p_sla_state %L is unknown; valid are ok, due_soon, breached, unknown, no_policy', p_sla_state),
      hint = 'NULL means every state.';
  end if;
  if p_sla_state is not null and not p_open_only then
    raise invalid_parameter_value using
      message = 'p_sla_state goes with p_open_only true: only an open ticket has a state',
      hint = 'Leave out p_sla_state, or leave p_open_only at true.';
  end if;
  if num_nulls(p_west, p_south, p_east, p_north) not in (0, 4) then
    raise invalid_parameter_value using
      message = format('p_west %s, p_south %s, p_east %s, p_north %s: a bounding box needs all four', coalesce(p_west::text, 'NULL'),
        coalesce(p_south::text, 'NULL'), coalesce(p_east::text, 'NULL'), coalesce(p_north::text, 'NULL')),
      hint = 'Give degrees, -180 to 180 and -90 to 90.';
  end if;
  if p_west is not null and not (p_west between -180 and 180 and p_east between -180 and 180 and p_south between -90 and 90
    and p_north between -90 and 90 and p_west <= p_east and p_south <= p_north)
  then
    raise invalid_parameter_value using
      message = format('p_west %s, p_south %s, p_east %s, p_north %s is no bounding box; valid are -180 to 180 from west to east and -90 to 90 from south to north',
        p_west, p_south, p_east, p_north),
      hint = 'A box across the 180th meridian is two boxes.';
  end if;
  if p_changed_since is not null and not isfinite(p_changed_since) then
    raise invalid_parameter_value using message = format('p_changed_since is %s; valid is a moment', p_changed_since),
      hint = 'Give the as_of of the last answer, or NULL for everything.';
  end if;
  if p_limit is not null and p_limit < 1 then
    raise invalid_parameter_value using message = format('p_limit is %s; valid are 1 and more', p_limit), hint = 'NULL means no limit.';
  end if;
end
$function$;
comment on function reporting.check_map_filters(boolean,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,integer) is 'An error that names the parameter and the valid values when a filter of the map is unknown or contradicts another one.';
grant execute on function reporting.check_map_filters(boolean,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,integer) to fleettickets_ingest;
grant execute on function reporting.check_map_filters(boolean,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,integer) to fleettickets_read;
revoke execute on function reporting.check_map_filters(boolean,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,integer) from public;

CREATE OR REPLACE FUNCTION reporting.check_map_names(p_cluster text, p_status text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET jit TO 'off'
AS $function$
declare
  most_names constant integer := 100;
  given record;
  known text[];
begin
  for given in
    select * from (values ('p_cluster', p_cluster), ('p_status', p_status)) filters (parameter, value) where value is not null
  loop
    select array_agg(name order by name collate "C") into known
    from (
      select distinct case given.parameter when 'p_cluster' then cluster else normalized_status end as name from reporting.tickets
    ) names
    where name is not null;
    if given.value <> all (coalesce(known, '{}')) then
      raise invalid_parameter_value using message = format('%s %L is unknown; %s', given.parameter, given.value,
        case
          when known is null then 'no ticket names any'
          else 'valid are ' || array_to_string(known[:most_names], ', ')
            || case when cardinality(known) > most_names then format(' and %s more', cardinality(known) - most_names) else '' end
        end);
    end if;
  end loop;
end
$function$;
comment on function reporting.check_map_names(text,text) is 'An error that lists the valid names when no ticket has the cluster or the status; asked only when a filter finds nothing.';
grant execute on function reporting.check_map_names(text,text) to fleettickets_ingest;
grant execute on function reporting.check_map_names(text,text) to fleettickets_read;
revoke execute on function reporting.check_map_names(text,text) from public;

CREATE OR REPLACE FUNCTION reporting.checked_tile_params(query_params json, OUT open_only boolean, OUT of_type text, OUT of_cluster text, OUT of_status text, OUT of_sla_state text)
 RETURNS record
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  given jsonb := coalesce(nullif(query_params::jsonb, 'null'), '{}');
  unknown text;
begin
  if jsonb_typeof(given) <> 'object' then
    raise invalid_parameter_value using message = format('query_params is of type %s; valid is an object', jsonb_typeof(given));
  end if;
  select string_agg(name, ', ' order by name collate "C") into unknown
  from jsonb_object_keys(given) name
  where name not in ('open_only', 'type', 'cluster', 'status', 'sla_state');
  if unknown is not null then
    raise invalid_parameter_value using
      message = format('query_params has the unknown %s; valid are open_only, type, cluster, status, sla_state', unknown);
  end if;
  open_only := coalesce(tickets.boolean_of(given ->> 'open_only'), true);
  if given ->> 'open_only' <> '' and tickets.boolean_of(given ->> 'open_only') is null then
    raise invalid_parameter_value using message = format('query_params open_only %L is unknown; valid are true, false', given ->> 'open_only');
  end if;
  -- A tile server hands on what stands in the address: an empty value is none.
  of_type := nullif(given ->> 'type', '');
  of_cluster := nullif(given ->> 'cluster', '');
  of_status := nullif(given ->> 'status', '');
  of_sla_state := nullif(given ->> 'sla_state', '');
  perform reporting.check_map_filters(open_only, of_type, of_sla_state, null, null, null, null, null, null);
end
$function$;
comment on function reporting.checked_tile_params(json) is 'The filters in query_params of tickets_mvt; an error that names the valid ones for anything else.';
grant execute on function reporting.checked_tile_params(json) to fleettickets_ingest;
grant execute on function reporting.checked_tile_params(json) to fleettickets_read;
revoke execute on function reporting.checked_tile_params(json) from public;

CREATE OR REPLACE FUNCTION reporting.checked_type(p_dataset text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if p_dataset in ('inc', 'crq') then
    return p_dataset;
  end if;
  raise invalid_parameter_value using message = format('p_dataset %s is unknown; valid are inc, crq', coalesce(quote_literal(p_dataset), 'NULL'));
end
$function$;
comment on function reporting.checked_type(text) is 'inc or crq as given; an error that names both for anything else.';

CREATE OR REPLACE FUNCTION reporting.crq_dashboard_geojson(p_cluster text DEFAULT NULL::text, p_status text DEFAULT NULL::text, p_window text DEFAULT NULL::text, p_from date DEFAULT NULL::date, p_to date DEFAULT NULL::date)
 RETURNS json
 LANGUAGE sql
 STABLE
AS $function$
  select reporting.dashboard_geojson_at('crq'::pg_catalog.text, p_cluster, p_status, p_window, p_from, p_to, pg_catalog.now())
$function$;
comment on function reporting.crq_dashboard_geojson(text,text,text,date,date) is 'Installation requests for a dashboard, as fn_crq_dashboard has them, as text: what an API passes on.';

CREATE OR REPLACE FUNCTION reporting.dashboard(p_type text, p_cluster text, p_status text, p_window text, p_from date, p_to date, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return reporting.dashboard_geojson_at(p_type, p_cluster, p_status, p_window, p_from, p_to, p_now)::jsonb;
end
$function$;
comment on function reporting.dashboard(text,text,text,text,date,date,timestamp with time zone) is 'The dashboard of one type (inc or crq) as it stands at p_now; what fn_inc_dashboard and fn_crq_dashboard return.';

CREATE OR REPLACE FUNCTION reporting.dashboard_geojson_at(p_type text, p_cluster text, p_status text, p_window text, p_from date, p_to date, p_now timestamp with time zone)
 RETURNS json
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  period record := reporting.eat_window(p_window, p_from, p_to, tickets.eat_day(p_now));
  starts timestamptz := tickets.eat_midnight(period.from_day);
  ends timestamptz := tickets.eat_midnight(period.to_day + 1);
  open text;
begin
  open := reporting.features_text(
    concat('{"window":', jsonb_build_object('name', period.name, 'from', period.from_day, 'to', period.to_day),
      ',"open":{"type":"FeatureCollection","features":['),
    ']},"closed":{"type":"FeatureCollection","features":[', 'open', p_type, p_cluster, p_status,
    null, null, null, null, null, null, null, null, null, p_now);
  -- What is written so far is the head of the rest.
  return reporting.features_text(
    open,
    concat(']},"metrics":', reporting.metrics(p_type, p_cluster, p_status, starts, ends, p_now), ',"freshness":', reporting.freshness(), '}'),
    'closed', p_type, p_cluster, p_status, null, null, null, null, null, null, starts, ends, null, p_now);
end
$function$;
comment on function reporting.dashboard_geojson_at(text,text,text,text,date,date,timestamp with time zone) is 'The dashboard of one type (inc or crq) as it stands at p_now, as text; what the dashboards of both forms return.';
grant execute on function reporting.dashboard_geojson_at(text,text,text,text,date,date,timestamp with time zone) to fleettickets_ingest;
grant execute on function reporting.dashboard_geojson_at(text,text,text,text,date,date,timestamp with time zone) to fleettickets_read;
revoke execute on function reporting.dashboard_geojson_at(text,text,text,text,date,date,timestamp with time zone) from public;

CREATE OR REPLACE FUNCTION reporting.eat_iso(moment timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN to_char((moment AT TIME ZONE '03:00:00'::interval), 'YYYY-MM-DD"T"HH24:MI:SS"+03:00"'::text);
comment on function reporting.eat_iso(timestamp with time zone) is 'ISO 8601 with offset, in East Africa Time, which is +03:00 all year.';

CREATE OR REPLACE FUNCTION reporting.eat_window(p_window text, p_from date, p_to date, p_today date, OUT name text, OUT from_day date, OUT to_day date)
 RETURNS record
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  given boolean := p_from is not null or p_to is not null;
begin
  name := coalesce(p_window, case when given then 'custom' else 'today' end);

  if name = 'custom' then
    if not coalesce(isfinite(p_from), false) or not coalesce(isfinite(p_to), false) then
      raise invalid_parameter_value using message =
        format('p_from is %s and p_to is %s: the custom window needs two dates', coalesce(p_from::text, 'missing'), coalesce(p_to::text, 'missing')),
        hint = 'Give both as YYYY-MM-DD, East Africa Time, both days included.';
    end if;
    if p_from > p_to then
      raise invalid_parameter_value using message =
        format('p_from %s is after p_to %s', to_char(p_from, 'YYYY-MM-DD'), to_char(p_to, 'YYYY-MM-DD')),
        hint = 'Give the earlier day as p_from; both days are included.';
    end if;
  elsif given then
    raise invalid_parameter_value using message =
      format('p_from and p_to go with p_window custom, not with %L', name),
      hint = 'Leave out p_window, or leave out the dates.';
  end if;

  to_day := case name when 'custom' then p_to when 'yesterday' then p_today - 1 else p_today end;
  from_day := case name
    when 'today' then p_today
    when 'yesterday' then p_today - 1
    when '7d' then p_today - 6
    when '30d' then p_today - 29
    when 'this_week' then date_trunc('week', p_today::timestamp)::date
    when 'this_month' then date_trunc('month', p_today::timestamp)::date
    when 'custom' then p_from
  end;
  if from_day is null then
    raise invalid_parameter_value using message =
      format('p_window %L is unknown; valid are today, yesterday, 7d, 30d, this_week, this_month, custom', name),
      hint = 'Without p_window it is today, or custom when p_from and p_to are given.';
  end if;
end
$function$;
comment on function reporting.eat_window(text,date,date,date) is 'First and last day of a named window, in East Africa Time calendar days, both included; an error names the parameter and the valid values.';

CREATE OR REPLACE FUNCTION reporting.features(p_scope text, p_type text DEFAULT NULL::text, p_cluster text DEFAULT NULL::text, p_status text DEFAULT NULL::text, p_closed_from timestamp with time zone DEFAULT NULL::timestamp with time zone, p_closed_before timestamp with time zone DEFAULT NULL::timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return reporting.features_text(
    '[', ']', p_scope, p_type, p_cluster, p_status, null, null, null, null, null, null, p_closed_from, p_closed_before, null, now())::jsonb;
end
$function$;
comment on function reporting.features(text,text,text,text,timestamp with time zone,timestamp with time zone) is 'GeoJSON features of the tickets that have a place, ordered by ticket_id: all, the open, or those closed from p_closed_from until before p_closed_before; NULL does not filter. features_text has the same as text.';

CREATE OR REPLACE FUNCTION reporting.features_text(p_head text, p_tail text, p_scope text, p_type text, p_cluster text, p_status text, p_sla_state text, p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_changed_since timestamp with time zone, p_closed_from timestamp with time zone, p_closed_before timestamp with time zone, p_limit integer, p_now timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
 SET random_page_cost TO '1.1'
 SET jit TO 'off'
 SET extra_float_digits TO '1'
 SET "TimeZone" TO '<+03>-03'
AS $function$
declare
  inc_hours numeric := (select hours from tickets.sla_policy where dataset = 'inc');
  crq_hours numeric := (select hours from tickets.sla_policy where dataset = 'crq');
begin
  return coalesce((
    -- Head and tail go in with the first and the last feature: to add them afterwards would copy the document twice.
    select string_agg(concat(
      case when is_first then p_head else ',' end,
      '{"type":"Feature","id":', to_json(t.ticket_id),
      ',"geometry":{"type":"Point","coordinates":[', round(longitude * 1e7) / 1e7, ',', round(latitude * 1e7) / 1e7, ']},"properties":',
      row_to_json(properties), '}',
      case when is_last then p_tail end), '')
    from (
      select *, row_number() over () = 1 as is_first, lead(true) over () is null as is_last
      from (
        select *
        from reporting.selected_tickets(
          p_scope, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, p_closed_from, p_closed_before,
          inc_hours, crq_hours, p_now)
        where geo_source <> 'none'
        order by ticket_id collate "C", type
        limit p_limit
      ) selected
    ) t
    cross join lateral (
      select coalesce(created_at_service, first_seen_at), case t.type when 'inc' then inc_hours else crq_hours end
    ) clock (start, hours)
    cross join lateral (
      select t.type, t.ticket_id, normalized_status as status, raw_status, cluster, region, location_name, assigned_team as team, owner,
        is_actionable is true as is_open, sla_status,
        case when is_actionable then tickets.sla_state(clock.start, clock.hours, p_now) end as sla_state,
        case when is_actionable and clock.start <= p_now then date_trunc('second', tickets.sla_due_at(clock.start, clock.hours)) end as sla_due_at,
        date_trunc('second', created_at_service) as created_at,
        date_trunc('second', scheduled_at) as scheduled_at,
        date_trunc('second', closed_at) as closed_at,
        mttr, geo_source
    ) properties), p_head || p_tail);
end
$function$;
comment on function reporting.features_text(text,text,text,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,timestamp with time zone,timestamp with time zone,integer,timestamp with time zone) is 'GeoJSON features of the selected tickets that have a place, ordered by ticket_id and separated by commas, between p_head and p_tail: the one builder for map and dashboards. Timestamps ISO 8601 at +03:00, mttr in minutes, sla_state as of p_now.';
grant execute on function reporting.features_text(text,text,text,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,timestamp with time zone,timestamp with time zone,integer,timestamp with time zone) to fleettickets_ingest;
grant execute on function reporting.features_text(text,text,text,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,timestamp with time zone,timestamp with time zone,integer,timestamp with time zone) to fleettickets_read;
revoke execute on function reporting.features_text(text,text,text,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,timestamp with time zone,timestamp with time zone,integer,timestamp with time zone) from public;

CREATE OR REPLACE FUNCTION reporting.fn_crq_dashboard(p_cluster text DEFAULT NULL::text, p_status text DEFAULT NULL::text, p_window text DEFAULT NULL::text, p_from date DEFAULT NULL::date, p_to date DEFAULT NULL::date)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN reporting.dashboard('crq'::text, p_cluster, p_status, p_window, p_from, p_to, now());
comment on function reporting.fn_crq_dashboard(text,text,text,date,date) is 'As fn_inc_dashboard, for installation requests. open_breached and open_due_soon are NULL while tickets.sla_policy has no hours for them.';

CREATE OR REPLACE FUNCTION reporting.fn_inc_dashboard(p_cluster text DEFAULT NULL::text, p_status text DEFAULT NULL::text, p_window text DEFAULT NULL::text, p_from date DEFAULT NULL::date, p_to date DEFAULT NULL::date)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN reporting.dashboard('inc'::text, p_cluster, p_status, p_window, p_from, p_to, now());
comment on function reporting.fn_inc_dashboard(text,text,text,date,date) is 'Incidents for a dashboard: window, open and closed as GeoJSON, metrics, freshness. p_window: today (default), yesterday, 7d, 30d, this_week, this_month, custom with p_from and p_to; East Africa Time days, both ends included.';

CREATE OR REPLACE FUNCTION reporting.fn_nearest_open(p_lng double precision, p_lat double precision, p_limit integer DEFAULT 10, p_max_metres double precision DEFAULT NULL::double precision, p_dataset text DEFAULT NULL::text)
 RETURNS TABLE(type text, ticket_id text, metres integer, longitude double precision, latitude double precision, geo_source text, cluster text, location_name text, assigned_team text, owner text, normalized_status text, hours_open double precision, sla_state text, geom public.geometry)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
 SET random_page_cost TO '1.1'
 SET jit TO 'off'
AS $function$
#variable_conflict use_column
declare
  -- The index goes by a sphere, the report by the spheroid; the two differ by less than 0.6 %, either way.
  margin constant double precision := 1.02;
  most integer := coalesce(p_limit, 10);
  here public.geography;
  reach double precision;
  of_type text := case when p_dataset is not null then reporting.checked_type(p_dataset) end;
begin
  if p_lng between -180 and 180 and p_lat between -90 and 90 then
    here := tickets.point(p_lng, p_lat)::public.geography;
  else
    raise invalid_parameter_value using message =
      format('p_lng %s, p_lat %s is no place; valid are -180 to 180 and -90 to 90', coalesce(p_lng::text, 'NULL'), coalesce(p_lat::text, 'NULL')),
      hint = 'Longitude comes first.';
  end if;
  if most not between 1 and 1000 then
    raise invalid_parameter_value using message = format('p_limit is %s; valid are 1 to 1000', most);
  end if;
  if p_max_metres < 0 or p_max_metres = 'NaN' then
    raise invalid_parameter_value using message = format('p_max_metres is %s; valid are 0 and more', p_max_metres);
  end if;

  -- As far as the last of so many by the index, and the margin beyond it. Each table's own index gives its nearest; one ORDER BY over both
  -- would sort every open ticket.
  select sphere into reach
  from (
    (select geog operator(public.<->) here as sphere from tickets.inc where of_type is distinct from 'crq' and is_actionable and geog is not null order by 1 limit most)
    union all
    (select geog operator(public.<->) here from tickets.crq where of_type is distinct from 'inc' and is_actionable and geog is not null order by 1 limit most)
  ) nearest
  order by sphere
  offset most - 1
  limit 1;
  -- Fewer than asked for: all of them. Half the way around the world is 20,038 km.
  reach := least(coalesce(reach, 3e7), p_max_metres) * margin + 1;

  return query
  select n.type, n.ticket_id, n.metres::integer, longitude, latitude, geo_source, cluster, location_name, assigned_team, owner,
    normalized_status, hours_open::double precision, sla_state, geom::public.geometry(Point, 4326)
  from (
    select type, ticket_id, round(metres) as metres
    from (
      select 'inc' as type, ticket_id, public.st_distance(geog, here, true) as metres
      from tickets.inc
      where of_type is distinct from 'crq' and is_actionable and geog is not null and (reach > 2e7 or public.st_dwithin(geog, here, reach, false))
      union all
      select 'crq', ticket_id, public.st_distance(geog, here, true)
      from tickets.crq
      where of_type is distinct from 'inc' and is_actionable and geog is not null and (reach > 2e7 or public.st_dwithin(geog, here, reach, false))
    ) candidate
    where p_max_metres is null or metres <= p_max_metres
    order by round(metres), ticket_id collate "C", type
    limit most
  ) n
  join lateral (
    select * from tickets.inc_open_sla where n.type = 'inc' and ticket_id = n.ticket_id
    union all
    select * from tickets.crq_open_sla where n.type = 'crq' and ticket_id = n.ticket_id
  ) ticket on true
  order by n.metres, n.ticket_id collate "C", n.type;
end
$function$;
comment on function reporting.fn_nearest_open(double precision,double precision,integer,double precision,text) is 'The p_limit (1 to 1000, default 10) open tickets nearest to a place by the metres that it reports, nearest first, then by ticket_id, within p_max_metres when given, of both types or of p_dataset (inc or crq). geo_source says how sure the place is: cluster is the middle of a network cluster. hours_open and sla_state as in the open_sla views.';

CREATE OR REPLACE FUNCTION reporting.fn_points(p_open_only boolean DEFAULT true, p_type text DEFAULT NULL::text, p_cluster text DEFAULT NULL::text, p_status text DEFAULT NULL::text, p_sla_state text DEFAULT NULL::text, p_west double precision DEFAULT NULL::double precision, p_south double precision DEFAULT NULL::double precision, p_east double precision DEFAULT NULL::double precision, p_north double precision DEFAULT NULL::double precision, p_by text DEFAULT 'place'::text)
 RETURNS TABLE(longitude double precision, latitude double precision, cluster text, tickets integer, open integer, breached integer, due_soon integer, inc integer, crq integer, geom public.geometry)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
 SET random_page_cost TO '1.1'
 SET jit TO 'off'
AS $function$
#variable_conflict use_column
declare
  open_only boolean := coalesce(p_open_only, true);
  inc_hours numeric := (select hours from tickets.sla_policy where dataset = 'inc');
  crq_hours numeric := (select hours from tickets.sla_policy where dataset = 'crq');
begin
  perform reporting.check_map_filters(open_only, p_type, p_sla_state, p_west, p_south, p_east, p_north, null, null);
  if coalesce(p_by, 'place') not in ('place', 'cluster') then
    raise invalid_parameter_value using message = format('p_by %L is unknown; valid are place, cluster', p_by);
  end if;

  return query
  select lng, lat, case when is_one then named end, n::integer, open::integer, breached::integer, due_soon::integer, inc::integer, (n - inc)::integer,
    public.st_setsrid(public.st_makepoint(lng, lat), 4326)::public.geometry(Point, 4326)
  from (
    select round(avg(s.longitude) * 1e7) / 1e7 as lng, round(avg(s.latitude) * 1e7) / 1e7 as lat, min(s.cluster collate "C") as named,
      count(s.cluster) = count(*) and min(s.cluster collate "C") = max(s.cluster collate "C") as is_one,
      count(*) as n,
      count(*) filter (where is_actionable) as open,
      count(*) filter (where sla_state = 'breached') as breached,
      count(*) filter (where sla_state = 'due_soon') as due_soon,
      count(*) filter (where s.type = 'inc') as inc
    from reporting.selected_tickets(
      case when open_only then 'open' else 'all' end, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north,
      null, null, null, inc_hours, crq_hours, now()) s
    cross join lateral (
      select case when is_actionable then tickets.sla_state(
        coalesce(s.created_at_service, s.first_seen_at), case s.type when 'inc' then inc_hours else crq_hours end, now()) end
    ) state (sla_state)
    where geo_source <> 'none'
    group by case when p_by = 'cluster' then s.cluster else s.longitude::text || ' ' || s.latitude::text end
  ) point
  order by n desc, lng, lat;
end
$function$;
comment on function reporting.fn_points(boolean,text,text,text,text,double precision,double precision,double precision,double precision,text) is 'For a map of symbols: each place at which tickets stand, or with p_by cluster each cluster at the mean of its places, with how many are there: tickets, open, breached, due_soon, inc, crq; most first. cluster is NULL where tickets of several stand. Filters as in map_geojson.';

CREATE OR REPLACE FUNCTION reporting.fn_team_attribution(p_dataset text, p_from date, p_to date)
 RETURNS TABLE(team text, owner text, closed integer, closed_compliant integer, closed_breached integer, compliant_share double precision, mttr_avg_minutes double precision, mttr_median_minutes double precision, mttr_p90_minutes double precision)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
 SET jit TO 'off'
AS $function$
#variable_conflict use_column
declare
  of_type text := reporting.checked_type(p_dataset);
  period record := reporting.eat_window('custom', p_from, p_to, null);
begin
  return query
  select assigned_team, owner, closed, closed_compliant, closed_breached,
    round(closed_compliant / nullif(closed_compliant + closed_breached, 0)::numeric, 4)::double precision,
    mttr_avg, mttr_median, mttr_p90
  from (
    select assigned_team, owner, count(*)::integer as closed,
      (count(*) filter (where tickets.sla_outcome(sla_status) = 'compliant'))::integer as closed_compliant,
      (count(*) filter (where tickets.sla_outcome(sla_status) = 'breached'))::integer as closed_breached,
      round(avg(mttr), 1)::double precision as mttr_avg,
      round(percentile_cont(0.5) within group (order by mttr)::numeric, 1)::double precision as mttr_median,
      round(percentile_cont(0.9) within group (order by mttr)::numeric, 1)::double precision as mttr_p90
    from reporting.tickets
    where type = of_type and is_actionable is not true
      and closed_at >= tickets.eat_midnight(period.from_day) and closed_at < tickets.eat_midnight(period.to_day + 1)
    group by 1, 2
  ) closures
  order by closed desc, assigned_team collate "C", owner collate "C";
end
$function$;
comment on function reporting.fn_team_attribution(text,date,date) is 'Tickets closed from p_from to p_to (East Africa Time days, both included) by the team and owner they stand with now, most closures first; team or owner NULL: the source names none. Minutes; compliant_share 0 to 1, NULL when no closure says.';

CREATE OR REPLACE FUNCTION reporting.fn_ticket_trends(p_dataset text, p_from date, p_to date, p_cluster text DEFAULT NULL::text, p_team text DEFAULT NULL::text)
 RETURNS TABLE(day date, created integer, closed integer, closure_rate double precision, backlog integer, mttr_avg_minutes double precision, mttr_median_minutes double precision, mttr_p90_minutes double precision, compliant_share double precision)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
 SET jit TO 'off'
AS $function$
#variable_conflict use_column
declare
  -- A row a day: ten years, leap days included.
  most_days constant integer := 3660;
  of_type text := reporting.checked_type(p_dataset);
  period record := reporting.eat_window('custom', p_from, p_to, null);
  starts timestamptz := tickets.eat_midnight(period.from_day);
  ends timestamptz := tickets.eat_midnight(period.to_day + 1);
begin
  if period.to_day - period.from_day >= most_days then
    raise invalid_parameter_value using message =
      format('p_from %s to p_to %s are %s days; at most %s', to_char(period.from_day, 'YYYY-MM-DD'), to_char(period.to_day, 'YYYY-MM-DD'),
        period.to_day - period.from_day + 1, most_days),
      hint = 'Ask for ten years at a time.';
  end if;

  return query
  with of_team as not materialized (
    select * from reporting.tickets
    where type = of_type and (p_cluster is null or cluster = p_cluster) and (p_team is null or assigned_team = p_team)
  ), creations as (
    select tickets.eat_day(created_at_service) as day, count(*)::integer as created
    from of_team
    where coalesce(created_at_service, first_seen_at) >= starts and coalesce(created_at_service, first_seen_at) < ends
      and created_at_service is not null
    group by 1
  ), closures as (
    select tickets.eat_day(closed_at) as day, count(*)::integer as closed,
      round(avg(mttr), 1)::double precision as mttr_avg,
      round(percentile_cont(0.5) within group (order by mttr)::numeric, 1)::double precision as mttr_median,
      round(percentile_cont(0.9) within group (order by mttr)::numeric, 1)::double precision as mttr_p90,
      round(count(*) filter (where tickets.sla_outcome(sla_status) = 'compliant')
        / nullif(count(*) filter (where tickets.sla_outcome(sla_status) is not null), 0)::numeric, 4)::double precision as compliant_share
    from of_team
    where is_actionable is not true and closed_at >= starts and closed_at < ends
    group by 1
  ), backlogs as (
    -- Snapshots count whole datasets: of a cluster or a team nobody knows the backlog of a past day.
    select snapshot_date as day, open_total
    from (
      select 'inc' as type, * from tickets.inc_daily_snapshot
      union all
      select 'crq', * from tickets.crq_daily_snapshot
    ) snapshots
    where type = of_type and p_cluster is null and p_team is null
  )
  select day, coalesce(c.created, 0), coalesce(f.closed, 0), round(coalesce(f.closed, 0) / c.created::numeric, 4)::double precision, b.open_total,
    f.mttr_avg, f.mttr_median, f.mttr_p90, f.compliant_share
  from (select period.from_day + n as day from generate_series(0, period.to_day - period.from_day) n) days
  left join creations c using (day)
  left join closures f using (day)
  left join backlogs b using (day)
  order by day;
end
$function$;
comment on function reporting.fn_ticket_trends(text,date,date,text,text) is 'One row an East Africa Time day from p_from to p_to, both included, at most 3660 of them: created, closed, closure_rate (closed/created, NULL when none was created), backlog (open at the day''s last capture; NULL where no run captured, and with p_cluster or p_team), mttr in minutes and compliant_share (0 to 1) of the closed, NULL when none says.';

CREATE OR REPLACE FUNCTION reporting.fn_tickets_for_map(p_open_only boolean DEFAULT true)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return reporting.map_geojson_at(p_open_only, null, null, null, null, null, null, null, null, null, null, now())::jsonb;
end
$function$;
comment on function reporting.fn_tickets_for_map(boolean) is 'GeoJSON FeatureCollection (RFC 7946) of the open tickets, or of all, of both types, and a summary. map_geojson has the same as text, sooner, and with filters.';

CREATE OR REPLACE FUNCTION reporting.freshness()
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return (
    select jsonb_object_agg(dataset, coalesce(metadata, '{}') || jsonb_build_object(
      'source_max_at', reporting.eat_iso(source_max_at),
      'imported_at', reporting.eat_iso(imported_at),
      'age_minutes', floor(extract(epoch from now() - source_max_at) / 60)::bigint))
    from (values ('inc'), ('crq')) datasets (dataset)
    left join tickets.import_meta using (dataset)
    -- An object key ends in the file's time, with dashes where a clock has colons; 03 brings eat_ts.
    cross join lateral (
      select tickets.eat_ts(regexp_replace(
        metadata ->> 'source_max_key', '^.*([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2})-([0-9]{2})-([0-9]{2})[.]csv$', E'\\1:\\2:\\3')) as source_max_at
    ) watermark);
end
$function$;
comment on function reporting.freshness() is 'For each dataset import_meta''s metadata with source_max_at (time in the name of the newest applied file), imported_at and age_minutes (now - source_max_at).';

CREATE OR REPLACE FUNCTION reporting.inc_dashboard_geojson(p_cluster text DEFAULT NULL::text, p_status text DEFAULT NULL::text, p_window text DEFAULT NULL::text, p_from date DEFAULT NULL::date, p_to date DEFAULT NULL::date)
 RETURNS json
 LANGUAGE sql
 STABLE
AS $function$
  select reporting.dashboard_geojson_at('inc'::pg_catalog.text, p_cluster, p_status, p_window, p_from, p_to, pg_catalog.now())
$function$;
comment on function reporting.inc_dashboard_geojson(text,text,text,date,date) is 'Incidents for a dashboard, as fn_inc_dashboard has them, as text: what an API passes on.';

CREATE OR REPLACE FUNCTION reporting.map_counts(p_scope text, p_type text, p_cluster text, p_status text, p_sla_state text, p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_changed_since timestamp with time zone, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
 SET random_page_cost TO '1.1'
 SET jit TO 'off'
AS $function$
declare
  inc_hours numeric := (select hours from tickets.sla_policy where dataset = 'inc');
  crq_hours numeric := (select hours from tickets.sla_policy where dataset = 'crq');
begin
  return (
    with counted as (
      select type, coalesce(normalized_status, 'unknown') as status, geo_source, is_actionable is true as is_open, count(*) as n
      from reporting.selected_tickets(
        p_scope, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, null, null,
        inc_hours, crq_hours, p_now)
      group by 1, 2, 3, 4
    )
    select jsonb_build_object(
      'total', coalesce(sum(n), 0),
      'open', coalesce(sum(n) filter (where is_open), 0),
      'mapped', coalesce(sum(n) filter (where geo_source <> 'none'), 0),
      'unmapped', coalesce(sum(n) filter (where geo_source = 'none'), 0),
      'by_type', (select coalesce(jsonb_object_agg(type, n), '{}') from (select type, sum(n) as n from counted group by 1) _),
      'by_status', (select coalesce(jsonb_object_agg(status, n), '{}') from (select status, sum(n) as n from counted group by 1) _),
      'by_geo_source', (select coalesce(jsonb_object_agg(geo_source, n), '{}') from (select geo_source, sum(n) as n from counted group by 1) _))
    from counted);
end
$function$;
comment on function reporting.map_counts(text,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,timestamp with time zone) is 'Counts over all selected tickets, with and without a place, in one pass; a ticket without a status counts as unknown.';
grant execute on function reporting.map_counts(text,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,timestamp with time zone) to fleettickets_ingest;
grant execute on function reporting.map_counts(text,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,timestamp with time zone) to fleettickets_read;
revoke execute on function reporting.map_counts(text,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,timestamp with time zone) from public;

CREATE OR REPLACE FUNCTION reporting.map_geojson(p_open_only boolean DEFAULT true, p_type text DEFAULT NULL::text, p_cluster text DEFAULT NULL::text, p_status text DEFAULT NULL::text, p_sla_state text DEFAULT NULL::text, p_west double precision DEFAULT NULL::double precision, p_south double precision DEFAULT NULL::double precision, p_east double precision DEFAULT NULL::double precision, p_north double precision DEFAULT NULL::double precision, p_changed_since timestamp with time zone DEFAULT NULL::timestamp with time zone, p_limit integer DEFAULT NULL::integer)
 RETURNS json
 LANGUAGE sql
 STABLE
AS $function$
  select reporting.map_geojson_at(
    p_open_only, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, p_limit, pg_catalog.now())
$function$;
comment on function reporting.map_geojson(boolean,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,integer) is 'GeoJSON FeatureCollection (RFC 7946) of the open tickets, or of all, of both types, and a summary, as text: what an API passes on. NULL does not filter. A box takes its four sides in degrees. p_changed_since: only what was written or placed elsewhere after that moment, with the ids of changed tickets that are not or no longer among the features as removed; pass the as_of of the answer before. p_limit: the first so many by ticket_id, and cut says whether there are more. summary counts what the filters select, whatever p_limit.';

CREATE OR REPLACE FUNCTION reporting.map_geojson_at(p_open_only boolean, p_type text, p_cluster text, p_status text, p_sla_state text, p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_changed_since timestamp with time zone, p_limit integer, p_now timestamp with time zone)
 RETURNS json
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
 SET random_page_cost TO '1.1'
 SET jit TO 'off'
 SET "TimeZone" TO '<+03>-03'
AS $function$
declare
  open_only boolean := coalesce(p_open_only, true);
  of_scope text := case when open_only then 'open' else 'all' end;
  -- A transaction writes with the time of its beginning: what was committed since the last look may bear a time of before.
  margin constant interval := interval '10 minutes';
  inc_hours numeric := (select hours from tickets.sla_policy where dataset = 'inc');
  crq_hours numeric := (select hours from tickets.sla_policy where dataset = 'crq');
  counts jsonb;
  as_of timestamptz;
  removed json := '[]';
begin
  perform reporting.check_map_filters(open_only, p_type, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, p_limit);
  counts := reporting.map_counts(
    of_scope, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, p_now);
  if (counts ->> 'total')::bigint = 0 and p_changed_since is null then
    perform reporting.check_map_names(p_cluster, p_status);
  end if;

  select max(written) - margin into as_of
  from (
    select max(ingested_at) from tickets.inc
    union all
    select max(ingested_at) from tickets.crq
    union all
    select max(located_at) from tickets.inc
    union all
    select max(located_at) from tickets.crq
  ) latest (written);

  if p_changed_since is not null then
    select coalesce(json_agg(ticket_id order by ticket_id collate "C"), '[]') into removed
    from (
      select type, ticket_id
      from reporting.selected_tickets('all', p_type, null, null, null, null, null, null, null, p_changed_since, null, null, null, null, p_now)
      except all
      select type, ticket_id
      from reporting.selected_tickets(
        of_scope, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, null, null,
        inc_hours, crq_hours, p_now)
      where geo_source <> 'none'
    ) gone;
  end if;

  return reporting.features_text(
    '{"type":"FeatureCollection","features":[',
    concat('],"summary":', counts || jsonb_build_object('freshness', reporting.freshness()),
      ',"cut":', to_json(p_limit < (counts ->> 'mapped')::bigint is true), ',"as_of":', coalesce(to_json(as_of), 'null'), ',"removed":', removed, '}'),
    of_scope, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, null, null, p_limit, p_now);
end
$function$;
comment on function reporting.map_geojson_at(boolean,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,integer,timestamp with time zone) is 'The map as it stands at p_now; what map_geojson and fn_tickets_for_map return.';
grant execute on function reporting.map_geojson_at(boolean,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,integer,timestamp with time zone) to fleettickets_ingest;
grant execute on function reporting.map_geojson_at(boolean,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,integer,timestamp with time zone) to fleettickets_read;
revoke execute on function reporting.map_geojson_at(boolean,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,integer,timestamp with time zone) from public;

CREATE OR REPLACE FUNCTION reporting.map_summary(p_open_only boolean)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return reporting.map_counts(
    case when coalesce(p_open_only, true) then 'open' else 'all' end, null, null, null, null, null, null, null, null, null, now());
end
$function$;
comment on function reporting.map_summary(boolean) is 'Counts over all tickets in scope, with and without a place; a ticket without a status counts as unknown.';

CREATE OR REPLACE FUNCTION reporting.map_version(p_open_only boolean DEFAULT true, p_type text DEFAULT NULL::text, p_cluster text DEFAULT NULL::text, p_status text DEFAULT NULL::text, p_sla_state text DEFAULT NULL::text, p_west double precision DEFAULT NULL::double precision, p_south double precision DEFAULT NULL::double precision, p_east double precision DEFAULT NULL::double precision, p_north double precision DEFAULT NULL::double precision, p_changed_since timestamp with time zone DEFAULT NULL::timestamp with time zone, p_limit integer DEFAULT NULL::integer)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select reporting.map_version_at(
    p_open_only, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, p_limit, pg_catalog.now())
$function$;
comment on function reporting.map_version(boolean,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,integer) is 'A text that is another one whenever map_geojson with the same arguments would be: tickets, policy or import_meta changed, or a due moment passed. Only age_minutes of freshness, which follows from source_max_at, is left out. For ETag and If-None-Match.';

CREATE OR REPLACE FUNCTION reporting.map_version_at(p_open_only boolean, p_type text, p_cluster text, p_status text, p_sla_state text, p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_changed_since timestamp with time zone, p_limit integer, p_now timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET random_page_cost TO '1.1'
 SET jit TO 'off'
 SET "TimeZone" TO 'UTC'
 SET "DateStyle" TO 'ISO'
 SET extra_float_digits TO '1'
AS $function$
begin
  perform reporting.check_map_filters(
    coalesce(p_open_only, true), p_type, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, p_limit);
  return (
    select md5(concat_ws(' ',
      (select string_agg(concat(dataset, ' ', writes), ' ' order by dataset)
       from (select dataset, sum(writes) as writes from tickets.write_counts group by 1) written),
      (select string_agg(concat(dataset, ' ', imported_at, ' ', md5(metadata::text)), ' ' order by dataset) from tickets.import_meta),
      -- Of every moment at which a state turns, the latest that has passed: when another one has, it is a later one.
      (select string_agg(concat(p.dataset, ' ', p.hours, ' ', case when p.hours is not null then passed end), ' ' order by p.dataset)
       from tickets.sla_policy p
       cross join lateral (
         select string_agg(concat(
           (select max(coalesce(created_at_service, first_seen_at)) from tickets.inc
            where p.dataset = 'inc' and is_actionable and coalesce(created_at_service, first_seen_at) <= p_now - share * p.hours * interval '1 hour'),
           (select max(coalesce(created_at_service, first_seen_at)) from tickets.crq
            where p.dataset = 'crq' and is_actionable and coalesce(created_at_service, first_seen_at) <= p_now - share * p.hours * interval '1 hour')),
           ' ' order by share)
         from (values (0), (0.75), (1)) shares (share)
       ) turned (passed)),
      row(coalesce(p_open_only, true), p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, p_limit)::text)));
end
$function$;
comment on function reporting.map_version_at(boolean,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,integer,timestamp with time zone) is 'map_version as of p_now.';
grant execute on function reporting.map_version_at(boolean,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,integer,timestamp with time zone) to fleettickets_ingest;
grant execute on function reporting.map_version_at(boolean,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,integer,timestamp with time zone) to fleettickets_read;
revoke execute on function reporting.map_version_at(boolean,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,integer,timestamp with time zone) from public;

CREATE OR REPLACE FUNCTION reporting.metrics(p_type text, p_cluster text, p_status text, p_from timestamp with time zone, p_before timestamp with time zone, p_now timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
 SET random_page_cost TO '1.1'
 SET jit TO 'off'
AS $function$
declare
  policy_hours numeric := (select hours from tickets.sla_policy where dataset = p_type);
begin
  return (
    with scope as (
      select cluster, assigned_team, geo_source, created_at_service, mttr,
        tickets.sla_outcome(sla_status) as sla_outcome,
        is_actionable is true as is_open,
        tickets.sla_state(coalesce(created_at_service, first_seen_at), policy_hours, p_now) as sla_state,
        coalesce(created_at_service, first_seen_at) >= p_from and coalesce(created_at_service, first_seen_at) < p_before as is_begun,
        is_actionable is not true and closed_at >= p_from and closed_at < p_before as is_closed
      from reporting.tickets
      where type = p_type
        and (p_cluster is null or cluster = p_cluster)
        and (p_status is null or normalized_status = p_status)
        and (is_actionable
          or closed_at >= p_from and closed_at < p_before
          or coalesce(created_at_service, first_seen_at) >= p_from and coalesce(created_at_service, first_seen_at) < p_before)
    ), counted as (
      select cluster, assigned_team, grouping(cluster) = 0 as of_cluster, grouping(assigned_team) = 0 as of_team,
        count(*) filter (where is_open) as open_total,
        -- Without a policy nobody knows, which is not zero.
        case when policy_hours is not null then count(*) filter (where is_open and sla_state = 'breached') end as open_breached,
        case when policy_hours is not null then count(*) filter (where is_open and sla_state = 'due_soon') end as open_due_soon,
        count(*) filter (where is_open and geo_source = 'none') as open_unmapped,
        count(*) filter (where is_begun and created_at_service is not null) as created,
        count(*) filter (where is_begun and created_at_service is null) as created_unknown,
        count(*) filter (where is_closed) as closed,
        count(*) filter (where is_closed and sla_outcome = 'compliant') as closed_compliant,
        count(*) filter (where is_closed and sla_outcome = 'breached') as closed_breached,
        count(*) filter (where is_closed and sla_outcome is null) as closed_unknown,
        round(avg(mttr) filter (where is_closed), 1) as mttr_avg,
        round((percentile_cont(0.5) within group (order by mttr) filter (where is_closed))::numeric, 1) as mttr_median,
        round((percentile_cont(0.9) within group (order by mttr) filter (where is_closed))::numeric, 1) as mttr_p90
      from scope
      group by grouping sets ((), (cluster), (assigned_team))
    ), figures as (
      select cluster, assigned_team, of_cluster, of_team, jsonb_build_object(
        'open_total', open_total,
        'open_breached', open_breached,
        'open_due_soon', open_due_soon,
        'open_unmapped', open_unmapped,
        'created', created,
        'created_unknown', created_unknown,
        'closed', closed,
        'closed_compliant', closed_compliant,
        'closed_breached', closed_breached,
        'closed_unknown', closed_unknown,
        'closure_rate', round(closed / nullif(created, 0)::numeric, 4),
        'mttr_avg_minutes', mttr_avg,
        'mttr_median_minutes', mttr_median,
        'mttr_p90_minutes', mttr_p90) as figures
      from counted
    )
    select (select figures from figures where not of_cluster and not of_team) || jsonb_build_object(
      'by_cluster', (
        select coalesce(jsonb_agg(figures || jsonb_build_object('cluster', cluster) order by cluster collate "C"), '[]')
        from figures where of_cluster),
      'by_team', (
        select coalesce(jsonb_agg(figures || jsonb_build_object('team', assigned_team) order by assigned_team collate "C"), '[]')
        from figures where of_team)));
end
$function$;
comment on function reporting.metrics(text,text,text,timestamp with time zone,timestamp with time zone,timestamp with time zone) is 'The dashboard''s figures for one type (inc or crq), in all and by cluster and team: open ones as of p_now, created and closed from p_from until before p_before. Minutes, shares from 0 up; NULL: not known.';

CREATE OR REPLACE FUNCTION reporting.points_geojson(p_open_only boolean DEFAULT true, p_type text DEFAULT NULL::text, p_cluster text DEFAULT NULL::text, p_status text DEFAULT NULL::text, p_sla_state text DEFAULT NULL::text, p_west double precision DEFAULT NULL::double precision, p_south double precision DEFAULT NULL::double precision, p_east double precision DEFAULT NULL::double precision, p_north double precision DEFAULT NULL::double precision, p_by text DEFAULT 'place'::text)
 RETURNS json
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET jit TO 'off'
 SET extra_float_digits TO '1'
AS $function$
begin
  return (
    select concat('{"type":"FeatureCollection","features":[', string_agg(concat(
      '{"type":"Feature","geometry":{"type":"Point","coordinates":[', p.longitude, ',', p.latitude, ']},"properties":', row_to_json(properties), '}'),
      ',' order by p.tickets desc, p.longitude, p.latitude), ']}')
    from reporting.fn_points(p_open_only, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_by) p
    cross join lateral (select p.cluster, p.tickets, p.open, p.breached, p.due_soon, p.inc, p.crq) properties);
end
$function$;
comment on function reporting.points_geojson(boolean,text,text,text,text,double precision,double precision,double precision,double precision,text) is 'fn_points as a GeoJSON FeatureCollection: what an API passes on.';

CREATE OR REPLACE FUNCTION reporting.selected_tickets(p_scope text, p_type text, p_cluster text, p_status text, p_sla_state text, p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_changed_since timestamp with time zone, p_closed_from timestamp with time zone, p_closed_before timestamp with time zone, p_inc_hours numeric, p_crq_hours numeric, p_now timestamp with time zone)
 RETURNS SETOF reporting.tickets
 LANGUAGE sql
 STABLE
AS $function$
  select *
  from reporting.tickets
  where (p_type is null or type = p_type)
    and (p_cluster is null or cluster = p_cluster)
    and (p_status is null or normalized_status = p_status)
    and (p_scope = 'all'
      or p_scope = 'open' and is_actionable
      or p_scope = 'closed' and is_actionable is not true and closed_at >= p_closed_from and closed_at < p_closed_before)
    and (p_sla_state is null or is_actionable and p_sla_state = tickets.sla_state(
      coalesce(created_at_service, first_seen_at), case type when 'inc' then p_inc_hours else p_crq_hours end, p_now))
    and (p_west is null or longitude >= p_west and longitude <= p_east and latitude >= p_south and latitude <= p_north)
    and (p_changed_since is null or ingested_at > p_changed_since or located_at > p_changed_since)
$function$;
comment on function reporting.selected_tickets(text,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,timestamp with time zone,timestamp with time zone,numeric,numeric,timestamp with time zone) is 'The tickets that a map or a dashboard is about: p_scope all, open, or closed from p_closed_from until before p_closed_before; NULL does not filter. The one definition of the filters.';
grant execute on function reporting.selected_tickets(text,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,timestamp with time zone,timestamp with time zone,numeric,numeric,timestamp with time zone) to fleettickets_ingest;
grant execute on function reporting.selected_tickets(text,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,timestamp with time zone,timestamp with time zone,numeric,numeric,timestamp with time zone) to fleettickets_read;
revoke execute on function reporting.selected_tickets(text,text,text,text,text,double precision,double precision,double precision,double precision,timestamp with time zone,timestamp with time zone,timestamp with time zone,numeric,numeric,timestamp with time zone) from public;

CREATE OR REPLACE FUNCTION reporting.tickets_mvt(z integer, x integer, y integer, query_params json DEFAULT '{}'::json)
 RETURNS bytea
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
 SET random_page_cost TO '1.1'
 SET jit TO 'off'
 SET "TimeZone" TO '<+03>-03'
AS $function$
begin
  -- These two leave room for one that fits better: the first has defaults, and the second takes a row of any type.
  if exists (
    select from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.proname in ('st_tileenvelope', 'st_asmvt')
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'))
  then
    raise exception 'schema public has a function st_tileenvelope or st_asmvt that is not of PostGIS'
      using errcode = 'insufficient_privilege', hint = 'Look for who made it, drop it, and revoke CREATE on the schema.';
  end if;

  declare
    -- From this zoom on every ticket is a feature of its own.
    least_zoom_of_tickets constant integer := 12;
    most_features constant integer := 50000;
    most_bytes constant integer := 2000000;
    -- Below it tickets on one spot are one feature, and where a tile has more spots than these those in the same of 64 by 64 cells.
    most_spots constant integer := 1000;
    cells constant integer := 64;
    radius constant double precision := 6378137;
    tile constant public.geometry := public.st_tileenvelope(z, x, y);
    width constant double precision := public.st_xmax(tile::public.box3d) - public.st_xmin(tile::public.box3d);
    -- Symbols on the edge of a tile are drawn in both.
    edge constant double precision := width * 64 / 4096;
    -- Mercator has no poles.
    west constant double precision := greatest(degrees((public.st_xmin(tile::public.box3d) - edge) / radius), -180);
    east constant double precision := least(degrees((public.st_xmax(tile::public.box3d) + edge) / radius), 180);
    south constant double precision := greatest(degrees(2 * atan(exp((public.st_ymin(tile::public.box3d) - edge) / radius)) - pi() / 2), -85.06);
    north constant double precision := least(degrees(2 * atan(exp((public.st_ymax(tile::public.box3d) + edge) / radius)) - pi() / 2), 85.06);
    inc_hours constant numeric := (select hours from tickets.sla_policy where dataset = 'inc');
    crq_hours constant numeric := (select hours from tickets.sla_policy where dataset = 'crq');
    filters record := reporting.checked_tile_params(query_params);
    of_scope constant text := case when filters.open_only then 'open' else 'all' end;
    of_type constant text := filters.of_type;
    of_cluster constant text := filters.of_cluster;
    of_status constant text := filters.of_status;
    of_sla_state constant text := filters.of_sla_state;
    -- NULL: places are exact.
    cell double precision;
    features bigint;
    detail bytea;
    merged bytea;
  begin
    if z >= least_zoom_of_tickets then
      select count(*), coalesce(public.st_asmvt(feature, 'tickets', 4096, 'geom'), '') into features, detail
      from (
        select public.st_asmvtgeom(public.st_setsrid(public.st_makepoint(radius * radians(longitude), radius * ln(tan(pi() / 4 + radians(latitude) / 2))), 3857), tile::public.box2d, 4096, 64, true)
            as geom,
          type, ticket_id, normalized_status as status, cluster, location_name, assigned_team as team, owner, is_actionable is true as is_open,
          sla_status,
          case when is_actionable then tickets.sla_state(
            coalesce(created_at_service, first_seen_at), case type when 'inc' then inc_hours else crq_hours end, now()) end as sla_state,
          mttr, geo_source, reporting.eat_iso(created_at_service) as created_at, reporting.eat_iso(closed_at) as closed_at, 1 as count,
          (is_actionable is true)::integer as open
        from reporting.selected_tickets(
          of_scope, of_type, of_cluster, of_status, of_sla_state, west, south, east, north, null, null, null, inc_hours, crq_hours, now())
        order by ticket_id collate "C", type
        limit most_features + 1
      ) feature;
      if features > most_features or length(detail) > most_bytes then
        detail := null;
        cell := width / cells;
      end if;
    end if;

    with counted as (
      -- How many there are the index tells alone; of the open ones the rows are read.
      select longitude, latitude, type, count(*) as n, 0 as open, 0 as breached, 0 as due_soon
      from reporting.selected_tickets(
        of_scope, of_type, of_cluster, of_status, of_sla_state, west, south, east, north, null, null, null, inc_hours, crq_hours, now())
      group by 1, 2, 3
      union all
      select longitude, latitude, type, 0, count(*), count(*) filter (where sla_state = 'breached'), count(*) filter (where sla_state = 'due_soon')
      from (
        select longitude, latitude, type, tickets.sla_state(
          coalesce(created_at_service, first_seen_at), case type when 'inc' then inc_hours else crq_hours end, now()) as sla_state
        from reporting.selected_tickets(
          'open', of_type, of_cluster, of_status, of_sla_state, west, south, east, north, null, null, null, inc_hours, crq_hours, now())
      ) open_ticket
      group by 1, 2, 3
    ), spot as (
      select longitude, latitude, radius * radians(longitude) as mx, radius * ln(tan(pi() / 4 + radians(latitude) / 2)) as my, sum(n) as n,
        sum(open) as open, sum(breached) as breached, sum(due_soon) as due_soon, coalesce(sum(n) filter (where type = 'inc'), 0) as inc
      from counted
      group by 1, 2
    ), spot_count as (
      select case when z < least_zoom_of_tickets and count(*) > most_spots then width / cells else cell end as side from spot
    ), place as (
      select sum(mx * n) / sum(n) as mx, sum(my * n) / sum(n) as my, sum(n)::integer as count, sum(open)::integer as open,
        sum(breached)::integer as breached, sum(due_soon)::integer as due_soon, sum(inc)::integer as inc, (sum(n) - sum(inc))::integer as crq,
        min(longitude) as longitude, min(latitude) as latitude
      from spot
      cross join spot_count
      group by coalesce(floor((mx - public.st_xmin(tile::public.box3d)) / side), mx), coalesce(floor((my - public.st_ymin(tile::public.box3d)) / side), my)
      order by count desc, 1, 2
      limit most_features
    ), drawn as materialized (
      select public.st_asmvtgeom(public.st_setsrid(public.st_makepoint(mx, my), 3857), tile::public.box2d, 4096, 64, true) as geom, count, open, breached, due_soon, inc, crq,
        longitude, latitude
      from place
    )
    select
      -- A spot with one ticket tells of it what a ticket tells.
      coalesce(detail, (
        select coalesce(public.st_asmvt(feature, 'tickets', 4096, 'geom'), '')
        from (
          select d.geom, t.type, t.ticket_id, t.normalized_status as status, t.cluster, t.location_name, t.assigned_team as team, t.owner,
            d.open > 0 as is_open, t.sla_status,
            case when t.is_actionable then tickets.sla_state(
              coalesce(t.created_at_service, t.first_seen_at), case t.type when 'inc' then inc_hours else crq_hours end, now()) end as sla_state,
            t.mttr, t.geo_source, reporting.eat_iso(t.created_at_service) as created_at, reporting.eat_iso(t.closed_at) as closed_at, d.count, d.open,
            d.breached
          from drawn d
          left join lateral (
            select *
            from reporting.selected_tickets(
              of_scope, of_type, of_cluster, of_status, of_sla_state, west, south, east, north, null, null, null, inc_hours, crq_hours, now()) s
            where s.longitude = case when d.count = 1 then d.longitude end and s.latitude = d.latitude
          ) t on true
          order by t.ticket_id collate "C" nulls last, d.count desc
        ) feature))
      || coalesce((
        select public.st_asmvt(feature, 'spots', 4096, 'geom')
        from (select geom, count, open, breached, due_soon, inc, crq from drawn order by count desc) feature), '')
      into merged;
    return merged;
  end;
end
$function$;
comment on function reporting.tickets_mvt(integer,integer,integer,json) is '{
  "description": "Tickets as Mapbox vector tiles, empty where there is none. Layer tickets: from zoom 12 on every ticket; below it tickets on one spot are one feature with count, open and breached, and a single one is the ticket itself. Where a tile would have more than 1000 spots below zoom 12, or more than 50000 features or 2 MB, the spots in the same of 64 x 64 cells are one feature. Layer spots: the same places at every zoom with their counts, from zoom 12 on exact. query_params: open_only (default true), type (inc or crq), cluster, status, sla_state; anything else is an error. mttr in minutes, timestamps ISO 8601 at +03:00. MapLibre: promoteId ticket_id.",
  "minzoom": 0,
  "maxzoom": 18,
  "vector_layers": [
    {
      "id": "tickets", "description": "Tickets, merged below zoom 12", "minzoom": 0, "maxzoom": 18,
      "fields": {"type": "String", "ticket_id": "String", "status": "String", "cluster": "String", "location_name": "String", "team": "String",
        "owner": "String", "is_open": "Boolean", "sla_status": "String", "sla_state": "String", "mttr": "Number", "geo_source": "String",
        "created_at": "String", "closed_at": "String", "count": "Number", "open": "Number", "breached": "Number"}
    },
    {
      "id": "spots", "description": "Places with how many tickets are there", "minzoom": 0, "maxzoom": 18,
      "fields": {"count": "Number", "open": "Number", "breached": "Number", "due_soon": "Number", "inc": "Number", "crq": "Number"}
    }
  ]
}';
