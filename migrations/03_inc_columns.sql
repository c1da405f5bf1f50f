-- Typed columns, computed from raw. Their functions are total: no value of raw can make an insert fail, nonsense reads NULL.

create or replace function tickets.boolean_of(value text) returns boolean
language sql immutable parallel safe
return ('{"true": true, "t": true, "1": true, "yes": true, "y": true,
  "false": false, "f": false, "0": false, "no": false, "n": false}'::jsonb ->> lower(tickets.trimmed(value) collate "C"))::boolean;
comment on function tickets.boolean_of(text) is 'true t 1 yes y, false f 0 no n, in any case; NULL for anything else.';

create or replace function tickets.last_day_of_month(month text) returns integer
language sql immutable strict parallel safe
return extract(day from make_date(left(month, 4)::integer, right(month, 2)::integer, 1) + interval '1 month - 1 day')::integer;
comment on function tickets.last_day_of_month(text) is '28 to 31 for a month written yyyy-MM.';

create or replace function tickets.eat_ts(value text) returns timestamptz
language plpgsql immutable strict parallel safe as $$
declare
  parts text[];
  day text;
  utc_offset interval;
begin
  if value = '' then
    return null;
  end if;

  -- What nearly every value looks like, found out at a tenth of the cost of the pattern below. With the separators in
  -- their places, any other character that is no digit is one of the first two or at most next but one to a separator.
  -- Year first, and with each part in its range, the cast cannot fail and reads the same under every DateStyle.
  if value like '____-__-__ __:__:__' and value !~ '^.?[^0-9]|[^0-9].?[^0-9]'
    and substr(value, 6, 2) = any ('{01,02,03,04,05,06,07,08,09,10,11,12}')
    and substr(value, 12, 2) collate "C" < '24'
    and substr(value, 15, 2) collate "C" < '60'
    and substr(value, 18, 2) collate "C" < '60'
    and left(value, 4) <> '0000'
  then
    if substr(value, 9, 2) = '00'
      or substr(value, 9, 2) collate "C" > '28' and substr(value, 9, 2)::integer > tickets.last_day_of_month(left(value, 7))
    then
      return null;
    end if;
    return value::timestamp at time zone interval '3 hours';
  end if;

  parts := regexp_match(tickets.trimmed(value),
    '^((?!0000)[0-9]{4}-(?:0[1-9]|1[0-2]))-(0[1-9]|[12][0-9]|3[01])'
    '(?:[ T]((?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]+)?)?)(Z|([+-])(0[0-9]|1[0-5])(?::?([0-5][0-9]))?)?)?$');
  if parts is null or parts[2]::integer > tickets.last_day_of_month(parts[1]) then
    return null;
  end if;
  day := parts[1] || '-' || parts[2];
  utc_offset := case
    when parts[4] is null then interval '3 hours'
    else make_interval(hours => coalesce((parts[5] || parts[6])::integer, 0), mins => coalesce((parts[5] || parts[7])::integer, 0))
  end;
  -- Cut after the microseconds: rounding could reach the next second.
  return (day || ' ' || coalesce(left(parts[3], length('HH:mm:ss.ffffff')), '00:00'))::timestamp at time zone utc_offset;
end
$$;
comment on function tickets.eat_ts(text) is
  'yyyy-MM-dd[( |T)HH:mm[:ss[.fraction]][Z|offset]] as a moment; without Z or offset the clock is East Africa Time, +03:00 all year. NULL for anything else.';

alter table tickets.inc
  add column if not exists service_type text generated always as (tickets.trimmed(raw ->> 'service_type')) stored,
  add column if not exists normalized_status text generated always as (tickets.trimmed(raw ->> 'normalized_status')) stored,
  add column if not exists raw_status text generated always as (tickets.trimmed(raw ->> 'raw_status')) stored,
  add column if not exists bucket text generated always as (tickets.trimmed(raw ->> 'bucket')) stored,
  add column if not exists is_actionable boolean generated always as (tickets.boolean_of(raw ->> 'is_actionable')) stored,
  add column if not exists is_alarm boolean generated always as (tickets.boolean_of(raw ->> 'is_alarm')) stored,
  add column if not exists is_auto_created boolean generated always as (tickets.boolean_of(raw ->> 'is_auto_created')) stored,
  add column if not exists is_auto_closed boolean generated always as (tickets.boolean_of(raw ->> 'is_auto_closed')) stored,
  add column if not exists cluster text generated always as (tickets.trimmed(raw ->> 'cluster')) stored,
  add column if not exists region text generated always as (tickets.trimmed(raw ->> 'region')) stored,
  add column if not exists location_name text generated always as (tickets.trimmed(raw ->> 'location_name')) stored,
  add column if not exists assigned_team text generated always as (tickets.trimmed(raw ->> 'assigned_team')) stored,
  add column if not exists owner text generated always as (tickets.trimmed(raw ->> 'owner')) stored,
  add column if not exists sla_status text generated always as (tickets.trimmed(raw ->> 'sla_status')) stored,
  add column if not exists mttr numeric generated always as (tickets.plain_decimal(raw ->> 'mttr')) stored,
  add column if not exists created_at_service timestamptz generated always as (tickets.eat_ts(raw ->> 'created_at_service')) stored,
  add column if not exists scheduled_at timestamptz generated always as (tickets.eat_ts(raw ->> 'scheduled_at')) stored,
  add column if not exists closed_at timestamptz generated always as (tickets.eat_ts(raw ->> 'closed_at')) stored,
  add column if not exists first_seen_at timestamptz generated always as (tickets.eat_ts(raw ->> 'first_seen_at')) stored,
  add column if not exists last_seen_at timestamptz generated always as (tickets.eat_ts(raw ->> 'last_seen_at')) stored,
  add column if not exists source_created_at timestamptz generated always as (tickets.eat_ts(raw ->> 'source_created_at')) stored,
  add column if not exists source_updated_at timestamptz generated always as (tickets.eat_ts(raw ->> 'source_updated_at')) stored;

comment on column tickets.inc.normalized_status is 'Canonical status, the one to filter on.';
comment on column tickets.inc.raw_status is 'Status as the upstream system words it, upper case.';
comment on column tickets.inc.bucket is 'Lifecycle flag of the source: closed or pending.';
comment on column tickets.inc.is_actionable is 'True: the ticket is open. NULL: the source said neither.';
comment on column tickets.inc.cluster is 'Network cluster.';
comment on column tickets.inc.region is 'Region, lower case.';
comment on column tickets.inc.location_name is 'Location as delivered, with network codes; tickets.clean_location() takes the place out of it.';
comment on column tickets.inc.assigned_team is 'Team that the ticket is or was assigned to.';
comment on column tickets.inc.owner is 'Person that the ticket is or was assigned to.';
comment on column tickets.inc.sla_status is 'Compliant or Breached as the source says; only meaningful once the ticket is closed.';
comment on column tickets.inc.created_at_service is 'When the ticket was opened; NULL on about 30 % of the rows.';
comment on column tickets.inc.scheduled_at is 'When work is or was scheduled.';
comment on column tickets.inc.closed_at is 'When the ticket was closed.';
comment on column tickets.inc.first_seen_at is 'When the export first saw the ticket.';
comment on column tickets.inc.last_seen_at is 'When the export last saw the ticket.';
comment on column tickets.inc.source_created_at is 'When the source system created its record.';
comment on column tickets.inc.source_updated_at is 'When the source system last changed its record.';
