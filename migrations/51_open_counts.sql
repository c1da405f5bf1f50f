-- How many tickets are open is kept up to date by what a run changed, and counted in full once a day: a capture costs what it found, however
-- many tickets there are.

create table if not exists tickets.open_clocks (
  dataset text not null,
  ticket_id text not null,
  clock_start timestamptz,
  primary key (dataset, ticket_id)
);
comment on table tickets.open_clocks is 'The tickets that were open at the last capture, as tickets.open_counts counts them.';
comment on column tickets.open_clocks.dataset is 'inc or crq.';
comment on column tickets.open_clocks.ticket_id is 'Key of the ticket at the source.';
comment on column tickets.open_clocks.clock_start is 'When its SLA clock started; NULL without a clock.';
create index if not exists open_clocks_start_idx on tickets.open_clocks (dataset, clock_start);

create table if not exists tickets.open_counts (
  dataset text not null,
  day date not null,
  open_tickets integer not null,
  primary key (dataset, day)
);
comment on table tickets.open_counts is
  'How many tickets were open at the last capture, by the day on which their SLA clock started. Without a row of the type the next capture counts in full.';
comment on column tickets.open_counts.dataset is 'inc or crq.';
comment on column tickets.open_counts.day is 'Calendar day in East Africa Time; infinity for those without a clock.';
comment on column tickets.open_counts.open_tickets is 'Open tickets of which the clock started on that day.';

-- With its owner's rights: who may delete tickets needs none on the counts.
create or replace function tickets.tg_open_counts() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_table_schema <> 'tickets' then
    raise exception 'tickets.tg_open_counts() is for the tables of tickets, not for %.%', tg_table_schema, tg_table_name
      using errcode = 'insufficient_privilege';
  end if;
  delete from tickets.open_counts where dataset = tg_table_name;
  return null;
end
$$;
comment on function tickets.tg_open_counts() is 'Lets the next capture count the open tickets in full, because a deleted one leaves no trace.';
revoke execute on function tickets.tg_open_counts() from public;

do $$
declare
  dataset text;
begin
  foreach dataset in array array['inc', 'crq'] loop
    execute format($trigger$
      create or replace trigger tg_open_counts after delete or truncate on tickets.%I
      for each statement execute function tickets.tg_open_counts()
      $trigger$, dataset);
  end loop;
end
$$;

-- With its owner's rights, because a loader may not delete: what it writes follows from the tickets alone.
create or replace function tickets.count_open(
  p_dataset text, p_written_from timestamptz, p_written_to timestamptz, p_hours numeric, p_now timestamptz, p_in_full boolean,
  out total bigint, out breached bigint
)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
-- Planned with the dataset's name, so that only its table is read.
set plan_cache_mode = force_custom_plan
set random_page_cost = 1.1
set jit = off
as $$
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
$$;
comment on function tickets.count_open(text, timestamptz, timestamptz, numeric, timestamptz, boolean) is
  'Brings the counts of the open tickets of a type to what was written from p_written_from to p_written_to, or counts in full, and returns how many are open and how many of them breached at p_now. For capture_history_at().';

create or replace function tickets.capture_history_at(p_dataset text, p_now timestamptz) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
-- Planned with the dataset's name, so that only its table is read.
set plan_cache_mode = force_custom_plan
set random_page_cost = 1.1
set jit = off
as $$
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
$$;

do $$
declare
  writer text;
begin
  revoke execute on function tickets.count_open(text, timestamptz, timestamptz, numeric, timestamptz, boolean) from public;
  for writer in
    select case grantee when 0 then 'public' else grantee::regrole::text end
    from pg_class
    cross join lateral aclexplode(relacl)
    where oid = 'tickets.inc'::regclass and privilege_type in ('INSERT', 'UPDATE')
    union
    select rolname from pg_roles where rolname = 'fleettickets_ingest'
  loop
    execute format('grant execute on function tickets.count_open(text, timestamptz, timestamptz, numeric, timestamptz, boolean) to %s', writer);
  end loop;
end
$$;
