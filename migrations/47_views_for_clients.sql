-- What the clients that people use need of a view and a function: a unique column first, one geometry column, numbers that arrive as numbers,
-- and NULL for any argument that is left out.

-- Where a ticket moved without being delivered again: when the gazetteers changed.
do $$
declare
  dataset text;
begin
  foreach dataset in array array['inc', 'crq'] loop
    execute format($column$
      alter table tickets.%1$I add column if not exists located_at timestamptz;
      comment on column tickets.%1$I.located_at is
        'When the ticket was last placed elsewhere without its record having changed, by a change of the gazetteers; NULL: never.';
      $column$, dataset);
  end loop;
end
$$;

-- A view cannot be given another first column, so it is made anew. Where somebody's objects depend on it they keep what they have, under another name.
do $$
begin
  if exists (
    select from pg_attribute where attrelid = to_regclass('reporting.tickets') and attnum = 1 and attname = 'type')
  then
    begin
      drop view reporting.tickets;
    exception
      when dependent_objects_still_exist then
        alter view reporting.tickets rename to tickets_before_47;
        raise warning 'reporting.tickets has another first column; what depends on it now reads reporting.tickets_before_47'
          using hint = 'Let it read reporting.tickets and drop reporting.tickets_before_47.';
    end;
  end if;
  if exists (
    select from pg_attribute where attrelid = to_regclass('tickets.location_names') and attnum = 1 and attname = 'cluster')
  then
    begin
      drop view tickets.location_names;
    exception
      when dependent_objects_still_exist then
        alter view tickets.location_names rename to location_names_before_47;
        raise warning 'tickets.location_names has another first column; what depends on it now reads tickets.location_names_before_47'
          using hint = 'Let it read tickets.location_names and drop tickets.location_names_before_47.';
    end;
  end if;
end
$$;

-- With nothing but pg_catalog in the path, the catalog spells every other name out in full.
select set_config('search_path', 'pg_catalog', true);

do $$
declare
  described record;
begin
  execute 'create or replace view reporting.tickets with (security_invoker = true) as ' || (
    select string_agg(format($select$
      select %2$L || ticket_id as id, %1$L as type, ticket_id, geom, geo_source, ingested_at, normalized_status, raw_status, bucket, cluster, region,
        location_name, assigned_team, owner, sla_status, is_actionable, mttr, created_at_service, scheduled_at, closed_at, first_seen_at,
        last_seen_at, source_created_at, source_updated_at, latitude, longitude, geog, located_at
      from tickets.%1$I
      $select$, dataset, dataset || '/'), ' union all ')
    from unnest(array['inc', 'crq']) datasets (dataset));

  for described in
    select of_view.attname as name, col_description(of_inc.attrelid, of_inc.attnum) as comment
    from pg_attribute of_view
    join pg_attribute of_inc on of_inc.attrelid = 'tickets.inc'::regclass and of_inc.attname = of_view.attname
    where of_view.attrelid = 'reporting.tickets'::regclass and of_view.attnum > 0
  loop
    execute format('comment on column reporting.tickets.%I is %L', described.name, described.comment);
  end loop;
end
$$;
comment on view reporting.tickets is
  'The tickets of both types, without raw. A constant type in the WHERE clause leaves one table; the indexes of both are used through it. Maps have reporting.map_tickets.';
comment on column reporting.tickets.id is 'Type and ticket_id, as inc/WOT0715527: no two rows have the same.';
comment on column reporting.tickets.type is 'inc or crq.';
grant select on reporting.tickets to public;

create or replace view tickets.location_names with (security_invoker = true) as
with spelling as (
  select cluster, location_name, count(*) as open_tickets, min(first_seen_at) as oldest_open
  from (
    select cluster, location_name, first_seen_at from tickets.inc where is_actionable and geo_source <> 'feed'
    union all
    select cluster, location_name, first_seen_at from tickets.crq where is_actionable and geo_source <> 'feed'
  ) ticket
  where cluster is not null
  group by 1, 2
), keyed as materialized (
  select *, case when length(cluster) <= 200 then tickets.location_key(location_name) end as location_key from spelling
)
select cluster || '/' || coalesce(location_key, '') as id, cluster, location_key, min(location_name collate "C") as location_name,
  sum(open_tickets)::bigint as open_tickets, min(oldest_open) as oldest_open
