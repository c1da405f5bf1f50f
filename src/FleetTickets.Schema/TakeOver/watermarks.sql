-- How far the other program has come, whatever the columns of import_meta are called.
with stored as (
  select
    (select lower(value) from jsonb_each_text(to_jsonb(m)) where lower(value) in ('inc', 'crq') limit 1) as dataset,
    (select value ->> 'source_max_key' from jsonb_each(to_jsonb(m)) where jsonb_typeof(value) = 'object' and value ? 'source_max_key' limit 1) as watermark
  from tickets.import_meta m
), other_spelling as (
  select distinct value as spelling
  from tickets.import_meta m
  cross join lateral jsonb_each_text(to_jsonb(m))
  where lower(value) in ('inc', 'crq') and value <> lower(value)
)
select 'tickets.import_meta',
  case when watermark is null or watermark !~ ('^automations/' || dataset || '/changes/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d[.]csv$') then 'cannot be read' else 'is there' end,
  case
    when watermark is null then format('no metadata.source_max_key for %s, which says which files are in the tickets', dataset)
    when watermark !~ ('^automations/' || dataset || '/changes/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d[.]csv$')
      then format('source_max_key of %s is %s, expected automations/%1$s/changes/yyyy-MM-ddTHH-mm-ss.csv', dataset, watermark)
    else format('%s has come to %s', dataset, watermark)
  end, null::text, null::text
from stored
where dataset is not null
union all
select 'tickets.import_meta', 'cannot be read', 'no row for inc, which says which files are in the tickets', null, null
where not exists (select from stored where dataset = 'inc') and exists (select from tickets.inc)
union all
select 'tickets.import_meta', 'adds', format('a row in small letters for %s, which a trigger keeps equal to it', string_agg(spelling, ', ' order by spelling)), 'tables',
$two$create function tickets.tg_two_spellings() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  -- What it writes itself, and what is about something else.
  if pg_trigger_depth() > 1 or lower(new.dataset) not in ('inc', 'crq') then
    return null;
  end if;
  update tickets.import_meta m
  set metadata = case tg_op when 'INSERT' then m.metadata || new.metadata else new.metadata end, imported_at = new.imported_at
  where lower(m.dataset) = lower(new.dataset) and m.dataset <> new.dataset;
  if not found then
    insert into tickets.import_meta (dataset, metadata, imported_at) values (lower(new.dataset), new.metadata, new.imported_at) on conflict do nothing;
  end if;
  return null;
end
$$;
revoke execute on function tickets.tg_two_spellings() from public;
create trigger tg_two_spellings after insert or update on tickets.import_meta for each row execute function tickets.tg_two_spellings();
update tickets.import_meta set dataset = dataset where lower(dataset) in ('inc', 'crq') and dataset <> lower(dataset)$two$
from other_spelling
having count(*) > 0
union all
select 'tickets.tg_two_spellings()', 'adds', 'the trigger function that keeps rows of two spellings equal', null, null
from other_spelling
having count(*) > 0
