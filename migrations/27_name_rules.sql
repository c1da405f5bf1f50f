-- What cleaning takes for a code, an abbreviation or another spelling becomes data: an operator adds a row, and no program is built.

create table if not exists tickets.name_rules (
  kind text not null,
  words text not null,
  replacement text,
  note text,
  primary key (kind, words),
  constraint name_rules_kind check (kind in ('network_prefix', 'equipment', 'stem', 'kept', 'expansion', 'alias')),
  -- Words become parts of patterns: nothing that means something in one may be in them.
  constraint name_rules_words check (words ~ '^[A-Z0-9''&]+( [A-Z0-9''&]+)*$' and length(words) <= 60),
  constraint name_rules_replacement check (replacement ~ '^[A-Z0-9''&]+( [A-Z0-9''&]+)*$' and length(replacement) <= 60 and replacement <> words),
  constraint name_rules_shape check (
    case kind
      when 'kept' then words ~ '^[^ ]+ [^ ]+$' and replacement is null
      when 'expansion' then words !~ ' ' and replacement is not null
      when 'alias' then replacement is not null
      -- Ends in a letter, so that it is clear where the word ends and its number begins.
      else words ~ '^[^ ]*[A-Z]$' and replacement is null
    end)
);
comment on table tickets.name_rules is
  'What tickets.clean_location() does to the words of a location name, in the order of the kinds: stem, equipment, network_prefix, expansion, alias. A change takes effect at once; tickets.rekey_locations() then brings the gazetteer to it.';
comment on column tickets.name_rules.kind is
  'stem: is split from a number written onto it (PH5), as equipment is too. equipment: goes, with the serial numbers behind it. network_prefix: goes at the beginning of a name. kept: the first word is no code in front of the second. expansion: an abbreviation. alias: another spelling of a name.';
comment on column tickets.name_rules.words is 'Whole words in upper case, of A-Z, 0-9, apostrophe and &: one, two for kept, one or more for alias.';
comment on column tickets.name_rules.replacement is 'What expansion and alias write instead, words of the same kind; NULL for the others.';
comment on column tickets.name_rules.note is 'For the next person.';

-- One row, so that cleaning a name reads no more than that.
create table if not exists tickets.compiled_name_rules (
  only_one boolean primary key default true check (only_one),
  version integer not null default 0,
  numbered text not null default '',
  equipment text not null default '',
  network_prefixes text not null default '',
  rewritings text[] not null default '{}',
  rewritten_words text[] not null default '{}',
  rule_words text[] not null default '{}'
)
-- Compressed, which a row of 2 kB would be, it would have to be unpacked for every name.
with (toast_tuple_target = 8160);
comment on table tickets.compiled_name_rules is
  'tickets.name_rules as patterns over names whose words each have a space on either side; written by a trigger on that table, never by hand.';
comment on column tickets.compiled_name_rules.only_one is 'Always true: there is one row.';
comment on column tickets.compiled_name_rules.version is 'Goes up with every change of the rules; see tickets.name_rules_version().';
comment on column tickets.compiled_name_rules.numbered is 'A stem or equipment with its number written onto it.';
comment on column tickets.compiled_name_rules.equipment is 'Equipment with the serial numbers behind it.';
comment on column tickets.compiled_name_rules.network_prefixes is 'The network codes that a name begins with.';
comment on column tickets.compiled_name_rules.rewritings is 'Pairs of what expansions and aliases replace and what they write, in the order in which they do.';
comment on column tickets.compiled_name_rules.rewritten_words is 'The first words of what they replace.';
comment on column tickets.compiled_name_rules.rule_words is 'The first words of all rules but stems: a name without any of them and without numbered is clean.';
insert into tickets.compiled_name_rules default values on conflict do nothing;

create or replace function tickets.name_rules_version() returns integer
language sql stable parallel safe
return (select version from tickets.compiled_name_rules);
comment on function tickets.name_rules_version() is 'Goes up with every change of tickets.name_rules that can change a cleaned name.';

