-- 114,000 incidents and 42,000 installation requests, one in twenty open, spread over about thirteen months up to now.

insert into tickets.geo_clusters (cluster, latitude, longitude)
select 'Cluster ' || n, -1.5 + n * 0.05, 36 + n * 0.07 from generate_series(0, 39) n;

create temp table made as
select n, jsonb_build_object(
  'is_actionable', n % 20 = 0, 'normalized_status', 'Status ' || n % 7, 'cluster', 'Cluster ' || n % 40, 'assigned_team', 'Team ' || n % 12,
  'first_seen_at', moment, 'created_at_service', case when n % 10 < 7 then moment end,
  'closed_at', case when n % 20 <> 0 then moment end, 'mttr', case when n % 20 <> 0 then n % 50 end) as raw
from generate_series(1, 114000) n
cross join lateral (select to_char(now() at time zone interval '3 hours' - n * interval '5 minutes', 'YYYY-MM-DD HH24:MI:SS')) _ (moment);

insert into tickets.inc (ticket_id, raw) select 'WOT' || n, raw from made;
insert into tickets.crq (ticket_id, raw) select 'CRQ' || n, raw from made where n <= 42000;