from keyed
group by cluster, location_key;
comment on view tickets.location_names is
  'Every cleaned location, by cluster, that open tickets of either type without coordinates of their own name; location_key is NULL where no place is left after cleaning, and in a cluster whose name is longer than 200 characters.';
comment on column tickets.location_names.id is 'Cluster and location_key: no two rows have the same.';
comment on column tickets.location_names.cluster is 'Name of the cluster, as in the tickets.';
comment on column tickets.location_names.location_key is 'tickets.location_key() of the location names.';
comment on column tickets.location_names.location_name is 'One of the location names, as delivered.';
comment on column tickets.location_names.open_tickets is 'Open tickets that name it and have no coordinates of their own.';
comment on column tickets.location_names.oldest_open is 'When the export first saw the oldest of them.';

-- For desktop maps: what the payloads call properties, and one geometry column.
create or replace view reporting.map_tickets with (security_invoker = true) as
select id, type, ticket_id, normalized_status as status, raw_status, cluster, region, location_name, assigned_team as team, owner,
  is_actionable is true as is_open, sla_status,
  case when is_actionable then tickets.sla_state(coalesce(created_at_service, first_seen_at), hours, now()) end as sla_state,
  case when is_actionable and coalesce(created_at_service, first_seen_at) <= now()
    then tickets.sla_due_at(coalesce(created_at_service, first_seen_at), hours) end as sla_due_at,
  created_at_service as created_at, scheduled_at, closed_at, mttr, geo_source, geom
from reporting.tickets
cross join lateral (select (select p.hours from tickets.sla_policy p where p.dataset = type) as hours) policy
where geo_source <> 'none';
comment on view reporting.map_tickets is 'Every ticket that has a place, open or not, for a map: the properties of the GeoJSON as columns, and one geometry.';
grant select on reporting.map_tickets to public;

create or replace view reporting.map_open_tickets with (security_invoker = true) as
select id, type, ticket_id, normalized_status as status, raw_status, cluster, region, location_name, assigned_team as team, owner,
  true as is_open, sla_status,
  case when is_actionable then tickets.sla_state(coalesce(created_at_service, first_seen_at), hours, now()) end as sla_state,
  case when is_actionable and coalesce(created_at_service, first_seen_at) <= now()
    then tickets.sla_due_at(coalesce(created_at_service, first_seen_at), hours) end as sla_due_at,
  created_at_service as created_at, scheduled_at, closed_at, mttr, geo_source, geom
from reporting.tickets
cross join lateral (select (select p.hours from tickets.sla_policy p where p.dataset = type) as hours) policy
where geo_source <> 'none' and is_actionable;
comment on view reporting.map_open_tickets is 'The open tickets that have a place, for a map: the properties of the GeoJSON as columns, and one geometry.';
grant select on reporting.map_open_tickets to public;

do $$
declare
  layer text;