-- In lower case, so it is in no name.
create or replace function tickets.name_rule_words(kinds text[]) returns text
language sql stable parallel safe
return coalesce((
  select string_agg(
    r.words || ' ' || coalesce((
      select '(?! (?:' || string_agg(split_part(k.words, ' ', 2), '|' order by k.words collate "C") || ') )'
      from tickets.name_rules k
      where k.kind = 'kept' and split_part(k.words, ' ', 1) = r.words), ''),
    '|' order by r.words collate "C")
  from tickets.name_rules r
  where r.kind = any (kinds)), 'nothing');
comment on function tickets.name_rule_words(text[]) is 'The words of these kinds as the alternatives of a pattern, each with the space behind it, but not in front of a word that keeps it.';

create or replace function tickets.compiled_rules() returns tickets.compiled_name_rules
language plpgsql stable as $$
declare
  rules tickets.compiled_name_rules;
begin
  -- Groups that capture nothing: the matching takes half as long.
  rules.numbered := '( (?:' || (
    select coalesce(string_agg(distinct words, '|' order by words), 'nothing') from tickets.name_rules where kind in ('stem', 'equipment')
  ) || '))([0-9]+[A-Z]* )';
  rules.equipment := ' (?:' || tickets.name_rule_words('{equipment}') || ')(?: [0-9]{1,4}[A-Z]? )*';
  rules.network_prefixes := '^(?: (?:' || tickets.name_rule_words('{network_prefix}') || '))+';

  -- Abbreviations first, so that an alias is found in either spelling; and of two aliases the longer.
  select coalesce(array_agg(array[phrase, instead] order by place), '{}')
  into rules.rewritings
  from (
    select
      ' ' || replace(words, ' ', '  ') || ' ' as phrase,
      ' ' || replace(replacement, ' ', '  ') || ' ' as instead,
      row_number() over (order by kind = 'alias', array_length(string_to_array(words, ' '), 1) desc, words collate "C") as place
    from tickets.name_rules
    where kind in ('expansion', 'alias')
  ) rewriting;

  rules.rewritten_words := array(select distinct split_part(words, ' ', 1) from tickets.name_rules where kind in ('expansion', 'alias') order by 1);
  rules.rule_words := rules.rewritten_words || array(select words from tickets.name_rules where kind in ('equipment', 'network_prefix') order by words);
  return rules;
end
$$;
comment on function tickets.compiled_rules() is 'tickets.name_rules as tickets.compiled_name_rules has them, but for the version.';

create or replace function tickets.settled_name(place text) returns text
language plpgsql stable strict parallel safe as $$
declare
  rules tickets.compiled_name_rules;
  before text;
  rule text[];
begin
  select * into rules from tickets.compiled_name_rules;

  -- What a rule writes may be what another one reads. Names settle in the first pass or the second; one that rules keep
  -- changing is given up.
  for pass in 1..8 loop
    before := place;
    -- FDT12 is FDT 12 and PH5 is PH 5, but MILE9 is a name.
    place := regexp_replace(place, rules.numbered, E'\\1  \\2', 'g');
    -- Before the leading network codes, which may come to light behind it.
    place := regexp_replace(place, rules.equipment, '', 'g');
    place := regexp_replace(place, rules.network_prefixes, '');
    if string_to_array(place, ' ') && rules.rewritten_words then
      foreach rule slice 1 in array rules.rewritings loop
        place := replace(place, rule[1], rule[2]);
      end loop;
    end if;
    -- After the aliases: Buru Buru is a place, Buru is not.
    place := regexp_replace(place, E'( [^ ]+ )\\1+', E'\\1', 'g');

    if place = before or not (string_to_array(place, ' ') && rules.rule_words or place ~ rules.numbered) then
      return place;
    end if;
  end loop;
  return null;
end
$$;
comment on function tickets.settled_name(text) is
  'The name as the rules leave it, in upper case, every word with a space on either side; NULL when they never leave it alone.';

create or replace function tickets.clean_location(location_name text) returns text
language plpgsql stable strict parallel safe as $$
declare
  -- Backslashes stand in E'…' only, which reads the same whatever standard_conforming_strings says.
  place text := upper(translate(normalize(location_name, nfkc), E'\u2018\u2019\u02bc', '''''''') collate "C");
