-- Values that other exports write: booleans that went through a table of numbers, SLA words in another spelling, tickets that are dated
-- ahead, ids with characters that nobody sees.

create or replace function tickets.boolean_of(value text) returns boolean
language sql immutable parallel safe
return ('{"true": true, "t": true, "1": true, "1.0": true, "yes": true, "y": true,
  "false": false, "f": false, "0": false, "0.0": false, "no": false, "n": false}'::jsonb ->> lower(tickets.trimmed(value) collate "C"))::boolean;
comment on function tickets.boolean_of(text) is 'true t 1 1.0 yes y, false f 0 0.0 no n, in any case; NULL for anything else.';

create or replace function tickets.sla_outcome(sla_status text) returns text
language sql immutable parallel safe
return case lower(translate(sla_status, E' \t\n\r\u00a0_-', '') collate "C")
  when 'compliant' then 'compliant'
  when 'withinsla' then 'compliant'
  when 'insla' then 'compliant'
  when 'slamet' then 'compliant'
  when 'breached' then 'breached'
  when 'slabreached' then 'breached'
  when 'outofsla' then 'breached'
  when 'outsidesla' then 'breached'
  when 'slamissed' then 'breached'
  when 'noncompliant' then 'breached'
  when 'notcompliant' then 'breached'
end;
comment on function tickets.sla_outcome(text) is
  'compliant or breached, for the spellings of sla_status: Compliant, Within SLA, In SLA, SLA met; Breached, SLA breached, Out of SLA, Outside SLA, SLA missed, Non-compliant, Not compliant. Case, blanks, hyphens and underscores do not matter; NULL for anything else.';

create or replace function tickets.sla_state(clock_start timestamptz, policy_hours numeric, at timestamptz) returns text
language sql stable parallel safe
return case
  when policy_hours is null then 'no_policy'
  when clock_start is null or clock_start > at then 'unknown'
  when at >= tickets.sla_due_at(clock_start, policy_hours) then 'breached'
  when at >= tickets.sla_due_at(clock_start, policy_hours * 0.75) then 'due_soon'
  else 'ok'
end;
comment on function tickets.sla_state(timestamptz, numeric, timestamptz) is
  'How an open ticket stands: ok, due_soon in the last quarter of its hours, breached from the due moment on, unknown without a clock or with one that starts in the future, no_policy without hours. The one definition for views and dashboards.';

select set_config('search_path', 'pg_catalog, ' || quote_ident(n.nspname), true)
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
where e.extname = 'postgis';

create or replace view tickets.inc_open_sla with (security_invoker = true) as
select t.ticket_id, t.cluster, t.region, t.location_name, t.assigned_team, t.owner, t.normalized_status, t.created_at_service, t.first_seen_at,
  clock.start as sla_clock_start,
  case
    when t.created_at_service is not null then 'created_at_service'
    when t.first_seen_at is not null then 'first_seen_at'
  end as sla_clock_source,
  case when clock.start <= now() then round(extract(epoch from now() - clock.start) / 3600, 2) end as hours_open,
  case when clock.start <= now() then tickets.sla_due_at(clock.start, policy.hours) end as sla_due_at,
  tickets.sla_state(clock.start, policy.hours, now()) as sla_state,
  t.geo_source, t.geom, t.geog, t.latitude, t.longitude
from tickets.inc t
cross join lateral (select coalesce(t.created_at_service, t.first_seen_at)) clock (start)
cross join lateral (select (select p.hours from tickets.sla_policy p where p.dataset = 'inc')) policy (hours)
where t.is_actionable;

comment on column tickets.inc_open_sla.hours_open is 'Hours from the start of the clock to now, two decimals; NULL without a clock or with one that starts in the future.';
comment on column tickets.inc_open_sla.sla_due_at is 'Start of the clock plus the policy''s hours; NULL without a clock, with one that starts in the future, or without a policy.';
comment on column tickets.inc_open_sla.sla_state is 'ok, due_soon (last quarter), breached, unknown (no clock, or one that starts in the future) or no_policy.';

