-- A ticket stands where its location is known, not merely in its cluster: feed, else geo_locations, else geo_clusters, else none.

create or replace function tickets.clean_location(location_name text) returns text
language plpgsql immutable strict parallel safe as $$
declare
  equipment constant text :=
    'FDT|FAT|FDH|FDB|FDC|FDP|ODF|ODB|ODP|OLT|ONT|ONU|NAP|CTO|PON|GPON|SPL|SPLITTER|MSAN|JB|POP|DP|SDUS?|MDUS?';
  -- Backslashes stand in E'…' only, which reads the same whatever standard_conforming_strings says.
  -- Every token keeps a space on either side, so that patterns see whole tokens only.
  place text := upper(translate(normalize(location_name, nfkc), E'\u2018\u2019\u02bc', '''''''') collate "C");
begin
  place := ' ' || btrim(regexp_replace(place, '[^A-Z0-9''&]+', ' ', 'g')) || ' ';

  -- FDT12 is FDT 12 and PH5 is PH 5, but MILE9 is a name.
  place := regexp_replace(place, ' (' || equipment || '|PH|PHASE|BLK|BLOCK|CRT|COURT|SEC|SECTION)([0-9]+[A-Z]*)(?= )', E' \\1 \\2', 'g');

  -- Equipment with its serial numbers, before the leading network codes: those may come to light behind it,
  -- and cleaning twice must not differ from cleaning once.
  place := regexp_replace(place, ' (' || equipment || ')( [0-9]{1,4}[A-Z]?)*(?= )', '', 'g');
  place := regexp_replace(place, '^( (NW|ADR|NET|MNT(?! VIEW )))+(?= )', '');

  place := regexp_replace(place, ' EST(?= )', ' ESTATE', 'g');
  place := regexp_replace(place, ' APT(?= )', ' APARTMENT', 'g');
  place := regexp_replace(place, ' APTS(?= )', ' APARTMENTS', 'g');
  place := regexp_replace(place, ' CR?T(?= )', ' COURT', 'g');
  place := regexp_replace(place, ' RD(?= )', ' ROAD', 'g');
  place := regexp_replace(place, ' GDNS(?= )', ' GARDENS', 'g');
  place := regexp_replace(place, ' HTS(?= )', ' HEIGHTS', 'g');
  place := regexp_replace(place, ' BLK(?= )', ' BLOCK', 'g');
  place := regexp_replace(place, ' PHS?(?= )', ' PHASE', 'g');
  place := regexp_replace(place, ' JCT(?= )', ' JUNCTION', 'g');
  place := regexp_replace(place, ' SEC(?= )', ' SECTION', 'g');

  -- Other spellings of one name, before doubled words go: Buru Buru is a place, Buru is not.
  place := regexp_replace(place, ' BURU BURU(?= )', ' BURUBURU', 'g');
  place := regexp_replace(place, ' SOUTH([BC])(?= )', E' SOUTH \\1', 'g');
  place := regexp_replace(place, ' LANG''ATA(?= )', ' LANGATA', 'g');
  place := regexp_replace(place, ' (MTN|MNT) VIEW(?= )', ' MOUNTAIN VIEW', 'g');

  place := regexp_replace(place, E'( [^ ]+)(\\1)+(?= )', E'\\1', 'g');

  if place !~ '[A-Z]{2}' then
    return null;
  end if;
  return (
    select string_agg(
      case
        when word ~ '^([0-9]|(II|III|IV|VI|VII|VIII|IX|XI|XII)$)' then word
        else left(word, 1) || lower(substr(word, 2) collate "C")
      end, ' ' order by position)
    from string_to_table(btrim(place), ' ') with ordinality words (word, position));
end
$$;
comment on function tickets.clean_location(text) is
  'The place in a location name: without network codes, equipment and serial numbers, abbreviations written out. NULL when no place is left.';

create or replace function tickets.location_key(location_name text) returns text
language sql immutable parallel safe
return lower(tickets.clean_location(location_name) collate "C");
comment on function tickets.location_key(text) is 'The cleaned location name in lower case, by which geo_locations is looked up.';

select set_config('search_path', 'pg_catalog, ' || quote_ident(n.nspname), true)
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
where e.extname = 'postgis';

create or replace function tickets.locate(raw jsonb, out geom geometry, out geo_source text)
language plpgsql stable parallel safe as $$
declare
  latitude numeric := tickets.plain_decimal(raw ->> 'latitude');
  longitude numeric := tickets.plain_decimal(raw ->> 'longitude');
  cluster_name text := tickets.trimmed(raw ->> 'cluster');
begin
  if latitude between -90 and 90 and longitude between -180 and 180 and (latitude, longitude) <> (0, 0) then
    geom := tickets.point(longitude::double precision, latitude::double precision);
    geo_source := 'feed';
    return;
  end if;

  -- Cleaning costs more than all the rest: only where the answer can lie.
  if exists (select from tickets.geo_locations l where l.cluster = cluster_name and l.latitude is not null and l.longitude is not null) then
    select tickets.point(l.longitude, l.latitude), 'location'
    into geom, geo_source
    from tickets.geo_locations l
    where l.location_key = tickets.location_key(raw ->> 'location_name')
      and l.cluster = cluster_name and l.latitude is not null and l.longitude is not null;
  end if;

  if geom is null then
    select tickets.point(c.longitude, c.latitude), 'cluster'
    into geom, geo_source
    from tickets.geo_clusters c
    where c.cluster = cluster_name and c.latitude is not null and c.longitude is not null;
  end if;

  geo_source := coalesce(geo_source, 'none');
end
$$;

create index if not exists geo_locations_cluster_idx on tickets.geo_locations (cluster);

select tickets.resolve_ticket_geoms();