begin
  place := tickets.settled_name(' ' || btrim(regexp_replace(place, '[^A-Z0-9''&]+', '  ', 'g')) || ' ');
  if place is null or place !~ '[A-Z]{2}' then
    return null;
  end if;
  place := replace(btrim(place), '  ', ' ');
  -- The short way for nearly all names; the long one knows 3A and II, and that an apostrophe begins no word.
  if place !~ '[0-9''&][A-Z]|[IVX]{2}' then
    return initcap(place collate "C");
  end if;
  return (
    select string_agg(
      case
        when word ~ '^([0-9]|(II|III|IV|VI|VII|VIII|IX|XI|XII)$)' then word
        else left(word, 1) || lower(substr(word, 2) collate "C")
      end, ' ' order by position)
    from string_to_table(place, ' ') with ordinality words (word, position));
end
$$;
comment on function tickets.clean_location(text) is
  'The place in a location name, by tickets.name_rules: without network codes, equipment and serial numbers, abbreviations written out. NULL when no place is left. Cleaning a cleaned name changes nothing.';

create or replace function tickets.location_key(location_name text) returns text
language sql stable parallel safe
return lower(tickets.clean_location(location_name) collate "C");
comment on function tickets.location_key(text) is 'The cleaned location name in lower case, by which geo_locations is looked up.';

create or replace function tickets.tg_name_rules_changed() returns trigger
language plpgsql as $$
declare
  rules tickets.compiled_name_rules;
  current_rules tickets.compiled_name_rules;
  circular text;
begin
  -- Two changes at once: the second waits here, and then compiles the rules of both.
  select * into current_rules from tickets.compiled_name_rules for update;
  rules := tickets.compiled_rules();
  rules.only_one := true;
  rules.version := current_rules.version;
  if rules = current_rules then
    return null;
  end if;

  update tickets.compiled_name_rules
  set version = current_rules.version + 1, numbered = rules.numbered, equipment = rules.equipment, network_prefixes = rules.network_prefixes,
    rewritings = rules.rewritings, rewritten_words = rules.rewritten_words, rule_words = rules.rule_words;

  select words into circular
  from tickets.name_rules, lateral (select ' ' || replace(words, ' ', '  ') || ' ' as place) spaced
  where kind in ('expansion', 'alias') and coalesce(tickets.settled_name(place), place) = place
  order by kind, words
  limit 1;
  if found then
    raise exception 'by the rules of tickets.name_rules, replacing % leads back to it or never ends', circular
      using errcode = 'check_violation', hint = 'Look for a rule that writes what another one replaces, and remove one of the two.';
  end if;
  return null;
end
$$;
comment on function tickets.tg_name_rules_changed() is 'Compiles the rules, raises their version when anything differs, and refuses rules that undo each other or never end.';

create or replace trigger tg_name_rules_changed after insert or update or delete or truncate on tickets.name_rules
for each statement execute function tickets.tg_name_rules_changed();

-- What an operator has changed stays. In one statement, so that they are compiled once.
insert into tickets.name_rules (kind, words, replacement, note)
select 'network_prefix', unnest('{NW,ADR,MNT,NET}'::text[]), null, null
union all
select 'equipment',
  unnest('{FDT,FAT,FDH,FDB,FDC,FDP,ODF,ODB,ODP,OLT,ONT,ONU,NAP,CTO,PON,GPON,SPL,SPLITTER,MSAN,JB,POP,DP,SDU,SDUS,MDU,MDUS}'::text[]),
  null, null
