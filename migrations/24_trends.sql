-- Figures by day, and by team and owner.

select set_config('search_path', 'pg_catalog, ' || quote_ident(n.nspname), true)
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
where e.extname = 'postgis';

create or replace function reporting.checked_type(p_dataset text) returns text
language plpgsql immutable parallel safe
as $$
begin
  if p_dataset in ('inc', 'crq') then
    return p_dataset;
  end if;
  raise invalid_parameter_value using message = format('p_dataset %s is unknown; valid are inc, crq', coalesce(quote_literal(p_dataset), 'NULL'));
end
$$;
comment on function reporting.checked_type(text) is 'inc or crq as given; an error that names both for anything else.';

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
  of_type text := reporting.checked_type(p_dataset);
  period record := reporting.eat_window('custom', p_from, p_to, null);
  starts timestamptz := tickets.eat_midnight(period.from_day);
  ends timestamptz := tickets.eat_midnight(period.to_day + 1);
begin
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
      round(count(*) filter (where sla_status = 'Compliant')
        / nullif(count(*) filter (where sla_status in ('Compliant', 'Breached')), 0)::numeric, 4) as compliant_share
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
  'One row an East Africa Time day from p_from to p_to, both included: created, closed, closure_rate (closed/created, NULL when none was created), backlog (open at the day''s last capture; NULL where no run captured, and with p_cluster or p_team), mttr in minutes and compliant_share (0 to 1) of the closed, NULL when none says.';

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
      count(*) filter (where sla_status = 'Compliant') as closed_compliant,
      count(*) filter (where sla_status = 'Breached') as closed_breached,
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
comment on function reporting.fn_team_attribution(text, date, date) is
  'Tickets closed from p_from to p_to (East Africa Time days, both included) by the team and owner they stand with now, most closures first; team or owner NULL: the source names none. Minutes; compliant_share 0 to 1, NULL when no closure says.';
