-- A monitor asks --status, --files, --rejects and --verify without the right to write. What a rejected record says is personal data, and stays
-- with the loaders.

do $$
declare
  statement text;
begin
  foreach statement in array array[
    'grant select on tickets.import_runs, tickets.import_files, tickets.geocode_budget, tickets.schema_migrations to fleettickets_read',
    'grant select (reject_id, dataset, key, etag, line, reason, length, rejected_at, run_id) on tickets.import_rejects to fleettickets_read'
  ] loop
    if to_regrole('fleettickets_read') is not null then
      execute statement;
    end if;
  end loop;
end
$$;
