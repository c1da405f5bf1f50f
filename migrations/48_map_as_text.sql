-- The map and the dashboards as text that is put together once, with the filters that a map needs, and a version of the map that is cheap to ask.

-- How often the tickets of a type were written: whoever sees the same numbers sees the same tickets. A transaction adds a row of its own, so
-- that writers do not wait for each other, and sums up what others have left.
create table if not exists tickets.write_counts (
  dataset text not null,
  transaction_id xid8 not null,
  writes bigint not null,
  primary key (dataset, transaction_id)
);
comment on table tickets.write_counts is
  'How often statements have written the tickets of a type. The sum of a type goes up with every commit that may have changed a ticket, its place included; reporting.map_version() is made of it.';
comment on column tickets.write_counts.dataset is 'inc or crq.';
comment on column tickets.write_counts.transaction_id is 'The transaction that wrote, or that summed up earlier rows.';
comment on column tickets.write_counts.writes is 'Statements that wrote.';

-- With its owner's rights: who may write tickets needs none on the counts.
create or replace function tickets.tg_write_count() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  most_rows constant integer := 20;
  earlier bigint := 0;
begin
  if tg_table_schema <> 'tickets' then
    raise exception 'tickets.tg_write_count() is for the tables of tickets, not for %.%', tg_table_schema, tg_table_name
      using errcode = 'insufficient_privilege';
  end if;
  -- A stricter isolation would fail on a row that another transaction has summed up.
  if current_setting('transaction_isolation') = 'read committed'
    and (select count(*) from tickets.write_counts where dataset = tg_table_name) > most_rows
  then
    with settled as (
      select dataset, transaction_id from tickets.write_counts
      where dataset = tg_table_name and transaction_id <> pg_current_xact_id()
      for update skip locked
    ), taken as (
      delete from tickets.write_counts w using settled s
      where w.dataset = s.dataset and w.transaction_id = s.transaction_id
      returning w.writes
    )
    select coalesce(sum(writes), 0) into earlier from taken;
  end if;
  insert into tickets.write_counts as w (dataset, transaction_id, writes)
  values (tg_table_name, pg_current_xact_id(), earlier + 1)
  on conflict (dataset, transaction_id) do update set writes = w.writes + excluded.writes;
  return null;
end
$$;
comment on function tickets.tg_write_count() is 'Counts in tickets.write_counts a statement that wrote tickets.';
revoke execute on function tickets.tg_write_count() from public;

create or replace function tickets.tg_located_at() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  -- As text: the points' own operators are PostGIS's.
  if (new.geo_source, new.geom::text) is distinct from (old.geo_source, old.geom::text) then
    new.located_at := now();
  end if;
  return new;
end
$$;
comment on function tickets.tg_located_at() is 'Notes in located_at that a ticket was placed elsewhere by a statement that places tickets.';
revoke execute on function tickets.tg_located_at() from public;

do $$
declare
  dataset text;
begin
  foreach dataset in array array['inc', 'crq'] loop
    execute format($objects$
      create or replace trigger tg_write_count after insert or update or delete or truncate on tickets.%1$I
      for each statement execute function tickets.tg_write_count();

      -- By its name it comes after tg_ticket_geom, which finds the place.
      create or replace trigger tg_ticket_located_at before update of geo_source on tickets.%1$I
      for each row execute function tickets.tg_located_at();

      -- The corners of a map: equal places are kept once, so both stay small.
      create index if not exists %2$I on tickets.%1$I (longitude, latitude);
      create index if not exists %3$I on tickets.%1$I (longitude, latitude) where is_actionable;
      -- The due moments that have passed.
      create index if not exists %4$I on tickets.%1$I (coalesce(created_at_service, first_seen_at)) where is_actionable;
      create index if not exists %5$I on tickets.%1$I (located_at) where located_at is not null;
      $objects$, dataset, dataset || '_place_idx', dataset || '_open_place_idx', dataset || '_open_clock_idx', dataset || '_located_at_idx');
  end loop;
end
$$;

