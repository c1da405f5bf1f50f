-- Cleans every location name once, by the functions of this program in the session's own schema, before any table is locked: cleaning takes
-- longer than all else that is done with places, and depends on the name alone.

update pg_temp.compiled_name_rules
set (numbered, equipment, network_prefixes, rewritings, rewritten_words, rule_words) = (
  select numbered, equipment, network_prefixes, rewritings, rewritten_words, rule_words from pg_temp.compiled_rules());

create temp table cleaned_names (name text primary key, key text) on commit drop;

do $$
declare
  names text;
begin
  -- A longer text is no name, and an index could not hold it.
  for names in
    select format('select raw ->> ''location_name'' from %s', a.attrelid::regclass)
    from pg_attribute a
    where a.attrelid in (to_regclass('tickets.inc'), to_regclass('tickets.crq')) and a.attname = 'raw' and a.atttypid = 'jsonb'::regtype
    union all
    -- Whatever the other program calls the name or the key of a location, it is text, and nearly always part of a key.
    select format('select %I::text from %s', a.attname, a.attrelid::regclass)
    from pg_attribute a
    where a.attrelid = to_regclass('tickets.geo_locations') and a.attnum > 0 and not a.attisdropped
      and a.atttypid in ('text'::regtype, 'varchar'::regtype)
      and (a.attname in ('location_name', 'location_key')
        or exists (select from pg_index i where i.indrelid = a.attrelid and i.indisunique and a.attnum = any (i.indkey)))
  loop
    execute format(
      'insert into pg_temp.cleaned_names (name) select distinct name from (%s) n (name) where octet_length(name) <= 1000 on conflict do nothing', names);
  end loop;
  -- A name without words is its own key.
  update pg_temp.cleaned_names set key = coalesce(pg_temp.location_key(name), lower(pg_temp.trimmed(name) collate "C"));
end
$$
