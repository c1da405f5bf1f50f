-- Where each dataset's import stands, and the map again, now saying how fresh it is.

create table if not exists tickets.import_meta (
  dataset text primary key,
  metadata jsonb not null default '{}',
  imported_at timestamptz
);
comment on table tickets.import_meta is 'Where the import of each dataset stands, one row a dataset.';
comment on column tickets.import_meta.dataset is 'inc or crq.';
comment on column tickets.import_meta.metadata is 'source_max_key is the watermark: the object key of the newest applied file. Keys of others are kept by every write.';
comment on column tickets.import_meta.imported_at is 'When the last applied file was committed.';

-- The functions with a pinned search_path include PostGIS's schema, wherever this database keeps it.
select set_config('search_path', 'pg_catalog, ' || quote_ident(n.nspname), true)
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
where e.extname = 'postgis';

create or replace function reporting.freshness() returns jsonb
language plpgsql stable
set search_path from current
as $$
begin
  return (
    select jsonb_object_agg(dataset, coalesce(metadata, '{}') || jsonb_build_object(
      'source_max_at', reporting.eat_iso(source_max_at),
      'imported_at', reporting.eat_iso(imported_at),
      'age_minutes', floor(extract(epoch from now() - source_max_at) / 60)::bigint))
    from (values ('inc'), ('crq')) datasets (dataset)
    left join tickets.import_meta using (dataset)
    -- An object key ends in the file's time, with dashes where a clock has colons; 03 brings eat_ts.
    cross join lateral (
      select tickets.eat_ts(regexp_replace(
        metadata ->> 'source_max_key', '^.*([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2})-([0-9]{2})-([0-9]{2})[.]csv$', E'\\1:\\2:\\3')) as source_max_at
    ) watermark);
end
$$;
comment on function reporting.freshness() is
  'For each dataset import_meta''s metadata with source_max_at (time in the name of the newest applied file), imported_at and age_minutes (now - source_max_at).';

create or replace function reporting.fn_tickets_for_map(p_open_only boolean default true) returns jsonb
language sql stable
set search_path from current
return jsonb_build_object(
  'type', 'FeatureCollection',
  'features', reporting.features(case when p_open_only then 'open' else 'all' end),
  'summary', reporting.map_summary(p_open_only) || jsonb_build_object('freshness', reporting.freshness()));
