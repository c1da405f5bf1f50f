-- The same tables with other names and shapes for what nobody outside has seen, and the functions to go with them.
alter table tickets.schema_migrations rename filename to version;
alter table tickets.schema_migrations rename applied_at to executed_at;
alter table tickets.import_meta rename dataset to kind;
alter table tickets.import_meta rename metadata to info;
alter table tickets.import_meta rename imported_at to updated_at;
alter table tickets.geo_clusters rename latitude to lat;
alter table tickets.geo_clusters rename longitude to lng;
alter table tickets.closure_events rename observed_at to logged_at;
alter table tickets.closure_events rename assigned_team to team;
alter table tickets.closure_events add event_id bigint generated always as identity;
alter table tickets.inc_daily_snapshot rename captured_at to taken_at;
alter table tickets.inc_daily_snapshot drop created_today;

do $$
declare
  function record;
begin
  for function in
    select pg_get_functiondef(p.oid) as definition
    from pg_proc p
    where p.oid in ('tickets.tg_ticket_geom()'::regprocedure, 'tickets.capture_history()'::regprocedure,
      'reporting.fn_tickets_for_map(boolean)'::regprocedure, 'reporting.fn_inc_dashboard(text, text, text, date, date)'::regprocedure)
  loop
    execute replace(replace(replace(replace(replace(replace(function.definition,
      'centre.longitude, centre.latitude', 'centre.lng, centre.lat'), 'and latitude is not null', 'and lat is not null'),
      'jsonb_object_agg(dataset, metadata)', 'jsonb_object_agg(kind, info)'),
      'cluster, assigned_team, owner, sla_status, mttr)', 'cluster, team, owner, sla_status, mttr)'),
      'captured_at = now()', 'taken_at = now()'), 'observed_at', 'logged_at');
  end loop;
end
$$;
