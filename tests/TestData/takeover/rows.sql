-- 600 incidents (and 200 requests where there is a table for them), precise locations of which most were undone by later upserts,
-- snapshots, closures and a watermark.
insert into tickets.geo_clusters (cluster, latitude, longitude) values
  ('WEST', -1.2800, 36.7800), ('EAST', -1.2900, 36.8900), ('SOUTH', -1.3300, 36.7100);

insert into tickets.geo_locations (location_key, cluster, latitude, longitude)
select tickets.loc_key(name), cluster, -1.28 - n * 0.001, 36.78 + n * 0.001
from (values
  (1, 'NW_ADR_MNT_KILELESHWA_FDT1', 'WEST'), (2, 'NW_LAVINGTON_SDUS', 'WEST'), (3, 'NW_ADR_MNT_BURU_BURU_PH5_FDT1', 'EAST'),
  (4, 'ADR_MNT_KOMAROCK_SEC_3A_FDT1', 'EAST'), (5, 'NW_KAREN_SDUS', 'SOUTH')) place (n, name, cluster);
-- Asked for and not found.
insert into tickets.geo_locations (location_key, cluster) values ('nowhere', 'WEST');

do $$
declare
  dataset text;
begin
  foreach dataset in array array['inc', 'crq'] loop
    continue when to_regclass('tickets.' || dataset) is null;
    execute format($insert$
      insert into tickets.%I (ticket_id, raw, ingested_at)
      select upper(%1$L) || to_char(n, 'FM00000'), jsonb_build_object(
        'ticket_id', upper(%1$L) || to_char(n, 'FM00000'),
        'service_type', %1$L,
        'normalized_status', case when n %% 3 = 0 then 'pending' else 'closed' end,
        'raw_status', case when n %% 3 = 0 then 'ASSIGNED' else 'CLOSED' end,
        'is_actionable', case when n %% 3 = 0 then 'true' else 'false' end,
        'cluster', (array['WEST', 'WEST', 'EAST', 'EAST', 'SOUTH', 'NORTH'])[1 + n %% 6],
        'location_name', (array['NW_ADR_MNT_KILELESHWA_FDT%%s', 'NW_LAVINGTON_SDUS', 'NW_ADR_MNT_BURU_BURU_PH5_FDT%%s',
          'ADR_MNT_KOMAROCK_SEC_3A_FDT%%s', 'NW_KAREN_SDUS', 'NW_THIKA_FDT%%s'])[1 + n %% 6],
        'latitude', case when n %% 50 = 0 then '-1.30' else '' end,
        'longitude', case when n %% 50 = 0 then '36.80' else '' end,
        'mttr', case when n %% 3 = 0 then '' else '2.5' end,
        'sla_status', case when n %% 3 = 0 then '' else 'Compliant' end,
        'created_at_service', '2026-06-0' || (1 + n %% 9) || ' 08:00:00',
        'closed_at', case when n %% 3 = 0 then '' else '2026-06-1' || (n %% 5) || ' 09:30:00' end,
        'first_seen_at', '2026-06-01 08:00:00'), timestamptz '2026-06-15 12:00+03'
      from generate_series(1, case %1$L when 'inc' then 600 else 200 end) n
      $insert$, dataset);
    execute format('update tickets.%I set raw = jsonb_set(raw, ''{location_name}'', to_jsonb(replace(raw ->> ''location_name'', ''%%s'', right(ticket_id, 1))))', dataset);
  end loop;
end
$$;
select tickets.resolve_ticket_geoms();
-- Later files named most of them again, and the trigger of before 18 put those back into their clusters.
update tickets.inc set raw = raw || '{"owner": "Wanjiku"}' where right(ticket_id, 1) <> '7';

insert into tickets.import_meta (dataset, metadata, imported_at)
values ('inc', '{"source_max_key": "automations/inc/changes/2026-06-15T12-00-00.csv", "tool": "another"}', '2026-06-15 12:05+03');
insert into tickets.inc_daily_snapshot (snapshot_date, open_total, open_breached, created_today, closed_today, captured_at)
select date '2026-06-01' + n, 200 + n, 20 + n, 30 + n, 25 + n, timestamptz '2026-06-01 20:00+03' + n * interval '1 day'
from generate_series(0, 13) n;
insert into tickets.closure_events (ticket_id, closed_at, observed_at, cluster, owner, mttr)
select ticket_id, closed_at, timestamptz '2026-06-14 20:00+03', cluster, 'as it was then', mttr from tickets.inc where closed_at < '2026-06-13';
-- One that was closed before, reopened and closed again: it cannot be computed from the tickets.
insert into tickets.closure_events (ticket_id, closed_at, observed_at, owner) values ('INC00001', '2026-05-02 10:00+03', '2026-05-02 12:00+03', 'long gone');
