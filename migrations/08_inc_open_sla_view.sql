-- Open incidents against the hours they are to be closed in.

create table if not exists tickets.sla_policy (
  dataset text primary key,
  hours numeric
);
comment on table tickets.sla_policy is 'Hours within which an open ticket is to be closed, one row a dataset.';
comment on column tickets.sla_policy.dataset is 'inc or crq.';
comment on column tickets.sla_policy.hours is 'Hours from the start of the SLA clock; NULL: no policy is known.';

-- An operator's own hours stay.
insert into tickets.sla_policy (dataset, hours) values ('inc', 48), ('crq', null)
on conflict do nothing;

-- Not by the roles migration alone: who could read the view and the dashboard before there was a policy table still can.
grant select on tickets.sla_policy to public;

create or replace function tickets.sla_due_at(clock_start timestamptz, policy_hours numeric) returns timestamptz
language sql stable parallel safe
return clock_start + policy_hours::double precision * interval '1 hour';
comment on function tickets.sla_due_at(timestamptz, numeric) is 'When an open ticket is to be closed; NULL without a clock or a policy.';

create or replace function tickets.sla_state(clock_start timestamptz, policy_hours numeric, at timestamptz) returns text
language sql stable parallel safe
return case
  when policy_hours is null then 'no_policy'
  when clock_start is null then 'unknown'
  when at >= tickets.sla_due_at(clock_start, policy_hours) then 'breached'
  when at >= tickets.sla_due_at(clock_start, policy_hours * 0.75) then 'due_soon'
  else 'ok'
end;
comment on function tickets.sla_state(timestamptz, numeric, timestamptz) is
  'How an open ticket stands: ok, due_soon in the last quarter of its hours, breached from the due moment on, unknown without a clock, no_policy without hours. The one definition for views and dashboards.';

-- 23 takes crq's view from this one, word for word.
create or replace view tickets.inc_open_sla with (security_invoker = true) as
select t.ticket_id, t.cluster, t.region, t.location_name, t.assigned_team, t.owner, t.normalized_status, t.created_at_service, t.first_seen_at,
  clock.start as sla_clock_start,
  case
    when t.created_at_service is not null then 'created_at_service'
    when t.first_seen_at is not null then 'first_seen_at'
  end as sla_clock_source,
  round(extract(epoch from now() - clock.start) / 3600, 2) as hours_open,
  tickets.sla_due_at(clock.start, policy.hours) as sla_due_at,
  tickets.sla_state(clock.start, policy.hours, now()) as sla_state,
  t.geo_source, t.geom, t.geog, t.latitude, t.longitude
from tickets.inc t
cross join lateral (select coalesce(t.created_at_service, t.first_seen_at)) clock (start)
cross join lateral (select (select p.hours from tickets.sla_policy p where p.dataset = 'inc')) policy (hours)
where t.is_actionable;

comment on view tickets.inc_open_sla is 'Open tickets (is_actionable true) and how they stand against tickets.sla_policy, as of now().';
comment on column tickets.inc_open_sla.ticket_id is 'Key of the ticket at the source.';
comment on column tickets.inc_open_sla.cluster is 'Network cluster.';
comment on column tickets.inc_open_sla.region is 'Region, lower case.';
comment on column tickets.inc_open_sla.location_name is 'Location as delivered, with network codes.';
comment on column tickets.inc_open_sla.assigned_team is 'Team that the ticket is assigned to.';
comment on column tickets.inc_open_sla.owner is 'Person that the ticket is assigned to.';
comment on column tickets.inc_open_sla.normalized_status is 'Canonical status, the one to filter on.';
comment on column tickets.inc_open_sla.created_at_service is 'When the ticket was opened; NULL on about 30 % of the rows.';
comment on column tickets.inc_open_sla.first_seen_at is 'When the export first saw the ticket.';
comment on column tickets.inc_open_sla.sla_clock_start is 'created_at_service, else first_seen_at; NULL when both are missing.';
comment on column tickets.inc_open_sla.sla_clock_source is 'Which of the two started the clock; NULL without a clock.';
comment on column tickets.inc_open_sla.hours_open is 'Hours from the start of the clock to now, two decimals; NULL without a clock, negative when the source dates it ahead.';
comment on column tickets.inc_open_sla.sla_due_at is 'Start of the clock plus the policy''s hours; NULL without a clock or a policy.';
comment on column tickets.inc_open_sla.sla_state is 'ok, due_soon (last quarter), breached, unknown (no clock) or no_policy.';
comment on column tickets.inc_open_sla.geo_source is 'What geom came from: feed, location, cluster or none.';
comment on column tickets.inc_open_sla.geom is 'Where the ticket is (WGS 84); NULL when nothing knows.';
comment on column tickets.inc_open_sla.geog is 'geom as geography: distances come out in metres.';
comment on column tickets.inc_open_sla.latitude is 'Latitude of geom in degrees.';
comment on column tickets.inc_open_sla.longitude is 'Longitude of geom in degrees.';
