-- The history asks only for what was written since the last capture: each transaction that writes tickets leaves a note, and a capture
-- takes the notes that it can see. A baseline is then looked at once, and a run with nothing new looks at no closure at all.

create table if not exists tickets.uncaptured_writes (
  dataset text not null,
  transaction_id xid8 not null,
  began timestamptz not null,
  primary key (dataset, transaction_id)
);
comment on table tickets.uncaptured_writes is
  'Transactions that wrote tickets and that no capture of the history has seen yet. A note shows when its transaction is committed, so none is missed, however long it takes.';
comment on column tickets.uncaptured_writes.dataset is 'inc or crq.';
comment on column tickets.uncaptured_writes.transaction_id is 'The transaction.';
comment on column tickets.uncaptured_writes.began is 'When it began: ingested_at of the tickets that it wrote.';

-- With its owner's rights: who may write tickets needs none on the notes.
create or replace function tickets.tg_note_write() returns trigger
language plpgsql security definer
set search_path = pg_catalog
as $$
begin
  insert into tickets.uncaptured_writes (dataset, transaction_id, began)
  values (tg_table_name, pg_current_xact_id(), now())
  on conflict do nothing;
  return null;
end
$$;
comment on function tickets.tg_note_write() is 'Leaves a note in tickets.uncaptured_writes that this transaction wrote tickets.';

create or replace function tickets.tg_ingested_at() returns trigger
language plpgsql as $$
begin
  new.ingested_at := now();
  return new;
end
$$;
comment on function tickets.tg_ingested_at() is 'Lets ingested_at be the beginning of the transaction that wrote raw, by which a capture finds the ticket.';

do $$
declare
  dataset text;
begin
  foreach dataset in array array['inc', 'crq'] loop
    execute format($triggers$
      create or replace trigger tg_note_write after insert or update of raw on tickets.%1$I
      for each statement execute function tickets.tg_note_write();

      create or replace trigger tg_ingested_at before insert on tickets.%1$I
      for each row when (new.ingested_at is distinct from now())
      execute function tickets.tg_ingested_at();

      create or replace trigger tg_ingested_at_update before update of raw on tickets.%1$I
      for each row when (new.ingested_at is distinct from now() and new.raw is distinct from old.raw)
      execute function tickets.tg_ingested_at();

      -- Equal keys are kept once: an index over all tickets that costs next to nothing, and whose cost does not grow with the table.
      drop index if exists tickets.%2$I;
      create index %2$I on tickets.%1$I (ingested_at);

      -- The open ones and their clocks without their rows, which are as wide as they are far apart.
      create index if not exists %3$I on tickets.%1$I (created_at_service, first_seen_at) where is_actionable;
      $triggers$, dataset, dataset || '_ingested_at_idx', dataset || '_open_idx');
  end loop;

  if to_regrole('fleettickets_ingest') is not null then
    grant select, delete on tickets.uncaptured_writes to fleettickets_ingest;
  end if;
end
$$;

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
  is_first boolean;
  written_from timestamptz;
  written_to timestamptz;
  -- Known before the query is planned: sla_state() is part of the query then, and no call for each open ticket.
  policy_hours numeric := (select hours from tickets.sla_policy where dataset = p_dataset);
begin
  if snapshots is null then
    raise invalid_parameter_value using message = format('p_dataset %L is unknown; valid are inc, crq', p_dataset);
  end if;

  -- One capture at a time, readers undisturbed: the second one begins where the first one ended.
  execute format('lock table %s in share row exclusive mode', snapshots);
  execute format('select not exists (select from %s)', snapshots) into is_first;
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
    select d.day, o.total, case when $5 is not null then o.breached end, d.created, d.closed, $3
    from day d
    cross join (
      select count(*) as total,
        count(*) filter (where tickets.sla_state(coalesce(created_at_service, first_seen_at), $5, $3) = 'breached') as breached
      from reporting.tickets
      where type = $1 and is_actionable
    ) o
    where d.day = $2
    on conflict (snapshot_date) do update
    set open_total = excluded.open_total, open_breached = excluded.open_breached,
      created_today = excluded.created_today, closed_today = excluded.closed_today, captured_at = excluded.captured_at
    $snapshot$, snapshots)
  using p_dataset, today, p_now, case when written_from is not null then 7 else 0 end, policy_hours;
end
$$;
