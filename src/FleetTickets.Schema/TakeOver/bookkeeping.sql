-- What is there of the tables beside the tickets, and what has to be added to them so that both programs can write them.
-- A column that has another name there gets ours beside it, and a trigger keeps the two equal; nothing is renamed or retyped.
with target (relation, place, name, type, kind, rule, other_names, fallback) as (
  values
    -- rule: key, a column of a key; needed; wanted, which is added where it is missing; later, which a migration adds. The only column of its
    -- kind needs no name.
    ('schema_migrations', 1, 'filename', 'text', 'text', 'key', '{}'::text[], null),
    ('schema_migrations', 2, 'applied_at', 'timestamptz', 'moment', 'wanted', '{executed_at,run_at,installed_on,created_at}', 'now()'),
    ('schema_migrations', 3, 'checksum', 'text', 'text', 'wanted', '{}', null),
    ('import_meta', 1, 'dataset', 'text', 'text', 'key', '{}', null),
    ('import_meta', 2, 'metadata', 'jsonb', 'json', 'needed', '{meta,info,data,payload}', null),
    ('import_meta', 3, 'imported_at', 'timestamptz', 'moment', 'wanted', '{updated_at,loaded_at,last_import_at}', null),
    ('geo_clusters', 1, 'cluster', 'text', 'text', 'key', '{}', null),
    ('geo_clusters', 2, 'latitude', 'double precision', 'number', 'needed', '{lat}', null),
    ('geo_clusters', 3, 'longitude', 'double precision', 'number', 'needed', '{lng,lon,long}', null),
    ('geo_locations', 1, 'location_key', 'text', 'text', 'key', '{}', null),
    ('geo_locations', 2, 'cluster', 'text', 'text', 'cluster', '{cluster_name,network_cluster}', ''''''),
    ('geo_locations', 3, 'latitude', 'double precision', 'number', 'needed', '{lat}', null),
    ('geo_locations', 4, 'longitude', 'double precision', 'number', 'needed', '{lng,lon,long}', null),
    ('geo_locations', 5, 'location_name', 'text', 'text', 'wanted', '{}', null),
    ('closure_events', 1, 'dataset', 'text', 'text', 'wanted', '{}', '''inc'''),
    ('closure_events', 2, 'ticket_id', 'text', 'text', 'needed', '{ticket,ticket_key}', null),
    ('closure_events', 3, 'closed_at', 'timestamptz', 'moment', 'needed', '{closed,closure_at}', null),
    ('closure_events', 4, 'observed_at', 'timestamptz', 'moment', 'wanted', '{captured_at,recorded_at,logged_at,created_at,seen_at}', null),
    ('closure_events', 5, 'cluster', 'text', 'text', 'wanted', '{}', null),
    ('closure_events', 6, 'assigned_team', 'text', 'text', 'wanted', '{team}', null),
    ('closure_events', 7, 'owner', 'text', 'text', 'wanted', '{}', null),
    ('closure_events', 8, 'sla_status', 'text', 'text', 'wanted', '{}', null),
    ('closure_events', 9, 'mttr', 'integer', 'number', 'wanted', '{mttr_minutes}', null),
    ('closure_events', 10, 'backfilled', 'boolean', 'flag', 'wanted', '{is_backfill}', 'false'),
    ('inc_daily_snapshot', 1, 'snapshot_date', 'date', 'day', 'key', '{}', null),
    ('inc_daily_snapshot', 2, 'open_total', 'integer', 'number', 'wanted', '{open_count}', null),
    ('inc_daily_snapshot', 3, 'open_breached', 'integer', 'number', 'wanted', '{breached}', null),
    ('inc_daily_snapshot', 4, 'created_today', 'integer', 'number', 'wanted', '{created_count}', null),
    ('inc_daily_snapshot', 5, 'closed_today', 'integer', 'number', 'wanted', '{closed_count}', null),
    ('inc_daily_snapshot', 6, 'captured_at', 'timestamptz', 'moment', 'wanted', '{created_at,updated_at,taken_at}', null)
  union all
  select 'crq_daily_snapshot', place, name, type, 'number', 'later', '{}'::text[], null
  from (values (2, 'open_total', 'integer'), (3, 'open_breached', 'integer'), (4, 'created_today', 'integer'), (5, 'closed_today', 'integer')) counted (place, name, type)
  union all
  values
    ('crq_daily_snapshot', 1, 'snapshot_date', 'date', 'day', 'later', '{}'::text[], null),
    ('crq_daily_snapshot', 6, 'captured_at', 'timestamptz', 'moment', 'later', '{}', null),
    ('geo_clusters', 40, 'changed_at', 'timestamptz', 'moment', 'later', '{}', null),
    ('geo_locations', 40, 'changed_at', 'timestamptz', 'moment', 'later', '{}', null),
    ('geo_locations', 41, 'distance_km', 'double precision', 'number', 'later', '{}', null)
  union all
  select gazetteer, 10 + place, name, type, kind, 'wanted', '{}', fallback
  from unnest(array['geo_clusters', 'geo_locations']) gazetteer
  cross join (values
    (1, 'provider', 'text', 'text', null), (2, 'query', 'text', 'text', null), (3, 'display_name', 'text', 'text', null),
    (4, 'confidence', 'double precision', 'number', null), (5, 'level', 'text', 'text', null), (6, 'status', 'text', 'text', null),
    (7, 'reason', 'text', 'text', null), (8, 'rules_version', 'integer', 'number', null),
    (9, 'candidate_latitude', 'double precision', 'number', null), (10, 'candidate_longitude', 'double precision', 'number', null),
    (11, 'retry_after', 'timestamptz', 'moment', null), (12, 'verified', 'boolean', 'flag', 'false'),
    (13, 'geocoded_at', 'timestamptz', 'moment', null), (14, 'candidates', 'jsonb', 'json', null), (15, 'decided_by', 'text', 'text', null),
    (16, 'attempts', 'integer', 'number', '0'), (17, 'refused', 'boolean', 'flag', 'false')) remembered (place, name, type, kind, fallback)
), there as (
  select c.oid, c.relname as relation, a.attname as name, a.attnum as number, format_type(a.atttypid, a.atttypmod) as type,
    case
      when a.atttypid in ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype) then 'text'
      when a.atttypid = 'timestamptz'::regtype then 'moment'
      when a.atttypid in ('jsonb'::regtype, 'json'::regtype) then 'json'
      when a.atttypid in ('float8'::regtype, 'int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype) then 'number'
      when a.atttypid = 'date'::regtype then 'day'
      when a.atttypid = 'bool'::regtype then 'flag'
      else 'other'
    end as kind,
    case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end as default_value,
    a.attgenerated <> '' or a.attidentity = 'a' as is_computed, a.attnotnull as not_null,
    a.attnotnull and not a.atthasdef and a.attidentity = '' as must_be_given,
    exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and i.indpred is null and a.attnum = any (i.indkey)) as in_key,
    exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any (i.indkey)) as in_primary_key
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where c.relnamespace = to_regnamespace('tickets') and c.relkind in ('r', 'p') and c.relname in (select relation from target)
), counterpart as (
  select t.*, (select oid from there where relation = t.relation limit 1) as oid, same.type as same_type, same.kind as same_kind, other.name as theirs
  from target t
  left join there same on same.relation = t.relation and same.name = t.name
  left join lateral (
    select o.name
    from there o
    where same.name is null and o.relation = t.relation and o.kind = t.kind
      and o.name not in (select x.name from target x where x.relation = t.relation)
      and (o.name = any (t.other_names)
        or (t.rule = 'key' and o.in_key or t.name in ('metadata', 'imported_at'))
          and 1 = (
            select count(*) from there x
            where x.relation = t.relation and x.kind = t.kind and (x.in_key or t.rule <> 'key')
              and x.name not in (select y.name from target y where y.relation = t.relation)
              and x.name not in (select unnest(y.other_names) from target y where y.relation = t.relation and y.name <> t.name)))
      -- A key is not taken from a table in which another column of its own could be meant as well.
      and (t.rule <> 'key' or o.name not in (select unnest(y.other_names) from target y where y.relation = t.relation and y.name <> t.name))
    order by array_position(t.other_names, o.name::text)
    limit 1
  ) other on true
  where exists (select from there x where x.relation = t.relation)
), pair as (
  select * from counterpart where theirs is not null
), named_place as (
  -- The name of a location is the key of its row.
  select exists (select from there where relation = 'geo_locations' and name = 'location_name' and in_key)
    and not exists (select from there where relation = 'geo_locations' and name = 'location_key') as by_name
), columns_of as (
  select relation, string_agg(name || ' ' || type, ', ' order by number) as columns from there group by relation
), left_over as (
  select t.* from there t
  where not exists (select from target x where x.relation = t.relation and x.name = t.name)
    and not exists (select from pair p where p.relation = t.relation and p.theirs = t.name)
), wrong_key as (
  -- In geo_locations the place of one cluster must not keep that of another out, and in closure_events no closure another one: keys that
  -- leave out a part of ours go.
  select t.relation, i.indexrelid, c.relname as index_name, k.conname, i.indisprimary or i.indisreplident as identifies,
    coalesce((select string_agg(a.attname, ', ' order by a.attnum) from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any (i.indkey)),
      pg_get_indexdef(i.indexrelid)) as columns
  from (values ('geo_locations', array['cluster']), ('geo_clusters', array['cluster']), ('closure_events', array['ticket_id', 'closed_at']),
    ('import_meta', array['dataset']), ('inc_daily_snapshot', array['snapshot_date']), ('crq_daily_snapshot', array['snapshot_date']),
    ('schema_migrations', array['filename'])) t (relation, whole_key)
  join pg_index i on i.indrelid = to_regclass('tickets.' || t.relation) and (i.indisunique or i.indisexclusion)
  join pg_class c on c.oid = i.indexrelid
  left join pg_constraint k on k.conindid = i.indexrelid and k.conrelid = i.indrelid
  where not exists (select from left_over l where l.relation = t.relation and l.number = any (i.indkey))
    and (
      exists (
        select from unnest(t.whole_key) part
        where not exists (
          select from counterpart x
          join pg_attribute a on a.attrelid = i.indrelid and a.attname = coalesce(x.theirs, x.name)
          where x.relation = t.relation and x.name = part and a.attnum = any (i.indkey)))
      or t.relation = 'geo_locations' and exists (
        select from pg_attribute a where a.attrelid = i.indrelid and a.attname = 'location_name' and a.attnum = any (i.indkey)))
), checked as (
  -- What the other program holds its own rows to may refuse ours: other words, another type of tickets, a cluster without a row, nothing found.
  select n.relname as relation, k.conname, pg_get_constraintdef(k.oid) as definition
  from pg_constraint k
  join pg_class n on n.oid = k.conrelid and n.relnamespace = to_regnamespace('tickets') and n.relname in (select relation from target)
  where k.contype in ('c', 'f') and exists (
      select from pg_attribute a
      join counterpart x on x.relation = n.relname and a.attname in (x.name, x.theirs)
      where a.attrelid = k.conrelid and a.attnum = any (k.conkey)
        and (k.contype = 'f' or x.name not in ('latitude', 'longitude') or pg_get_constraintdef(k.oid) ~ 'IS NOT NULL|<> .NaN'))
), built_on_key as (
  select w.relation, k.conrelid::regclass as referencing, k.conname
  from wrong_key w
  join pg_constraint k on k.conindid = w.indexrelid and k.contype = 'f'
), keyed as (
  select relation, array_agg(name order by name) as key_columns
  from target
  where rule in ('key', 'cluster') or (relation, name) in (('closure_events', 'dataset'), ('closure_events', 'ticket_id'), ('closure_events', 'closed_at'))
  group by relation
), primary_key as (
  select c.relname as relation, i.indexrelid, string_agg(a.attname, ', ' order by array_position(i.indkey::int2[], a.attnum)) as columns,
    array_agg(a.attname::text order by a.attname::text) as key_columns
  from pg_index i
  join pg_class c on c.oid = i.indrelid and c.relnamespace = to_regnamespace('tickets')
  join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
  where i.indisprimary
  group by c.relname, i.indexrelid
), lacks_key as (
  select k.relation, k.key_columns
  from keyed k
  where exists (select from there x where x.relation = k.relation)
    and not exists (
      select from pg_index i
      where i.indrelid = to_regclass(format('tickets.%I', k.relation)) and i.indisunique and i.indpred is null and i.indexprs is null
        and k.key_columns = array(
          select a.attname::text from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any (i.indkey) order by 1))
), finding (object, place, verb, detail, stage, statement) as (
  select 'tickets.' || c.relation, 0, 'cannot be read',
    format('column %s is %s, expected %s', c.name, c.same_type, c.type), null, null
  from counterpart c
  where c.same_kind <> c.kind
  union all
  -- In tickets.locate() they would mean the column or the variable.
  select 'tickets.' || relation, 0, 'blocks', format('column %s has a name that tickets.locate() uses; give it another one', name), null, null
  from left_over
  where relation in ('geo_clusters', 'geo_locations') and name in ('raw', 'cluster_name', 'geom', 'geo_source', 'has_places', 'key', 'place')
  union all
  select 'tickets.' || t.relation, 0, 'cannot be read', format('column %s is computed by the server, expected one that this program can write', t.name), null, null
  from there t
  where t.is_computed and exists (select from counterpart c where c.relation = t.relation and coalesce(c.theirs, c.name) = t.name)
  union all
  select 'tickets.' || relation, 0, 'blocks',
    format('constraint %s of %s refers to a key that has to go; drop it, and do without it afterwards', conname, referencing), null, null
  from built_on_key
  union all
  select distinct 'tickets.' || t.relation, 0, 'blocks',
    format('%s has its row type, and the table gets columns; drop that column, and add it again afterwards', pg_describe_object(d.classid, d.objid, d.objsubid)), null, null
  from there t
  join pg_type r on r.typrelid = t.oid
  join pg_depend d on d.refclassid = 'pg_type'::regclass and d.refobjid in (r.oid, r.typarray) and d.classid = 'pg_class'::regclass and d.objsubid > 0
  join pg_class c on c.oid = d.objid and c.relkind in ('r', 'p', 'm', 'c')
  union all
  select 'tickets.crq_daily_snapshot', 0, 'blocks',
    format('it has the name of a table of this program, and not its columns %s; give it another name', string_agg(c.name || ' ' || c.type, ', ' order by c.place)), null, null
  from counterpart c
  where c.relation = 'crq_daily_snapshot' and c.same_type is null
  having count(*) > 0
  union all
  select 'tickets.' || relation, 3, 'drops', format('constraint %s, which may refuse rows of this program: %s', conname, definition), 'tables',
    format('alter table tickets.%I drop constraint %I', relation, conname)
  from checked
  union all
  select 'tickets.' || c.relation, 6, 'changes', 'column metadata becomes jsonb', 'tables',
    format('alter table tickets.%I alter column %I drop default, alter column %2$I type jsonb using %2$I::jsonb%s', c.relation, c.name,
      coalesce(format(', alter column %I set default %s::jsonb', c.name, regexp_replace(t.default_value, '::json$', '')), ''))
  from counterpart c
  join there t on t.relation = c.relation and t.name = c.name
  where c.same_type = 'json' and c.type = 'jsonb'
  union all
  select distinct 'tickets.' || c.relation, 0, 'blocks', format('%s uses column %s, which becomes jsonb; drop it, and create it again afterwards',
    coalesce((select case v.relkind when 'm' then 'materialized view ' else 'view ' end || v.oid::regclass from pg_class v where v.oid = r.ev_class),
      pg_describe_object(d.classid, d.objid, d.objsubid)), c.name), null, null
  from counterpart c
  join there t on t.relation = c.relation and t.name = c.name
  join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = t.oid and d.refobjsubid = t.number and d.classid <> 'pg_attrdef'::regclass
  left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
  where c.same_type = 'json' and c.type = 'jsonb' and not (d.classid = 'pg_constraint'::regclass and d.objid in (select k.oid from pg_constraint k join checked x using (conname)))
  union all
  select 'tickets.' || c.relation, 0, 'cannot be read',
    format('no column that can be %s (%s) among: %s',
      case c.name when 'filename' then 'the file name, the only text key' else c.name end, c.type, o.columns), null, null
  from counterpart c
  join columns_of o using (relation)
  cross join named_place
  where c.same_type is null and c.theirs is null and c.rule in ('key', 'needed') and not (c.name = 'location_key' and by_name)
  union all
  select 'tickets.' || l.relation, 0, 'cannot be read',
    format('column %s %s is of a key and has to be filled by whoever writes a row, and nobody knows with what', l.name, l.type), null, null
  from left_over l
  where l.must_be_given and l.in_primary_key
  union all
  select 'tickets.' || relation, 1, 'is there', columns, null, null
  from columns_of
  union all
  select 'tickets.' || p.relation, 2, 'adds', format('column %s beside %s, which it is kept equal to', p.name, p.theirs), 'tables',
    format('alter table tickets.%I add column %I %s', p.relation, p.name, p.type)
  from pair p
  union all
  select distinct 'tickets.tg_two_names()', 2, 'adds', 'the trigger function that keeps columns of two names equal', null, null
  from pair
  union all
  select 'tickets.' || c.relation, 2, 'adds', format('column %s', c.name), 'tables',
    format('alter table tickets.%I add column %I %s%s', c.relation, c.name, c.type,
      case
        when c.fallback is not null and c.kind <> 'moment' then ' not null default ' || c.fallback
        when c.fallback is not null then ' default ' || c.fallback
        else ''
      end)
  from counterpart c
  where c.same_type is null and c.theirs is null and c.rule in ('wanted', 'cluster')
  union all
  select 'tickets.geo_locations', 2, 'adds', 'column location_key, which begins as location_name', 'tables',
    'alter table tickets.geo_locations add column location_key text'
  from named_place
  where by_name
  union all
  select 'tickets.geo_locations', 3, null, null, 'tables', 'update tickets.geo_locations set location_key = location_name'
  from named_place
  where by_name
  union all
  select 'tickets.' || relation, 3, null, null, 'tables',
    format('create trigger tg_two_names before insert or update on tickets.%I for each row execute function tickets.tg_two_names(%s)',
      relation, string_agg(quote_literal(name) || ', ' || quote_literal(theirs), ', ' order by place))
  from pair
  group by relation
  union all
  select 'tickets.' || relation, 4, null, null, 'tables', format('update tickets.%I set %2$I = %2$I', relation, min(theirs))
  from pair
  group by relation
  union all
  select 'tickets.' || relation, 5, 'changes', format('its rows are no longer unique by %s alone, for %s', columns,
      case relation when 'geo_locations' then 'a place name occurs in several clusters' when 'closure_events' then 'a ticket can be closed again'
        else 'this program may write several' end), 'tables',
    case when conname is not null then format('alter table tickets.%I drop constraint %I', relation, conname) else format('drop index %s', indexrelid::regclass) end
  from wrong_key
  union all
  -- A table that is published cannot be updated without it.
  select 'tickets.' || relation, 6, null, null, 'tables', format('alter table tickets.%I replica identity full', relation)
  from wrong_key
  where identifies
  union all
  select 'tickets.geo_locations', 6, null, null, 'tables', 'alter table tickets.geo_locations alter column location_name drop not null'
  from wrong_key
  where relation = 'geo_locations' and exists (select from there where relation = 'geo_locations' and name = 'location_name')
  union all
  select 'tickets.' || relation, 7, 'adds', format('a unique index on %s', array_to_string(key_columns, ', ')), 'tables',
    format('create unique index %I on tickets.%I (%s)', relation || '_our_key', relation, (select string_agg(quote_ident(k), ', ') from unnest(key_columns) k))
  from lacks_key
  union all
  select 'tickets.' || relation, 8, 'changes', format('column %s may be empty, for this program does not always fill it', name), 'tables',
    format('alter table tickets.%I alter column %I drop not null', relation, name)
  from there t
  where (must_be_given or not_null and relation not in ('import_meta', 'schema_migrations') and exists (
      select from counterpart c where c.relation = t.relation and coalesce(c.theirs, c.name) = t.name and c.rule in ('needed', 'wanted') and c.fallback is null))
    and not in_primary_key and name not in ('ticket_id', 'closed_at', 'observed_at', 'captured_at')
    and not exists (select from counterpart c where c.relation = t.relation and coalesce(c.theirs, c.name) = t.name and c.rule in ('key', 'cluster'))
  union all
  select 'tickets.' || relation, 9, 'leaves', 'column ' || name || ' ' || type, null, null
  from left_over
  union all
  select 'tickets.' || p.relation, 9, 'leaves', 'column ' || p.theirs || ' ' || t.type, null, null
  from pair p
  join there t on t.relation = p.relation and t.name = p.theirs
  union all
  select 'tickets.' || t.relation, 9, 'leaves', format('the default of %s: %s', t.name, t.default_value), null, null
  from there t
  join target y using (relation, name)
  where t.default_value is not null and y.fallback is null and t.default_value <> '''{}''::jsonb'
  union all
  select 'tickets.' || i.relation, 9, 'leaves', format('the key %s', i.columns), null, null
  from primary_key i
  join keyed k using (relation)
  where i.key_columns <> k.key_columns and not exists (select from wrong_key w where w.indexrelid = i.indexrelid)
  union all
  select 'tickets.crq_daily_snapshot', 9, 'leaves', 'whatever tickets.inc_daily_snapshot has of its own, for it is made like that', null, null
  where exists (select from there where relation = 'inc_daily_snapshot') and to_regclass('tickets.crq_daily_snapshot') is null
  union all
  select 'tickets.' || c.relation, 9, 'leaves', format('column %s as %s, which is %s in a new database', c.name, c.same_type, c.type), null, null
  from counterpart c
  where c.same_kind = c.kind and c.same_type <> 'json' and to_regtype(c.type) <> to_regtype(c.same_type)
)
select object, verb, detail, stage, statement from finding order by object, place, detail, statement
