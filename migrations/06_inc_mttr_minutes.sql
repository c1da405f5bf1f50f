-- mttr in whole minutes; the flags that are constant in the feed leave the columns and stay in raw.

create or replace function tickets.mttr_minutes(value text) returns integer
language plpgsql immutable strict parallel safe as $$
declare
  hours constant numeric := tickets.plain_decimal(value);
begin
  return case when hours between 0 and 1000000 then round(hours * 60)::integer end;
end
$$;
comment on function tickets.mttr_minutes(text) is 'Decimal hours as whole minutes, half a minute away from zero; NULL unless a number from 0 to 1,000,000.';

alter table tickets.inc
  drop column if exists mttr,
  drop column if exists is_alarm,
  drop column if exists is_auto_created,
  drop column if exists is_auto_closed;

alter table tickets.inc
  add column mttr integer generated always as (tickets.mttr_minutes(raw ->> 'mttr')) stored;

comment on column tickets.inc.mttr is 'Time to repair in minutes, as the source reckons it: not closed_at - created_at_service. NULL until closed.';
