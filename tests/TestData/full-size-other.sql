-- Tickets and precise locations of the other program: fleettickets.incidents, .requests and .locations say how many. Of the tickets that name
-- a known place, two in eleven were put back into their cluster by the trigger of before 18. Runs after takeover/at-10, then-15 and then-17.

create function pg_temp.word(n integer) returns text language sql immutable as
$$ select string_agg(substr('BADEFIGOHUJAKELIMONUPARESITOVUWAXEYIZO', 1 + 2 * (n / power % 19), 2), '') from unnest(array[6859, 361, 19, 1]) power $$;
create function pg_temp.place_name(n integer) returns text language sql immutable as
$$ select pg_temp.word(n) || case n % 3 when 0 then '_EST' when 1 then '_GDNS_PH' || n % 4 else '' end $$;

insert into tickets.geo_clusters (cluster, latitude, longitude)
select 'CLUSTER ' || n, -1.5 + n * 0.003, 36.5 + n * 0.004 from generate_series(0, 149) n where n % 15 <> 14;

insert into tickets.geo_locations (location_key, cluster, latitude, longitude)
select tickets.loc_key(pg_temp.place_name(n)), 'CLUSTER ' || n % 150,
  case when n % 40 <> 39 then -1.5 + n % 150 * 0.003 + n % 89 * 0.0001 end,
  case when n % 40 <> 39 then 36.5 + n % 150 * 0.004 + n % 97 * 0.0001 end
from generate_series(0, current_setting('fleettickets.locations')::integer - 1) n;

alter table tickets.inc disable trigger user;
alter table tickets.crq disable trigger user;

do $$
declare
  places constant integer := current_setting('fleettickets.locations')::integer;
  dataset text;
  prefix text;
  service text;
  tickets integer;
begin
  for dataset, prefix, service, tickets in values
    ('inc', 'WOT', 'Customer Fault', current_setting('fleettickets.incidents')::integer),
    ('crq', 'CRQ', 'New Installation', current_setting('fleettickets.requests')::integer)
  loop
    execute format($insert$
      insert into tickets.%1$I (ticket_id, raw, geom, geo_source, ingested_at)
      select raw ->> 'ticket_id', raw,
        case geo_source
          when 'feed' then st_setsrid(st_makepoint((raw ->> 'longitude')::float8, (raw ->> 'latitude')::float8), 4326)
          when 'location' then st_setsrid(st_makepoint(l.longitude, l.latitude), 4326)
          when 'cluster' then st_setsrid(st_makepoint(c.longitude, c.latitude), 4326)
        end, geo_source, timestamptz '2026-06-15 12:00+03' - n %% 500 * interval '1 hour'
      from generate_series(1, $3) n
      cross join lateral (select (n::bigint * 7919 %% ($4 * 10 / 9 + 1))::integer, n %% 20 = 0) _ (place, is_open)
      cross join lateral (select timestamp '2026-06-15 12:00' - n * interval '5 minutes') time (created)
      cross join lateral (select 'CLUSTER ' || place %% 150) name (cluster)
      cross join lateral (select jsonb_build_object(
        'ticket_id', $1 || to_char(n, 'FM0000000'), 'service_type', $2,
        'normalized_status', case when is_open then 'Pending' else 'Closed' end, 'raw_status', case when is_open then 'PENDING' else 'CLOSED' end,
        'bucket', case when is_open then 'pending' else 'closed' end, 'is_actionable', is_open::text,
        'is_alarm', 'false', 'is_auto_created', 'false', 'is_auto_closed', 'false',
        'cluster', name.cluster, 'region', 'nairobi',
        'location_name', case when n %% 50 = 49 then '' else 'NW_ADR_MNT_' || pg_temp.place_name(place) || '_FDT' || n %% 9 end,
        'latitude', case when n %% 33 = 0 then round(-1.2 - n %% 100 * 0.001, 3)::text else '' end,
        'longitude', case when n %% 33 = 0 then round(36.8 + n %% 90 * 0.001, 3)::text else '' end,
        'assigned_team', 'Field Team ' || n %% 12, 'owner', 'Owner ' || n %% 150, 'sla_status', case when is_open then '' else 'Compliant' end,
        'mttr', case when is_open then '' else n %% 50 || '.' || to_char(n %% 100, 'FM00') end,
        'created_at_service', case when n %% 10 < 7 then created::text else '' end,
        'scheduled_at', case when n %% 4 <> 0 then (created + interval '1 day')::text else '' end,
        'closed_at', case when is_open then '' else (created + n %% 50 * interval '1 hour')::text end,
        'first_seen_at', created::text, 'last_seen_at', (created + interval '1 day')::text,
        'source_created_at', created::text, 'source_updated_at', (created + interval '2 hours')::text)) ticket (raw)
      left join tickets.geo_clusters c on c.cluster = name.cluster
      left join tickets.geo_locations l
        on n %% 11 > 1 and n %% 50 <> 49 and l.location_key = tickets.loc_key(pg_temp.place_name(place)) and l.cluster = name.cluster
          and l.latitude is not null
      cross join lateral (select case
        when n %% 33 = 0 then 'feed' when l.latitude is not null then 'location' when c.latitude is not null then 'cluster' else 'none' end) of_it (geo_source)
      $insert$, dataset)
    using prefix, service, tickets, places;
  end loop;
end
$$;

alter table tickets.inc enable trigger user;
alter table tickets.crq enable trigger user;

insert into tickets.import_meta (dataset, metadata, imported_at)
select dataset, jsonb_build_object('source_max_key', format('automations/%s/changes/2026-06-15T12-00-00.csv', dataset)), '2026-06-15 12:05+03'
from unnest(array['inc', 'crq']) dataset;

insert into tickets.inc_daily_snapshot (snapshot_date, open_total, open_breached, created_today, closed_today, captured_at)
select date '2026-06-14' - n, 5000 + n, 400, 280, 270, timestamptz '2026-06-14 20:00+03' - n * interval '1 day' from generate_series(0, 200) n;

insert into tickets.closure_events (ticket_id, closed_at, observed_at, cluster, assigned_team, owner, sla_status, mttr)
select ticket_id, closed_at, closed_at + interval '1 hour', cluster, assigned_team, owner, sla_status, mttr
from tickets.inc where closed_at is not null and not is_actionable and closed_at > '2026-01-01';