-- As in 23: taken from there so that the two cannot differ.
select set_config('search_path', 'pg_catalog', true);

do $$
declare
  described record;
begin
  execute 'create or replace view tickets.crq_open_sla with (security_invoker = true) as '
    || regexp_replace(pg_get_viewdef('tickets.inc_open_sla'), E'\\minc\\M', 'crq', 'g');
  for described in
    select a.attname as name, col_description(a.attrelid, a.attnum) as comment
    from pg_attribute a
    where a.attrelid = 'tickets.inc_open_sla'::regclass and a.attnum > 0
  loop
    execute format('comment on column tickets.crq_open_sla.%I is %L', described.name, described.comment);
  end loop;
end
$$;

select set_config('search_path', 'pg_catalog, ' || quote_ident(n.nspname), true)
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
where e.extname = 'postgis';

create or replace function reporting.metrics(
  p_type text, p_cluster text, p_status text, p_from timestamptz, p_before timestamptz, p_now timestamptz
) returns jsonb
language plpgsql stable
set search_path from current
-- As reporting.features is: the type's table alone, by the indexes on what is open, begun and closed.
set plan_cache_mode = force_custom_plan
set random_page_cost = 1.1
as $$
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
$$;

create or replace function reporting.fn_ticket_trends(
  p_dataset text, p_from date, p_to date, p_cluster text default null, p_team text default null
) returns table (
  day date,
  created bigint,
  closed bigint,
  closure_rate numeric,
  backlog integer,
  mttr_avg_minutes numeric,
  mttr_median_minutes numeric,
  mttr_p90_minutes numeric,
  compliant_share numeric
)
language plpgsql stable
set search_path from current
set plan_cache_mode = force_custom_plan
as $$
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
    select tickets.eat_day(created_at_service) as day, count(*) as created
    from of_team
    where coalesce(created_at_service, first_seen_at) >= starts and coalesce(created_at_service, first_seen_at) < ends
      and created_at_service is not null
    group by 1
  ), closures as (
    select tickets.eat_day(closed_at) as day, count(*) as closed,
      round(avg(mttr), 1) as mttr_avg,
      round(percentile_cont(0.5) within group (order by mttr)::numeric, 1) as mttr_median,
      round(percentile_cont(0.9) within group (order by mttr)::numeric, 1) as mttr_p90,
      round(count(*) filter (where tickets.sla_outcome(sla_status) = 'compliant')
        / nullif(count(*) filter (where tickets.sla_outcome(sla_status) is not null), 0)::numeric, 4) as compliant_share
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
  select day, coalesce(c.created, 0), coalesce(f.closed, 0), round(coalesce(f.closed, 0) / c.created::numeric, 4), b.open_total,
    f.mttr_avg, f.mttr_median, f.mttr_p90, f.compliant_share
  from (select period.from_day + n as day from generate_series(0, period.to_day - period.from_day) n) days
  left join creations c using (day)
  left join closures f using (day)
  left join backlogs b using (day)
  order by day;
end
$$;
comment on function reporting.fn_ticket_trends(text, date, date, text, text) is
  'One row an East Africa Time day from p_from to p_to, both included, at most 3660 of them: created, closed, closure_rate (closed/created, NULL when none was created), backlog (open at the day''s last capture; NULL where no run captured, and with p_cluster or p_team), mttr in minutes and compliant_share (0 to 1) of the closed, NULL when none says.';

create or replace function reporting.fn_team_attribution(p_dataset text, p_from date, p_to date) returns table (
  team text,
  owner text,
  closed bigint,
  closed_compliant bigint,
  closed_breached bigint,
  compliant_share numeric,
  mttr_avg_minutes numeric,
  mttr_median_minutes numeric,
  mttr_p90_minutes numeric
)
language plpgsql stable
set search_path from current
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  of_type text := reporting.checked_type(p_dataset);
  period record := reporting.eat_window('custom', p_from, p_to, null);
begin
  return query
  select assigned_team, owner, closed, closed_compliant, closed_breached,
    round(closed_compliant / nullif(closed_compliant + closed_breached, 0)::numeric, 4),
    mttr_avg, mttr_median, mttr_p90
  from (
    select assigned_team, owner, count(*) as closed,
      count(*) filter (where tickets.sla_outcome(sla_status) = 'compliant') as closed_compliant,
      count(*) filter (where tickets.sla_outcome(sla_status) = 'breached') as closed_breached,
      round(avg(mttr), 1) as mttr_avg,
      round(percentile_cont(0.5) within group (order by mttr)::numeric, 1) as mttr_median,
      round(percentile_cont(0.9) within group (order by mttr)::numeric, 1) as mttr_p90
    from reporting.tickets
    where type = of_type and is_actionable is not true
      and closed_at >= tickets.eat_midnight(period.from_day) and closed_at < tickets.eat_midnight(period.to_day + 1)
    group by 1, 2
  ) closures
  order by closed desc, assigned_team collate "C", owner collate "C";
end
$$;

-- The same characters as the loader trims: white space, control and format characters, fillers and variation selectors.
create or replace function tickets.visible_id(ticket_id text) returns text
language sql immutable strict parallel safe
return regexp_replace(ticket_id, E'^[\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef]+|[\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef]+$', '', 'g');
comment on function tickets.visible_id(text) is 'A ticket_id without the characters at its ends that nobody sees, as the loader reads it.';

-- Rows of before: with the values that booleans have now, and under the ids that the loader looks for now. Of several rows that look the same the
-- one that was written last stays; the others are kept as rejected records.
do $$
declare
  dataset text;
  twin record;
begin
  foreach dataset in array array['inc', 'crq'] loop
    execute format($rows$
      update tickets.%I set raw = raw
      where is_actionable is null and tickets.trimmed(raw ->> 'is_actionable') in ('1.0', '0.0')
      $rows$, dataset);

    for twin in execute format($twins$
      with hidden as (
        select * from tickets.%1$I where ticket_id ~ '[^!-~]' and tickets.visible_id(ticket_id) not in (ticket_id, '')
      )
      select tickets.visible_id(ticket_id) as id,
        array_agg(ticket_id order by ingested_at desc, raw ->> 'source_updated_at' desc nulls last, ticket_id collate "C") as spellings
      from (
        select ticket_id, ingested_at, raw from hidden
        union all
        select ticket_id, ingested_at, raw from tickets.%1$I where ticket_id in (select tickets.visible_id(ticket_id) from hidden)
      ) alike
      group by 1
      $twins$, dataset)
    loop
      execute format($kept$
        with gone as (
          delete from tickets.%I where ticket_id = any ($2) returning ticket_id, raw::text as text
        )
        insert into tickets.import_rejects (dataset, key, etag, reason, text, length, sha256)
        select $1, 'migrations/36_odd_values.sql', '', 'another row of this ticket was written later; its ticket_id differed by characters that nobody sees',
          left(text, 65536), octet_length(text), encode(sha256(convert_to(text, 'UTF8')), 'hex')
        from gone
        $kept$, dataset) using dataset, twin.spellings[2:];
      execute format($renamed$
        update tickets.%I set ticket_id = $1, raw = jsonb_set(raw, '{ticket_id}', to_jsonb($1)) where ticket_id = $2 and ticket_id <> $1
        $renamed$, dataset) using twin.id, twin.spellings[1];
    end loop;
  end loop;
end
$$;

with gone as (
  delete from tickets.closure_events where ticket_id ~ '[^!-~]' and tickets.visible_id(ticket_id) not in (ticket_id, '') returning *
)
insert into tickets.closure_events (dataset, ticket_id, closed_at, observed_at, cluster, assigned_team, owner, sla_status, mttr, backfilled)
select dataset, tickets.visible_id(ticket_id), closed_at, observed_at, cluster, assigned_team, owner, sla_status, mttr, backfilled
from gone
order by observed_at
on conflict do nothing;

-- What newer files named keeps late ones out: by the ids that late ones name now.
update tickets.import_files
set ticket_ids = array(select distinct tickets.visible_id(id) from unnest(ticket_ids) id)
where array_to_string(ticket_ids, '') ~ '[^!-~]';