union all
select 'stem', unnest('{PH,PHASE,BLK,BLOCK,CRT,COURT,SEC,SECTION}'::text[]), null, null
union all
values
  ('kept', 'MNT VIEW', null, 'Mountain View is an estate.'),
  ('expansion', 'EST', 'ESTATE', null),
  ('expansion', 'APT', 'APARTMENT', null),
  ('expansion', 'APTS', 'APARTMENTS', null),
  ('expansion', 'CT', 'COURT', null),
  ('expansion', 'CRT', 'COURT', null),
  ('expansion', 'RD', 'ROAD', null),
  ('expansion', 'GDNS', 'GARDENS', null),
  ('expansion', 'HTS', 'HEIGHTS', null),
  ('expansion', 'BLK', 'BLOCK', null),
  ('expansion', 'PH', 'PHASE', null),
  ('expansion', 'PHS', 'PHASE', null),
  ('expansion', 'JCT', 'JUNCTION', null),
  ('expansion', 'SEC', 'SECTION', null),
  ('alias', 'BURU BURU', 'BURUBURU', 'As one word it survives the removal of doubled words.'),
  ('alias', 'SOUTHB', 'SOUTH B', null),
  ('alias', 'SOUTHC', 'SOUTH C', null),
  ('alias', 'LANG''ATA', 'LANGATA', null),
  ('alias', 'MTN VIEW', 'MOUNTAIN VIEW', null),
  ('alias', 'MNT VIEW', 'MOUNTAIN VIEW', null)
on conflict do nothing;

create or replace function tickets.worth_of(place tickets.geo_locations) returns integer
language plpgsql immutable parallel safe as $$
begin
  -- plpgsql looks for columns at the first call, by when 28 has added decided_by.
  return case when place.verified or place.decided_by is not null then 2 when place.latitude is not null then 1 else 0 end;
end
$$;
comment on function tickets.worth_of(tickets.geo_locations) is
  'Which of two rows for one place is kept: 2 what a person decided, 1 any other that has a point, 0 the rest.';

create or replace function tickets.rekey_locations() returns bigint
language plpgsql
-- For the geocoder, whose role may not delete: of two rows for one place the one that is worth less goes, and no other.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  mover record;
  occupant tickets.geo_locations;
  changed bigint := 0;
  changed_before bigint;
begin
  -- Nobody writes a row between the look at it and the move.
  lock table tickets.geo_locations in share row exclusive mode;
  loop
    changed_before := changed;
    for mover in
      select l as place, l.cluster, l.location_key, tickets.location_key(l.location_name) as new_key
      from tickets.geo_locations l
      where tickets.location_key(l.location_name) <> l.location_key
      order by tickets.worth_of(l) desc, l.geocoded_at desc nulls last, l.location_key collate "C"
    loop
      select * into occupant from tickets.geo_locations where location_key = mover.new_key and cluster = mover.cluster;
      -- A row that has to move on itself makes room first; a later round comes back to this one.
      continue when found and tickets.location_key(occupant.location_name) <> occupant.location_key;
      if occupant.location_key is null or tickets.worth_of(mover.place) > tickets.worth_of(occupant) then
        delete from tickets.geo_locations where location_key = mover.new_key and cluster = mover.cluster;
        update tickets.geo_locations set location_key = mover.new_key
        where location_key = mover.location_key and cluster = mover.cluster;
      elsif tickets.worth_of(mover.place) < 2 then
        delete from tickets.geo_locations where location_key = mover.location_key and cluster = mover.cluster;
      else
        -- Two decisions of persons: both stay, and the one that is found stays the one that is found.
        continue;
      end if;
      changed := changed + 1;
    end loop;
    exit when changed = changed_before;
  end loop;
  return changed;
end
$$;
comment on function tickets.rekey_locations() is
  'For after a change of tickets.name_rules: brings the rows of geo_locations to the keys that their location names now have; returns how many moved or were dropped because a better row has the key. What a person decided is never dropped. Afterwards resolve_ticket_geoms(), without argument.';
revoke all on function tickets.rekey_locations() from public;

do $$
declare
  statement text;
begin
  foreach statement in array array[
    'grant select on tickets.name_rules, tickets.compiled_name_rules to fleettickets_read, fleettickets_ingest',
    'grant execute on function tickets.rekey_locations() to fleettickets_ingest'
  ] loop
    if to_regrole('fleettickets_ingest') is not null and to_regrole('fleettickets_read') is not null then
      execute statement;
    end if;
  end loop;
end
$$;