begin
  foreach layer in array array['map_tickets', 'map_open_tickets'] loop
    execute format($comments$
      comment on column reporting.%1$I.id is 'Type and ticket_id, as inc/WOT0715527: no two rows have the same.';
      comment on column reporting.%1$I.type is 'inc or crq.';
      comment on column reporting.%1$I.ticket_id is 'Key of the ticket at the source.';
      comment on column reporting.%1$I.status is 'Canonical status, the one to filter on.';
      comment on column reporting.%1$I.raw_status is 'Status as the upstream system words it, upper case.';
      comment on column reporting.%1$I.cluster is 'Network cluster.';
      comment on column reporting.%1$I.region is 'Region, lower case.';
      comment on column reporting.%1$I.location_name is 'Location as delivered, with network codes.';
      comment on column reporting.%1$I.team is 'Team that the ticket is or was assigned to.';
      comment on column reporting.%1$I.owner is 'Person that the ticket is or was assigned to.';
      comment on column reporting.%1$I.is_open is 'Whether the ticket is open.';
      comment on column reporting.%1$I.sla_status is 'Compliant or Breached as the source says; only meaningful once the ticket is closed.';
      comment on column reporting.%1$I.sla_state is 'How an open ticket stands: ok, due_soon, breached, unknown or no_policy; NULL of the others.';
      comment on column reporting.%1$I.sla_due_at is 'When an open ticket is to be closed; NULL without a clock or a policy.';
      comment on column reporting.%1$I.created_at is 'When the ticket was opened; NULL on about 30 %% of the rows.';
      comment on column reporting.%1$I.scheduled_at is 'When work is or was scheduled.';
      comment on column reporting.%1$I.closed_at is 'When the ticket was closed.';
      comment on column reporting.%1$I.mttr is 'Time to repair in minutes, as the source reckons it; NULL until closed.';
      comment on column reporting.%1$I.geo_source is 'What geom came from: feed, location or cluster.';
      comment on column reporting.%1$I.geom is 'Where the ticket is (WGS 84).';
      $comments$, layer);
  end loop;

  if to_regrole('fleettickets_ingest') is not null and to_regrole('fleettickets_read') is not null then
    grant select on reporting.tickets, reporting.map_tickets, reporting.map_open_tickets to fleettickets_read, fleettickets_ingest;
    grant select on tickets.location_names to fleettickets_ingest;
  end if;
end
$$;

-- bigint and numeric reach JavaScript as strings.
do $$
declare
  counted record;
begin
  for counted in
    select function, split_part(function, '(', 1) as name
    from unnest(array['reporting.fn_ticket_trends(text, date, date, text, text)', 'reporting.fn_team_attribution(text, date, date)']) function
    join pg_proc p on p.oid = to_regprocedure(function) and 'numeric'::regtype = any (p.proallargtypes)
  loop
    begin
      execute format('drop function %s', counted.function);
    exception
      when dependent_objects_still_exist then
        execute format('alter function %s rename to %I', counted.function, split_part(counted.name, '.', 2) || '_before_47');
        raise warning '% has other types; what depends on it now calls %_before_47', counted.name, counted.name
          using hint = 'Let it call the new function and drop the old one.';
    end;
  end loop;
end
$$;

create or replace function reporting.fn_ticket_trends(
  p_dataset text, p_from date, p_to date, p_cluster text default null, p_team text default null
) returns table (
  day date,
  created integer,
  closed integer,
  closure_rate double precision,
  backlog integer,
  mttr_avg_minutes double precision,
  mttr_median_minutes double precision,
  mttr_p90_minutes double precision,
  compliant_share double precision
)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set jit = off
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
$$;
comment on function reporting.fn_ticket_trends(text, date, date, text, text) is
  'One row an East Africa Time day from p_from to p_to, both included, at most 3660 of them: created, closed, closure_rate (closed/created, NULL when none was created), backlog (open at the day''s last capture; NULL where no run captured, and with p_cluster or p_team), mttr in minutes and compliant_share (0 to 1) of the closed, NULL when none says.';

create or replace function reporting.fn_team_attribution(p_dataset text, p_from date, p_to date) returns table (
  team text,
  owner text,
  closed integer,
  closed_compliant integer,
  closed_breached integer,
  compliant_share double precision,
  mttr_avg_minutes double precision,
  mttr_median_minutes double precision,
  mttr_p90_minutes double precision
)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set jit = off
as $$
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
$$;
comment on function reporting.fn_team_attribution(text, date, date) is
  'Tickets closed from p_from to p_to (East Africa Time days, both included) by the team and owner they stand with now, most closures first; team or owner NULL: the source names none. Minutes; compliant_share 0 to 1, NULL when no closure says.';
