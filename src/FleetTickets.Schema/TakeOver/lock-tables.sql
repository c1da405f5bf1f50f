-- Locks the tables in the mode in fleettickets.lock_mode, all of them or those of tickets and places, and waits for none while it holds another:
-- what cannot be had without waiting is let go with the rest and waited for alone. So no reader can end in a deadlock with this.
do $$
declare
  patience constant integer := extract(epoch from current_setting('lock_timeout')::interval) * 1000;
  began constant timestamptz := clock_timestamp();
  -- A view is locked without its tables, which only ALTER does.
  to_lock text[] := array(
    select case c.relkind
        when 'v' then format('alter view %s owner to %s', c.oid::regclass, c.relowner::regrole)
        else format('lock table %s in %s mode', c.oid::regclass, current_setting('fleettickets.lock_mode'))
      end
    from unnest(array['inc_open_sla', 'crq_open_sla', 'inc', 'crq', 'import_meta', 'geo_clusters', 'geo_locations', 'closure_events',
      'inc_daily_snapshot', 'crq_daily_snapshot', 'schema_migrations']) with ordinality n (name, place)
    join pg_class c on c.oid = to_regclass('tickets.' || name) and c.relkind in ('r', 'p', 'v')
    where current_setting('fleettickets.lock_mode') = 'access exclusive' or name in ('inc', 'crq', 'geo_clusters', 'geo_locations')
    order by place);
  is_first boolean;
  statement text;
begin
  loop
    begin
      is_first := true;
      foreach statement in array to_lock loop
        perform set_config('lock_timeout', case when is_first then least(patience, 1000) else 1 end::text, true);
        execute statement;
        is_first := false;
      end loop;
      perform set_config('lock_timeout', patience::text, true);
      return;
    exception
      when lock_not_available then
        if clock_timestamp() - began > patience * interval '1 millisecond' then
          raise;
        end if;
        to_lock := statement || array_remove(to_lock, statement);
    end;
  end loop;
end
$$
