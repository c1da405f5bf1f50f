-- How far the other program has come, whatever the columns of import_meta are called.
with stored as (
  select
    (select lower(value) from jsonb_each_text(to_jsonb(m)) where lower(value) in ('inc', 'crq') limit 1) as dataset,
    (select value ->> 'source_max_key' from jsonb_each(to_jsonb(m)) where jsonb_typeof(value) = 'object' and value ? 'source_max_key' limit 1) as watermark
  from tickets.import_meta m
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
