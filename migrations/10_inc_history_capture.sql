-- What the tickets alone cannot tell later: closures that were observed, and how many were open on a day.

create table if not exists tickets.closure_events (
  dataset text not null default 'inc',
  ticket_id text not null,
  closed_at timestamptz not null,
  observed_at timestamptz not null,
  cluster text,
  assigned_team text,
  owner text,
  sla_status text,
  mttr integer,
  backfilled boolean not null default false,
  primary key (dataset, ticket_id, closed_at)
);
comment on table tickets.closure_events is
  'Closures as they were first observed, append-only: one row a ticket and closed_at. A ticket that is reopened and closed again has two when a run ended in between.';
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

create table if not exists tickets.inc_daily_snapshot (
  snapshot_date date primary key,
  open_total integer,
  open_breached integer,
  created_today integer,
  closed_today integer,
  captured_at timestamptz not null
);
comment on table tickets.inc_daily_snapshot is
  'One row a day on which a run captured. Backlog cannot be reconstructed later: a day without a run has no row.';
comment on column tickets.inc_daily_snapshot.snapshot_date is 'Calendar day in East Africa Time.';
comment on column tickets.inc_daily_snapshot.open_total is 'Open tickets at the last capture of that day.';
comment on column tickets.inc_daily_snapshot.open_breached is 'Those past their due moment; NULL when the dataset has no SLA policy.';
comment on column tickets.inc_daily_snapshot.created_today is 'Tickets with created_at_service on that day; follows late content for a week.';
comment on column tickets.inc_daily_snapshot.closed_today is 'Tickets that are not open with closed_at on that day; follows late content for a week.';
comment on column tickets.inc_daily_snapshot.captured_at is 'When this row was last written.';

-- A few pages instead of an entry a row: it says which ranges of the table were written lately, which is all that a capture asks.
create index if not exists inc_ingested_at_idx on tickets.inc using brin (ingested_at) with (pages_per_range = 16);

select set_config('search_path', 'pg_catalog, ' || quote_ident(n.nspname), true)
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
where e.extname = 'postgis';

create or replace function tickets.capture_history_at(p_dataset text, p_now timestamptz) returns void
language plpgsql
set search_path from current
-- Planned with the dataset's name, so that only its table is read.
set plan_cache_mode = force_custom_plan
as $$
declare
  snapshots regclass := to_regclass(format('tickets.%I', p_dataset || '_daily_snapshot'));
  today date := tickets.eat_day(p_now);
  captured_before timestamptz;
  changed_since timestamptz;
  anything_changed boolean;
begin
  if snapshots is null then
    raise invalid_parameter_value using message = format('p_dataset %L is unknown; valid are inc, crq', p_dataset);
  end if;

  -- One capture at a time, readers undisturbed: the second one begins where the first one ended.
  execute format('lock table %s in share row exclusive mode', snapshots);
  execute format('select max(captured_at) from %s', snapshots) into captured_before;
  -- The hour is for a writer whose transaction began before that capture and was committed after it.
  changed_since := coalesce(captured_before - interval '1 hour', '-infinity');

  insert into tickets.closure_events
    (dataset, ticket_id, closed_at, observed_at, cluster, assigned_team, owner, sla_status, mttr, backfilled)
  select type, ticket_id, closed_at, p_now, cluster, assigned_team, owner, sla_status, mttr, captured_before is null
  from reporting.tickets
  where type = p_dataset and ingested_at >= changed_since and closed_at is not null and is_actionable is not true
  on conflict do nothing;

  anything_changed := exists (select from reporting.tickets where type = p_dataset and ingested_at >= changed_since);

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
    select d.day, o.open_total, o.open_breached, d.created, d.closed, $3
    from day d
    cross join (
      select count(ticket_id) as open_total,
        case when policy.hours is not null then
          count(*) filter (where tickets.sla_state(coalesce(created_at_service, first_seen_at), policy.hours, $3) = 'breached')
        end as open_breached
      from (select (select hours from tickets.sla_policy where dataset = $1)) policy (hours)
      left join reporting.tickets on type = $1 and is_actionable
      group by policy.hours
    ) o
    where d.day = $2
    on conflict (snapshot_date) do update
    set open_total = excluded.open_total, open_breached = excluded.open_breached,
      created_today = excluded.created_today, closed_today = excluded.closed_today, captured_at = excluded.captured_at
    $snapshot$, snapshots)
  using p_dataset, today, p_now, case when anything_changed then 7 else 0 end;
end
$$;
comment on function tickets.capture_history_at(text, timestamptz) is
  'Captures one dataset (inc or crq) as of p_now: closures not logged yet, today''s snapshot, and what late content changed in those of the seven days before.';

create or replace function tickets.capture_history_for(p_dataset text) returns void
language sql
return tickets.capture_history_at(p_dataset, now());
comment on function tickets.capture_history_for(text) is
  'Captures the history of one dataset (inc or crq) as of now. Safe to repeat and to run twice at once; its cost follows what changed since the last time.';

create or replace function tickets.capture_history() returns void
language sql
return tickets.capture_history_for('inc');
comment on function tickets.capture_history() is 'capture_history_for(''inc'').';