-- No SET on this one: it becomes part of the statements that read from it, which pin their path, and its filters that are NULL disappear from them.
create or replace function reporting.selected_tickets(
  p_scope text, p_type text, p_cluster text, p_status text, p_sla_state text,
  p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_changed_since timestamptz,
  p_closed_from timestamptz, p_closed_before timestamptz, p_inc_hours numeric, p_crq_hours numeric, p_now timestamptz
) returns setof reporting.tickets
language sql stable
as $$
  select *
  from reporting.tickets
  where (p_type is null or type = p_type)
    and (p_cluster is null or cluster = p_cluster)
    and (p_status is null or normalized_status = p_status)
    and (p_scope = 'all'
      or p_scope = 'open' and is_actionable
      or p_scope = 'closed' and is_actionable is not true and closed_at >= p_closed_from and closed_at < p_closed_before)
    and (p_sla_state is null or is_actionable and p_sla_state = tickets.sla_state(
      coalesce(created_at_service, first_seen_at), case type when 'inc' then p_inc_hours else p_crq_hours end, p_now))
    and (p_west is null or longitude >= p_west and longitude <= p_east and latitude >= p_south and latitude <= p_north)
    and (p_changed_since is null or ingested_at > p_changed_since or located_at > p_changed_since)
$$;
comment on function reporting.selected_tickets(
  text, text, text, text, text, double precision, double precision, double precision, double precision, timestamptz, timestamptz, timestamptz,
  numeric, numeric, timestamptz) is
  'The tickets that a map or a dashboard is about: p_scope all, open, or closed from p_closed_from until before p_closed_before; NULL does not filter. The one definition of the filters.';

create or replace function reporting.features_text(
  p_head text, p_tail text, p_scope text, p_type text, p_cluster text, p_status text, p_sla_state text,
  p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_changed_since timestamptz,
  p_closed_from timestamptz, p_closed_before timestamptz, p_limit integer, p_now timestamptz
) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set random_page_cost = 1.1
set jit = off
set extra_float_digits = 1
-- East Africa Time, as JSON has it: +03:00 in every year.
set timezone = '<+03>-03'
as $$
declare
  inc_hours numeric := (select hours from tickets.sla_policy where dataset = 'inc');
  crq_hours numeric := (select hours from tickets.sla_policy where dataset = 'crq');
begin
  return coalesce((
    -- Head and tail go in with the first and the last feature: to add them afterwards would copy the document twice.
    select string_agg(concat(
      case when is_first then p_head else ',' end,
      '{"type":"Feature","id":', to_json(t.ticket_id),
      ',"geometry":{"type":"Point","coordinates":[', round(longitude * 1e7) / 1e7, ',', round(latitude * 1e7) / 1e7, ']},"properties":',
      row_to_json(properties), '}',
      case when is_last then p_tail end), '')
    from (
      select *, row_number() over () = 1 as is_first, lead(true) over () is null as is_last
      from (
        select *
        from reporting.selected_tickets(
          p_scope, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, p_closed_from, p_closed_before,
          inc_hours, crq_hours, p_now)
        where geo_source <> 'none'
        order by ticket_id collate "C", type
        limit p_limit
      ) selected
    ) t
    cross join lateral (
      select coalesce(created_at_service, first_seen_at), case t.type when 'inc' then inc_hours else crq_hours end
    ) clock (start, hours)
    cross join lateral (
      select t.type, t.ticket_id, normalized_status as status, raw_status, cluster, region, location_name, assigned_team as team, owner,
        is_actionable is true as is_open, sla_status,
        case when is_actionable then tickets.sla_state(clock.start, clock.hours, p_now) end as sla_state,
        case when is_actionable and clock.start <= p_now then date_trunc('second', tickets.sla_due_at(clock.start, clock.hours)) end as sla_due_at,
        date_trunc('second', created_at_service) as created_at,
        date_trunc('second', scheduled_at) as scheduled_at,
        date_trunc('second', closed_at) as closed_at,
        mttr, geo_source
    ) properties), p_head || p_tail);
end
$$;
comment on function reporting.features_text(
  text, text, text, text, text, text, text, double precision, double precision, double precision, double precision, timestamptz, timestamptz,
  timestamptz, integer, timestamptz) is
  'GeoJSON features of the selected tickets that have a place, ordered by ticket_id and separated by commas, between p_head and p_tail: the one builder for map and dashboards. Timestamps ISO 8601 at +03:00, mttr in minutes, sla_state as of p_now.';

