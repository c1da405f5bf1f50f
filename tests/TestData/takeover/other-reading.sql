-- Read functions that are called otherwise or give other keys, a view with a column of its own, and an owner and a reader that are no superusers.
do $$
begin
  if to_regrole('fleettickets_test_owner') is null then create role fleettickets_test_owner nologin; end if;
  if to_regrole('fleettickets_test_reader') is null then create role fleettickets_test_reader nologin; end if;
exception
  when duplicate_object or unique_violation then null;
end
$$;
drop function reporting.fn_inc_dashboard(text, text, text, date, date);
create function reporting.fn_inc_dashboard(
  p_cluster text default null, p_status text default null, p_window text default null, p_from date default null, p_to date default null,
  p_team text default null
) returns jsonb language sql stable as $$
  select jsonb_build_object('open', (select count(*) from tickets.inc where is_actionable and (p_team is null or assigned_team = p_team)))
$$;
create or replace function reporting.fn_tickets_for_map(p_open_only boolean default true) returns jsonb
language sql stable security definer as $$
  select jsonb_build_object('type', 'FeatureCollection', 'features', '[]'::jsonb,
    'summary', jsonb_build_object('count', (select count(*) from tickets.inc where is_actionable or not p_open_only)))
$$;
drop view tickets.inc_open_sla;
create view tickets.inc_open_sla as
select ticket_id, cluster, upper(assigned_team) as team_label, extract(epoch from now() - created_at_service) / 3600 as hours_open,
  'ok'::text as sla_state, geog
from tickets.inc
where is_actionable;
alter function reporting.fn_tickets_for_map(boolean) owner to fleettickets_test_owner;
alter view tickets.inc_open_sla owner to fleettickets_test_owner;
revoke execute on all functions in schema reporting from public;
grant usage on schema tickets, reporting to fleettickets_test_owner, fleettickets_test_reader;
grant select on tickets.inc to fleettickets_test_owner;
grant execute on function reporting.fn_tickets_for_map(boolean) to fleettickets_test_reader;
grant select on tickets.inc_open_sla to fleettickets_test_reader;
