-- Names have a bound: a longer text than any place's name is none, and is found out before any pattern looks at it. Two stray quotes make
-- such a text of a whole feed.

create or replace function tickets.settled_name(place text) returns text
language plpgsql stable strict parallel safe as $$
declare
  -- Thirty words, with what a rule may write for each.
  most_words constant integer := 30;
  longest constant integer := 1000;
  rules tickets.compiled_name_rules;
  before text;
  rule text[];
  words text[];
  undoubled text;
begin
  if length(place) > longest or cardinality(string_to_array(btrim(place), '  ')) > most_words then
    return null;
  end if;
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
    if length(place) > longest then
      return null;
    end if;
    -- After the aliases: Buru Buru is a place, Buru is not. Word by word: a pattern that looks for a word again takes the cube of the length.
    words := string_to_array(btrim(place), '  ');
    undoubled := '';
    for position in 1..cardinality(words) loop
      if position = 1 or words[position] <> words[position - 1] then
        undoubled := undoubled || ' ' || words[position] || ' ';
      end if;
    end loop;
    place := undoubled;

    if place = before or not (string_to_array(place, ' ') && rules.rule_words or place ~ rules.numbered) then
      return place;
    end if;
  end loop;
  return null;
end
$$;
comment on function tickets.settled_name(text) is
  'The name as the rules leave it, in upper case, every word with a space on either side; NULL when they never leave it alone, and of more than 30 words or 1000 characters.';

create or replace function tickets.clean_location(location_name text) returns text
language plpgsql stable strict parallel safe as $$
declare
  longest constant integer := 200;
  place text;
begin
  if length(location_name) > longest and length(tickets.trimmed(location_name)) > longest then
    return null;
  end if;
  -- Backslashes stand in E'…' only, which reads the same whatever standard_conforming_strings says.
  place := upper(translate(normalize(location_name, nfkc), E'\u2018\u2019\u02bc', '''''''') collate "C");
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
  'The place in a location name, by tickets.name_rules: without network codes, equipment and serial numbers, abbreviations written out. NULL when no place is left, and for a name of more than 200 characters or 30 words. Cleaning a cleaned name changes nothing.';

-- A cluster is part of a gazetteer's key as it is: a longer one than a name can be has no place, and neither has a location in it.
create or replace view tickets.location_names with (security_invoker = true) as
with spelling as (
  select cluster, location_name, count(*) as open_tickets, min(first_seen_at) as oldest_open
  from (
    select cluster, location_name, first_seen_at from tickets.inc where is_actionable and geo_source <> 'feed'
    union all
    select cluster, location_name, first_seen_at from tickets.crq where is_actionable and geo_source <> 'feed'
  ) ticket
  where cluster is not null
  group by cluster, location_name
), keyed as materialized (
  select *, case when length(cluster) <= 200 then tickets.location_key(location_name) end as location_key from spelling
)
select
  cluster,
  location_key,
  min(location_name collate "C") as location_name,
  sum(open_tickets)::bigint as open_tickets,
  min(oldest_open) as oldest_open
from keyed
group by cluster, location_key;
comment on view tickets.location_names is
  'Every cleaned location, by cluster, that open tickets of either type without coordinates of their own name; location_key is NULL where no place is left after cleaning, and in a cluster whose name is longer than 200 characters.';