create or replace function reporting.map_counts(
  p_scope text, p_type text, p_cluster text, p_status text, p_sla_state text,
  p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_changed_since timestamptz,
  p_now timestamptz
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set random_page_cost = 1.1
set jit = off
as $$
declare
  inc_hours numeric := (select hours from tickets.sla_policy where dataset = 'inc');
  crq_hours numeric := (select hours from tickets.sla_policy where dataset = 'crq');
begin
  return (
    with counted as (
      select type, coalesce(normalized_status, 'unknown') as status, geo_source, is_actionable is true as is_open, count(*) as n
      from reporting.selected_tickets(
        p_scope, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, null, null,
        inc_hours, crq_hours, p_now)
      group by 1, 2, 3, 4
    )
    select jsonb_build_object(
      'total', coalesce(sum(n), 0),
      'open', coalesce(sum(n) filter (where is_open), 0),
      'mapped', coalesce(sum(n) filter (where geo_source <> 'none'), 0),
      'unmapped', coalesce(sum(n) filter (where geo_source = 'none'), 0),
      'by_type', (select coalesce(jsonb_object_agg(type, n), '{}') from (select type, sum(n) as n from counted group by 1) _),
      'by_status', (select coalesce(jsonb_object_agg(status, n), '{}') from (select status, sum(n) as n from counted group by 1) _),
      'by_geo_source', (select coalesce(jsonb_object_agg(geo_source, n), '{}') from (select geo_source, sum(n) as n from counted group by 1) _))
    from counted);
end
$$;
comment on function reporting.map_counts(
  text, text, text, text, text, double precision, double precision, double precision, double precision, timestamptz, timestamptz) is
  'Counts over all selected tickets, with and without a place, in one pass; a ticket without a status counts as unknown.';

create or replace function reporting.check_map_filters(
  p_open_only boolean, p_type text, p_sla_state text,
  p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_changed_since timestamptz, p_limit integer
) returns void
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_type is not null and p_type not in ('inc', 'crq') then
    raise invalid_parameter_value using message = format('p_type %L is unknown; valid are inc, crq', p_type), hint = 'NULL means both types.';
  end if;
  if p_sla_state is not null and p_sla_state not in ('ok', 'due_soon', 'breached', 'unknown', 'no_policy') then
    raise invalid_parameter_value using
      message = format('p_sla_state %L is unknown; valid are ok, due_soon, breached, unknown, no_policy', p_sla_state),
      hint = 'NULL means every state.';
  end if;
  if p_sla_state is not null and not p_open_only then
    raise invalid_parameter_value using
      message = 'p_sla_state goes with p_open_only true: only an open ticket has a state',
      hint = 'Leave out p_sla_state, or leave p_open_only at true.';
  end if;
  if num_nulls(p_west, p_south, p_east, p_north) not in (0, 4) then
    raise invalid_parameter_value using
      message = format('p_west %s, p_south %s, p_east %s, p_north %s: a bounding box needs all four', coalesce(p_west::text, 'NULL'),
        coalesce(p_south::text, 'NULL'), coalesce(p_east::text, 'NULL'), coalesce(p_north::text, 'NULL')),
      hint = 'Give degrees, -180 to 180 and -90 to 90.';
  end if;
  if p_west is not null and not (p_west between -180 and 180 and p_east between -180 and 180 and p_south between -90 and 90
    and p_north between -90 and 90 and p_west <= p_east and p_south <= p_north)
  then
    raise invalid_parameter_value using
      message = format('p_west %s, p_south %s, p_east %s, p_north %s is no bounding box; valid are -180 to 180 from west to east and -90 to 90 from south to north',
        p_west, p_south, p_east, p_north),
      hint = 'A box across the 180th meridian is two boxes.';
  end if;
  if p_changed_since is not null and not isfinite(p_changed_since) then
    raise invalid_parameter_value using message = format('p_changed_since is %s; valid is a moment', p_changed_since),
      hint = 'Give the as_of of the last answer, or NULL for everything.';
  end if;
  if p_limit is not null and p_limit < 1 then
    raise invalid_parameter_value using message = format('p_limit is %s; valid are 1 and more', p_limit), hint = 'NULL means no limit.';
  end if;
end
$$;
comment on function reporting.check_map_filters(
  boolean, text, text, double precision, double precision, double precision, double precision, timestamptz, integer) is
  'An error that names the parameter and the valid values when a filter of the map is unknown or contradicts another one.';

create or replace function reporting.check_map_names(p_cluster text, p_status text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
  most_names constant integer := 100;
  given record;
  known text[];
begin
  for given in
    select * from (values ('p_cluster', p_cluster), ('p_status', p_status)) filters (parameter, value) where value is not null
  loop
    select array_agg(name order by name collate "C") into known
    from (
      select distinct case given.parameter when 'p_cluster' then cluster else normalized_status end as name from reporting.tickets
    ) names
    where name is not null;
    if given.value <> all (coalesce(known, '{}')) then
      raise invalid_parameter_value using message = format('%s %L is unknown; %s', given.parameter, given.value,
        case
          when known is null then 'no ticket names any'
          else 'valid are ' || array_to_string(known[:most_names], ', ')
            || case when cardinality(known) > most_names then format(' and %s more', cardinality(known) - most_names) else '' end
        end);
    end if;
  end loop;
end
$$;
comment on function reporting.check_map_names(text, text) is
  'An error that lists the valid names when no ticket has the cluster or the status; asked only when a filter finds nothing.';

create or replace function reporting.map_geojson_at(
  p_open_only boolean, p_type text, p_cluster text, p_status text, p_sla_state text,
  p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_changed_since timestamptz, p_limit integer,
  p_now timestamptz
) returns json
language plpgsql stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set random_page_cost = 1.1
set jit = off
set timezone = '<+03>-03'
as $$
declare
  open_only boolean := coalesce(p_open_only, true);
  of_scope text := case when open_only then 'open' else 'all' end;
  -- A transaction writes with the time of its beginning: what was committed since the last look may bear a time of before.
  margin constant interval := interval '10 minutes';
  inc_hours numeric := (select hours from tickets.sla_policy where dataset = 'inc');
  crq_hours numeric := (select hours from tickets.sla_policy where dataset = 'crq');
  counts jsonb;
  as_of timestamptz;
  removed json := '[]';
begin
  perform reporting.check_map_filters(open_only, p_type, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, p_limit);
  counts := reporting.map_counts(
    of_scope, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, p_now);
  if (counts ->> 'total')::bigint = 0 and p_changed_since is null then
    perform reporting.check_map_names(p_cluster, p_status);
  end if;

  select max(written) - margin into as_of
  from (
    select max(ingested_at) from tickets.inc
    union all
    select max(ingested_at) from tickets.crq
    union all
    select max(located_at) from tickets.inc
    union all
    select max(located_at) from tickets.crq
  ) latest (written);

  if p_changed_since is not null then
    select coalesce(json_agg(ticket_id order by ticket_id collate "C"), '[]') into removed
    from (
      select type, ticket_id
      from reporting.selected_tickets('all', p_type, null, null, null, null, null, null, null, p_changed_since, null, null, null, null, p_now)
      except all
      select type, ticket_id
      from reporting.selected_tickets(
        of_scope, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, null, null,
        inc_hours, crq_hours, p_now)
      where geo_source <> 'none'
    ) gone;
  end if;

  return reporting.features_text(
    '{"type":"FeatureCollection","features":[',
    concat('],"summary":', counts || jsonb_build_object('freshness', reporting.freshness()),
      ',"cut":', to_json(p_limit < (counts ->> 'mapped')::bigint is true), ',"as_of":', coalesce(to_json(as_of), 'null'), ',"removed":', removed, '}'),
    of_scope, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, null, null, p_limit, p_now);
end
$$;
comment on function reporting.map_geojson_at(
  boolean, text, text, text, text, double precision, double precision, double precision, double precision, timestamptz, integer, timestamptz) is
  'The map as it stands at p_now; what map_geojson and fn_tickets_for_map return.';

-- No SET on the functions that pass a document on: they become part of the caller's statement, and the document is copied once less. So they
-- spell every name out.
create or replace function reporting.map_geojson(
  p_open_only boolean default true, p_type text default null, p_cluster text default null, p_status text default null, p_sla_state text default null,
  p_west double precision default null, p_south double precision default null, p_east double precision default null,
  p_north double precision default null, p_changed_since timestamptz default null, p_limit integer default null
) returns json
language sql stable
as $$
  select reporting.map_geojson_at(
    p_open_only, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, p_limit, pg_catalog.now())
$$;
comment on function reporting.map_geojson(
  boolean, text, text, text, text, double precision, double precision, double precision, double precision, timestamptz, integer) is
  'GeoJSON FeatureCollection (RFC 7946) of the open tickets, or of all, of both types, and a summary, as text: what an API passes on. NULL does not filter. A box takes its four sides in degrees. p_changed_since: only what was written or placed elsewhere after that moment, with the ids of changed tickets that are not or no longer among the features as removed; pass the as_of of the answer before. p_limit: the first so many by ticket_id, and cut says whether there are more. summary counts what the filters select, whatever p_limit.';

create or replace function reporting.fn_tickets_for_map(p_open_only boolean default true) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return reporting.map_geojson_at(p_open_only, null, null, null, null, null, null, null, null, null, null, now())::jsonb;
end
$$;
comment on function reporting.fn_tickets_for_map(boolean) is
  'GeoJSON FeatureCollection (RFC 7946) of the open tickets, or of all, of both types, and a summary. map_geojson has the same as text, sooner, and with filters.';

-- The parts that the jsonb payloads were made of, from the same definitions now.
create or replace function reporting.features(
  p_scope text, p_type text default null, p_cluster text default null, p_status text default null,
  p_closed_from timestamptz default null, p_closed_before timestamptz default null
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return reporting.features_text(
    '[', ']', p_scope, p_type, p_cluster, p_status, null, null, null, null, null, null, p_closed_from, p_closed_before, null, now())::jsonb;
end
$$;
comment on function reporting.features(text, text, text, text, timestamptz, timestamptz) is
  'GeoJSON features of the tickets that have a place, ordered by ticket_id: all, the open, or those closed from p_closed_from until before p_closed_before; NULL does not filter. features_text has the same as text.';

create or replace function reporting.map_summary(p_open_only boolean) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return reporting.map_counts(
    case when coalesce(p_open_only, true) then 'open' else 'all' end, null, null, null, null, null, null, null, null, null, now());
end
$$;
comment on function reporting.map_summary(boolean) is
  'Counts over all tickets in scope, with and without a place; a ticket without a status counts as unknown.';

create or replace function reporting.map_version_at(
  p_open_only boolean, p_type text, p_cluster text, p_status text, p_sla_state text,
  p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_changed_since timestamptz, p_limit integer,
  p_now timestamptz
) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
set random_page_cost = 1.1
set jit = off
set timezone = 'UTC'
set datestyle = 'ISO'
set extra_float_digits = 1
as $$
begin
  perform reporting.check_map_filters(
    coalesce(p_open_only, true), p_type, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, p_limit);
  return (
    select md5(concat_ws(' ',
      (select string_agg(concat(dataset, ' ', writes), ' ' order by dataset)
       from (select dataset, sum(writes) as writes from tickets.write_counts group by 1) written),
      (select string_agg(concat(dataset, ' ', imported_at, ' ', md5(metadata::text)), ' ' order by dataset) from tickets.import_meta),
      -- Of every moment at which a state turns, the latest that has passed: when another one has, it is a later one.
      (select string_agg(concat(p.dataset, ' ', p.hours, ' ', case when p.hours is not null then passed end), ' ' order by p.dataset)
       from tickets.sla_policy p
       cross join lateral (
         select string_agg(concat(
           (select max(coalesce(created_at_service, first_seen_at)) from tickets.inc
            where p.dataset = 'inc' and is_actionable and coalesce(created_at_service, first_seen_at) <= p_now - share * p.hours * interval '1 hour'),
           (select max(coalesce(created_at_service, first_seen_at)) from tickets.crq
            where p.dataset = 'crq' and is_actionable and coalesce(created_at_service, first_seen_at) <= p_now - share * p.hours * interval '1 hour')),
           ' ' order by share)
         from (values (0), (0.75), (1)) shares (share)
       ) turned (passed)),
      row(coalesce(p_open_only, true), p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, p_limit)::text)));
end
$$;
comment on function reporting.map_version_at(
  boolean, text, text, text, text, double precision, double precision, double precision, double precision, timestamptz, integer, timestamptz) is
  'map_version as of p_now.';

create or replace function reporting.map_version(
  p_open_only boolean default true, p_type text default null, p_cluster text default null, p_status text default null, p_sla_state text default null,
  p_west double precision default null, p_south double precision default null, p_east double precision default null,
  p_north double precision default null, p_changed_since timestamptz default null, p_limit integer default null
) returns text
language sql stable
as $$
  select reporting.map_version_at(
    p_open_only, p_type, p_cluster, p_status, p_sla_state, p_west, p_south, p_east, p_north, p_changed_since, p_limit, pg_catalog.now())
$$;
comment on function reporting.map_version(
  boolean, text, text, text, text, double precision, double precision, double precision, double precision, timestamptz, integer) is
  'A text that is another one whenever map_geojson with the same arguments would be: tickets, policy or import_meta changed, or a due moment passed. Only age_minutes of freshness, which follows from source_max_at, is left out. For ETag and If-None-Match.';

create or replace function reporting.dashboard_geojson_at(
  p_type text, p_cluster text, p_status text, p_window text, p_from date, p_to date, p_now timestamptz
) returns json
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  period record := reporting.eat_window(p_window, p_from, p_to, tickets.eat_day(p_now));
  starts timestamptz := tickets.eat_midnight(period.from_day);
  ends timestamptz := tickets.eat_midnight(period.to_day + 1);
  open text;
begin
  open := reporting.features_text(
    concat('{"window":', jsonb_build_object('name', period.name, 'from', period.from_day, 'to', period.to_day),
      ',"open":{"type":"FeatureCollection","features":['),
    ']},"closed":{"type":"FeatureCollection","features":[', 'open', p_type, p_cluster, p_status,
    null, null, null, null, null, null, null, null, null, p_now);
  -- What is written so far is the head of the rest.
  return reporting.features_text(
    open,
    concat(']},"metrics":', reporting.metrics(p_type, p_cluster, p_status, starts, ends, p_now), ',"freshness":', reporting.freshness(), '}'),
    'closed', p_type, p_cluster, p_status, null, null, null, null, null, null, starts, ends, null, p_now);
end
$$;
comment on function reporting.dashboard_geojson_at(text, text, text, text, date, date, timestamptz) is
  'The dashboard of one type (inc or crq) as it stands at p_now, as text; what the dashboards of both forms return.';

create or replace function reporting.dashboard(
  p_type text, p_cluster text, p_status text, p_window text, p_from date, p_to date, p_now timestamptz
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return reporting.dashboard_geojson_at(p_type, p_cluster, p_status, p_window, p_from, p_to, p_now)::jsonb;
end
$$;
comment on function reporting.dashboard(text, text, text, text, date, date, timestamptz) is
  'The dashboard of one type (inc or crq) as it stands at p_now; what fn_inc_dashboard and fn_crq_dashboard return.';

create or replace function reporting.inc_dashboard_geojson(
  p_cluster text default null, p_status text default null, p_window text default null, p_from date default null, p_to date default null
) returns json
language sql stable
as $$
  select reporting.dashboard_geojson_at('inc'::pg_catalog.text, p_cluster, p_status, p_window, p_from, p_to, pg_catalog.now())
$$;
comment on function reporting.inc_dashboard_geojson(text, text, text, date, date) is
  'Incidents for a dashboard, as fn_inc_dashboard has them, as text: what an API passes on.';

create or replace function reporting.crq_dashboard_geojson(
  p_cluster text default null, p_status text default null, p_window text default null, p_from date default null, p_to date default null
) returns json
language sql stable
as $$
  select reporting.dashboard_geojson_at('crq'::pg_catalog.text, p_cluster, p_status, p_window, p_from, p_to, pg_catalog.now())
$$;
comment on function reporting.crq_dashboard_geojson(text, text, text, date, date) is
  'Installation requests for a dashboard, as fn_crq_dashboard has them, as text: what an API passes on.';

-- Whoever may read the tickets may call what the map is made of.
do $$
declare
  part text;
  reader text;
begin
  foreach part in array array[
    'reporting.selected_tickets(text, text, text, text, text, double precision, double precision, double precision, double precision, timestamptz,
      timestamptz, timestamptz, numeric, numeric, timestamptz)',
    'reporting.features_text(text, text, text, text, text, text, text, double precision, double precision, double precision, double precision,
      timestamptz, timestamptz, timestamptz, integer, timestamptz)',
    'reporting.map_counts(text, text, text, text, text, double precision, double precision, double precision, double precision, timestamptz, timestamptz)',
    'reporting.check_map_filters(boolean, text, text, double precision, double precision, double precision, double precision, timestamptz, integer)',
    'reporting.check_map_names(text, text)',
    'reporting.map_geojson_at(boolean, text, text, text, text, double precision, double precision, double precision, double precision, timestamptz, integer, timestamptz)',
    'reporting.map_version_at(boolean, text, text, text, text, double precision, double precision, double precision, double precision, timestamptz, integer, timestamptz)',
    'reporting.dashboard_geojson_at(text, text, text, text, date, date, timestamptz)'
  ] loop
    execute format('revoke execute on function %s from public', part);
    for reader in
      select case grantee when 0 then 'public' else grantee::regrole::text end
      from pg_class
      cross join lateral aclexplode(relacl)
      where oid = 'tickets.inc'::regclass and privilege_type = 'SELECT'
      union
      select rolname from pg_roles where rolname in ('fleettickets_read', 'fleettickets_ingest')
    loop
      execute format('grant execute on function %s to %s', part, reader);
    end loop;
  end loop;

  if to_regrole('fleettickets_ingest') is not null and to_regrole('fleettickets_read') is not null then
    grant select on tickets.write_counts to fleettickets_read, fleettickets_ingest;
  end if;
end
$$;
