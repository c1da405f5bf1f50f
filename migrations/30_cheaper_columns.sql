-- The same answers for less of the server's time: what nearly every value and row looks like is dealt with first, in one expression.
-- docs/performance.md has what each of these costs, and what was tried besides.

select set_config('search_path', 'pg_catalog, ' || quote_ident(n.nspname), true)
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
where e.extname = 'postgis';

create or replace function tickets.any_eat_ts(value text) returns timestamptz
language plpgsql immutable strict parallel safe as $$
declare
  parts constant text[] := regexp_match(tickets.trimmed(value),
    '^((?!0000)[0-9]{4}-(?:0[1-9]|1[0-2]))-(0[1-9]|[12][0-9]|3[01])'
    '(?:[ T]((?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]+)?)?)(Z|([+-])(0[0-9]|1[0-5])(?::?([0-5][0-9]))?)?)?$');
  day text;
  utc_offset interval;
begin
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
comment on function tickets.any_eat_ts(text) is 'tickets.eat_ts() for every way of writing a moment, the rare ones included.';

-- Every part is looked up in a list of what it may be, which says at once that it has digits only and is in its range: lists of
-- constants are hashed. So the cast cannot fail, and with the year first reads the same under every DateStyle.
do $$
declare
  years constant text[] := array(select n::text from generate_series(1970, 2099) n);
  -- Of a year that is no leap year: 29 February is left to tickets.any_eat_ts().
  days constant text[] := array(select to_char(date '2001-01-01' + n, 'MM-DD') from generate_series(0, 364) n);
  hours constant text[] := array(select to_char(n, 'FM00') from generate_series(0, 23) n);
  sixtieths constant text[] := array(select to_char(n, 'FM00') from generate_series(0, 59) n);
begin
  execute format($definition$
    create or replace function tickets.eat_ts(value text) returns timestamptz
    language plpgsql immutable strict parallel safe as $body$
    begin
      return case
        when value like '____-__-__ __:__:__'
          and left(value, 4) = any (%1$L) and substr(value, 6, 5) = any (%2$L)
          and substr(value, 12, 2) = any (%3$L) and substr(value, 15, 2) = any (%4$L) and substr(value, 18, 2) = any (%4$L)
        then value::timestamp at time zone interval '3 hours'
        when value <> '' then tickets.any_eat_ts(value)
      end;
    end
    $body$
    $definition$, years, days, hours, sixtieths);
end
$$;

create or replace function tickets.mttr_minutes(value text) returns integer
language plpgsql immutable strict parallel safe as $$
declare
  hours numeric;
begin
  if value = '' then
    return null;
  end if;
  -- Six characters cannot reach the million.
  if length(value) <= 6 and value !~ '[^0-9.]' and value not like '%.%.%' and value <> '.' then
    return round(value::numeric * 60)::integer;
  end if;
  hours := tickets.plain_decimal(value);
  return case when hours between 0 and 1000000 then round(hours * 60)::integer end;
end
$$;

create or replace function tickets.locate(raw jsonb, out geom geometry, out geo_source text)
language plpgsql stable parallel safe as $$
declare
  latitude numeric;
  longitude numeric;
  cluster_name text;
  has_places boolean;
  place record;
begin
  if raw ->> 'latitude' <> '' and raw ->> 'longitude' <> '' then
    latitude := tickets.plain_decimal(raw ->> 'latitude');
    longitude := tickets.plain_decimal(raw ->> 'longitude');
    if latitude between -90 and 90 and longitude between -180 and 180 and (latitude, longitude) <> (0, 0) then
      geom := tickets.point(longitude::double precision, latitude::double precision);
      geo_source := 'feed';
      return;
    end if;
  end if;

  cluster_name := tickets.trimmed(raw ->> 'cluster');
  -- In one query: its start and end cost more than what it reads.
  select
    (select tickets.point(c.longitude, c.latitude) from tickets.geo_clusters c
     where c.cluster = cluster_name and c.latitude is not null and c.longitude is not null),
    exists (select from tickets.geo_locations l where l.cluster = cluster_name and l.latitude is not null and l.longitude is not null)
  into geom, has_places;
  geo_source := case when geom is null then 'none' else 'cluster' end;

  -- Cleaning costs more than all the rest: only where the answer can lie.
  if has_places then
    select tickets.point(l.longitude, l.latitude) as geom
    into place
    from tickets.geo_locations l
    where l.location_key = tickets.location_key(raw ->> 'location_name')
      and l.cluster = cluster_name and l.latitude is not null and l.longitude is not null;
    if found then
      geom := place.geom;
      geo_source := 'location';
    end if;
  end if;
end
$$;

-- Before the first geocoding, and in a database without it, no gazetteer has an answer: found out once a statement, not once a ticket.
create or replace function tickets.tg_gazetteers() returns trigger
language plpgsql as $$
begin
  perform set_config('fleettickets.gazetteers', case
    when exists (select from tickets.geo_clusters where latitude is not null and longitude is not null)
      or exists (select from tickets.geo_locations where latitude is not null and longitude is not null)
    then 'some' else 'none' end, true);
  return null;
end
$$;
comment on function tickets.tg_gazetteers() is 'Says in fleettickets.gazetteers, for the statement that begins, whether any gazetteer row has a point: some or none.';

create or replace function tickets.tg_ticket_geom() returns trigger
language plpgsql as $$
declare
  located record;
begin
  if current_setting('fleettickets.gazetteers', true) = 'none' and coalesce(new.raw ->> 'latitude', '') = '' then
    new.geom := null;
    new.geo_source := 'none';
    return new;
  end if;
  located := tickets.locate(new.raw);
  new.geom := located.geom;
  new.geo_source := located.geo_source;
  return new;
end
$$;

create or replace trigger tg_gazetteers before insert or update on tickets.inc
for each statement execute function tickets.tg_gazetteers();
create or replace trigger tg_gazetteers before insert or update on tickets.crq
for each statement execute function tickets.tg_gazetteers();
