-- Installation requests get what incidents have, taken from there so that the two cannot differ; and both types become one relation.

-- With nothing but pg_catalog in the path, the catalog spells every other name out in full.
select set_config('search_path', 'pg_catalog', true);

do $$
declare
  described record;
begin
  execute 'create or replace view tickets.crq_open_sla with (security_invoker = true) as '
    || regexp_replace(pg_get_viewdef('tickets.inc_open_sla'), E'\\minc\\M', 'crq', 'g');
  create table if not exists tickets.crq_daily_snapshot (like tickets.inc_daily_snapshot including all);

  for described in
    select replace(c.relname, 'inc_', 'crq_') as twin, c.relkind, a.attname, d.description
    from pg_class c
    join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass
    left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid > 0
    where c.oid in ('tickets.inc_open_sla'::regclass, 'tickets.inc_daily_snapshot'::regclass)
  loop
    if described.attname is not null then
      execute format('comment on column tickets.%I.%I is %L', described.twin, described.attname, described.description);
    else
      execute format('comment on %s tickets.%I is %L',
        case described.relkind when 'v' then 'view' else 'table' end, described.twin, described.description);
    end if;
  end loop;
end
$$;

create index if not exists crq_closed_at_idx on tickets.crq (closed_at) where closed_at is not null;
create index if not exists crq_clock_start_idx on tickets.crq (coalesce(created_at_service, first_seen_at));
create index if not exists crq_ingested_at_idx on tickets.crq using brin (ingested_at) with (pages_per_range = 16);

do $$
declare
  described record;
begin
  execute 'create or replace view reporting.tickets with (security_invoker = true) as ' || (
    select string_agg(format($select$
      select %1$L as type, ticket_id, geom, geo_source, ingested_at, normalized_status, raw_status, bucket, cluster, region, location_name,
        assigned_team, owner, sla_status, is_actionable, mttr, created_at_service, scheduled_at, closed_at, first_seen_at, last_seen_at,
        source_created_at, source_updated_at, latitude, longitude, geog
      from tickets.%1$I
      $select$, dataset), ' union all ')
    from unnest(array['inc', 'crq']) datasets (dataset));

  for described in
    select of_view.attname as name, col_description(of_inc.attrelid, of_inc.attnum) as comment
    from pg_attribute of_view
    join pg_attribute of_inc on of_inc.attrelid = 'tickets.inc'::regclass and of_inc.attname = of_view.attname
    where of_view.attrelid = 'reporting.tickets'::regclass
  loop
    execute format('comment on column reporting.tickets.%I is %L', described.name, described.comment);
  end loop;
end
$$;
comment on view reporting.tickets is
  'The tickets of both types, without raw. A constant type in the WHERE clause leaves one table; the indexes of both are used through it.';
comment on column reporting.tickets.type is 'inc or crq.';

-- It shows a caller only what he may read in the tables: who could call the map before it read through this view still can.
grant select on reporting.tickets to public;

select set_config('search_path', 'pg_catalog, ' || quote_ident(n.nspname), true)
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
where e.extname = 'postgis';

create or replace function reporting.fn_crq_dashboard(
  p_cluster text default null, p_status text default null, p_window text default null, p_from date default null, p_to date default null
) returns jsonb
language sql stable
set search_path from current
return reporting.dashboard('crq', p_cluster, p_status, p_window, p_from, p_to, now());
comment on function reporting.fn_crq_dashboard(text, text, text, date, date) is
  'As fn_inc_dashboard, for installation requests. open_breached and open_due_soon are NULL while tickets.sla_policy has no hours for them.';
