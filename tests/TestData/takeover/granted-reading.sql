-- Read functions as ours are called, granted to one reader who has no right on a table: what they give is seen with their owner's rights.
do $$
begin
  if to_regrole('fleettickets_test_owner') is null then create role fleettickets_test_owner nologin; end if;
  if to_regrole('fleettickets_test_reader') is null then create role fleettickets_test_reader nologin; end if;
exception
  when duplicate_object or unique_violation then null;
end
$$;
alter function reporting.fn_tickets_for_map(boolean) security definer;
alter function reporting.fn_tickets_for_map(boolean) owner to fleettickets_test_owner;
revoke execute on function reporting.fn_tickets_for_map(boolean) from public;
alter view tickets.inc_open_sla owner to fleettickets_test_owner;
grant usage on schema tickets, reporting to fleettickets_test_owner, fleettickets_test_reader;
grant select on tickets.inc, tickets.import_meta to fleettickets_test_owner;
grant execute on function reporting.fn_tickets_for_map(boolean) to fleettickets_test_reader;
grant select on tickets.inc_open_sla to fleettickets_test_reader;
grant select (ticket_id, cluster) on tickets.inc to fleettickets_test_reader;
