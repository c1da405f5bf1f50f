-- Two roles with no more than they need; grant them to the login roles of the loaders and of the readers.
-- Nothing is revoked from anybody. A migrating role that may not create roles goes on without them and is told so.

do $$
declare
  new_role text;
  statement text;
begin
  foreach new_role in array array['fleettickets_ingest', 'fleettickets_read'] loop
    if to_regrole(new_role) is null then
      begin
        execute format('create role %I nologin', new_role);
      exception
        when insufficient_privilege then
          raise warning 'role % was not created: % may not create roles', new_role, current_user
            using hint = 'Have an administrator create it and grant it what docs/database.md lists; everything else works without it.';
        -- Roles belong to the whole server: another database's migration was quicker.
        when duplicate_object or unique_violation then null;
      end;
    end if;
  end loop;

  foreach statement in array array[
    'grant usage on schema tickets, reporting to fleettickets_read, fleettickets_ingest',
    'grant select on tickets.inc, tickets.crq, tickets.inc_open_sla, tickets.crq_open_sla, tickets.import_meta, tickets.sla_policy,
      tickets.closure_events, tickets.inc_daily_snapshot, tickets.crq_daily_snapshot, reporting.tickets
      to fleettickets_read, fleettickets_ingest',
    'grant select on tickets.schema_migrations to fleettickets_ingest',
    'grant insert, update on tickets.inc, tickets.crq, tickets.import_meta, tickets.inc_daily_snapshot, tickets.crq_daily_snapshot to fleettickets_ingest',
    'grant insert on tickets.closure_events to fleettickets_ingest',
    'grant select, insert, update on tickets.import_runs, tickets.import_files, tickets.geo_clusters, tickets.geo_locations, tickets.geocode_budget
      to fleettickets_ingest',
    'grant select, insert, delete on tickets.import_rejects to fleettickets_ingest'
  ] loop
    if to_regrole('fleettickets_ingest') is not null and to_regrole('fleettickets_read') is not null then
      execute statement;
    end if;
  end loop;
end
$$;
