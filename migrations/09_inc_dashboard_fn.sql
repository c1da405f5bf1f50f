-- The dashboard: a window of days, open and closed tickets as GeoJSON, and figures. Only the last function is of one type.

select set_config('search_path', 'pg_catalog, ' || quote_ident(n.nspname), true)
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
where e.extname = 'postgis';

create or replace function tickets.eat_day(moment timestamptz) returns date
language sql immutable parallel safe
return (moment at time zone interval '3 hours')::date;
comment on function tickets.eat_day(timestamptz) is 'Calendar day in East Africa Time.';

create or replace function tickets.eat_midnight(day date) returns timestamptz
language sql immutable parallel safe
return day::timestamp at time zone interval '3 hours';
comment on function tickets.eat_midnight(date) is 'Moment at which the day begins in East Africa Time.';

create or replace function reporting.eat_window(
  p_window text, p_from date, p_to date, p_today date, out name text, out from_day date, out to_day date
)
language plpgsql immutable parallel safe
set search_path from current
as $$
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
$$;
comment on function reporting.eat_window(text, date, date, date) is
  'First and last day of a named window, in East Africa Time calendar days, both included; an error names the parameter and the valid values.';

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
      select cluster, assigned_team, geo_source, created_at_service, sla_status, mttr,
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
        count(*) filter (where is_closed and sla_status = 'Compliant') as closed_compliant,
        count(*) filter (where is_closed and sla_status = 'Breached') as closed_breached,
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
comment on function reporting.metrics(text, text, text, timestamptz, timestamptz, timestamptz) is
  'The dashboard''s figures for one type (inc or crq), in all and by cluster and team: open ones as of p_now, created and closed from p_from until before p_before. Minutes, shares from 0 up; NULL: not known.';

create or replace function reporting.dashboard(
  p_type text, p_cluster text, p_status text, p_window text, p_from date, p_to date, p_now timestamptz
) returns jsonb
language plpgsql stable
set search_path from current
as $$
declare
  period record := reporting.eat_window(p_window, p_from, p_to, tickets.eat_day(p_now));
  starts timestamptz := tickets.eat_midnight(period.from_day);
  ends timestamptz := tickets.eat_midnight(period.to_day + 1);
begin
  return jsonb_build_object(
    'window', jsonb_build_object('name', period.name, 'from', period.from_day, 'to', period.to_day),
    'open', jsonb_build_object(
      'type', 'FeatureCollection',
      'features', reporting.features('open', p_type, p_cluster, p_status)),
    'closed', jsonb_build_object(
      'type', 'FeatureCollection',
      'features', reporting.features('closed', p_type, p_cluster, p_status, starts, ends)),
    'metrics', reporting.metrics(p_type, p_cluster, p_status, starts, ends, p_now),
    'freshness', reporting.freshness());
end
$$;
comment on function reporting.dashboard(text, text, text, text, date, date, timestamptz) is
  'The dashboard of one type (inc or crq) as it stands at p_now; what fn_inc_dashboard and fn_crq_dashboard return.';

create or replace function reporting.fn_inc_dashboard(
  p_cluster text default null, p_status text default null, p_window text default null, p_from date default null, p_to date default null
) returns jsonb
language sql stable
set search_path from current
return reporting.dashboard('inc', p_cluster, p_status, p_window, p_from, p_to, now());
comment on function reporting.fn_inc_dashboard(text, text, text, date, date) is
  'Incidents for a dashboard: window, open and closed as GeoJSON, metrics, freshness. p_window: today (default), yesterday, 7d, 30d, this_week, this_month, custom with p_from and p_to; East Africa Time days, both ends included.';

-- What a window selects. The open tickets need no index of their own: the one on geog holds exactly those.
create index if not exists inc_closed_at_idx on tickets.inc (closed_at) where closed_at is not null;
create index if not exists inc_clock_start_idx on tickets.inc (coalesce(created_at_service, first_seen_at));
