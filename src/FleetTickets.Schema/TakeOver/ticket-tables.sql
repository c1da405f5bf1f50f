-- What is there of the tables of tickets, and how they get the columns that a new database has. $1: names of our indexes, $2: of our views,
-- $3: of our read functions.
-- A column that is computed otherwise than ours is computed anew; what others built on it stops the take-over.
with postgis as (
  select quote_ident(n.nspname) || '.' as prefix from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'postgis'
), typed (place, name, type, expression, remark) as (
  select t.place, t.name,
    replace(t.type, 'POSTGIS.', coalesce(p.prefix, '')), replace(t.expression, 'POSTGIS.', coalesce(p.prefix, '')), null
  from (values
    (1, 'normalized_status', 'text', 'tickets.trimmed((raw ->> ''normalized_status''::text))'),
    (2, 'raw_status', 'text', 'tickets.trimmed((raw ->> ''raw_status''::text))'),
    (3, 'bucket', 'text', 'tickets.trimmed((raw ->> ''bucket''::text))'),
    (4, 'is_actionable', 'boolean', 'tickets.boolean_of((raw ->> ''is_actionable''::text))'),
    (5, 'cluster', 'text', 'tickets.trimmed((raw ->> ''cluster''::text))'),
    (6, 'region', 'text', 'tickets.trimmed((raw ->> ''region''::text))'),
    (7, 'location_name', 'text', 'tickets.trimmed((raw ->> ''location_name''::text))'),
    (8, 'assigned_team', 'text', 'tickets.trimmed((raw ->> ''assigned_team''::text))'),
    (9, 'owner', 'text', 'tickets.trimmed((raw ->> ''owner''::text))'),
    (10, 'sla_status', 'text', 'tickets.trimmed((raw ->> ''sla_status''::text))'),
    (11, 'created_at_service', 'timestamp with time zone', 'tickets.eat_ts((raw ->> ''created_at_service''::text))'),
    (12, 'scheduled_at', 'timestamp with time zone', 'tickets.eat_ts((raw ->> ''scheduled_at''::text))'),
    (13, 'closed_at', 'timestamp with time zone', 'tickets.eat_ts((raw ->> ''closed_at''::text))'),
    (14, 'first_seen_at', 'timestamp with time zone', 'tickets.eat_ts((raw ->> ''first_seen_at''::text))'),
    (15, 'last_seen_at', 'timestamp with time zone', 'tickets.eat_ts((raw ->> ''last_seen_at''::text))'),
    (16, 'source_created_at', 'timestamp with time zone', 'tickets.eat_ts((raw ->> ''source_created_at''::text))'),
    (17, 'source_updated_at', 'timestamp with time zone', 'tickets.eat_ts((raw ->> ''source_updated_at''::text))'),
    (18, 'latitude', 'double precision', 'POSTGIS.st_y(geom)'),
    (19, 'longitude', 'double precision', 'POSTGIS.st_x(geom)'),
    (20, 'geog', 'POSTGIS.geography(Point,4326)', '(geom)::POSTGIS.geography'),
    (21, 'mttr', 'integer', 'tickets.mttr_minutes((raw ->> ''mttr''::text))')) t (place, name, type, expression)
  left join postgis p on true
), kept_in_raw (name) as (
  values ('service_type'), ('is_alarm'), ('is_auto_created'), ('is_auto_closed')
), base (name, type, definition) as (
  select b.name, replace(b.type, 'POSTGIS.', coalesce(p.prefix, '')), replace(b.definition, 'POSTGIS.', coalesce(p.prefix, ''))
  from (values
    ('ticket_id', 'text', null),
    ('raw', 'jsonb', null),
    ('geom', 'POSTGIS.geometry(Point,4326)', 'POSTGIS.geometry(Point,4326)'),
    ('geo_source', 'text', 'text not null default ''none'''),
    ('ingested_at', 'timestamp with time zone', 'timestamptz not null default now()')) b (name, type, definition)
  left join postgis p on true
), ticket_table as (
  select c.oid, c.relname as dataset, 'tickets.' || c.relname as relation
  from pg_class c
  where c.relnamespace = to_regnamespace('tickets') and c.relname in ('inc', 'crq') and c.relkind in ('r', 'p')
), there as (
  select t.oid, t.dataset, t.relation, a.attname::text as name, a.attnum as number, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null,
    a.attgenerated = 's' as generated, a.attnotnull and not a.atthasdef and a.attidentity = '' as must_be_given, a.attacl, pg_get_expr(d.adbin, d.adrelid) as expression
  from ticket_table t
  join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
), anew as (
  -- An expression that calls a function of tickets cannot be trusted to compute the same: that function is about to be ours.
  select h.*, y.name is not null as is_typed
  from there h
  left join typed y using (name)
  where h.generated
    and (y.name is not null and (y.type, y.expression) is distinct from (h.type, h.expression) or y.expression like '%tickets.%'
      or y.name is null and exists (select from kept_in_raw k where k.name = h.name))
), missing as (
  select t.oid, t.dataset, t.relation, y.*
  from ticket_table t
  cross join typed y
  where not exists (select from there h where h.oid = t.oid and h.name = y.name)
), trigger_of as (
  select t.relation, g.tgname, g.tgfoid::regprocedure::text = 'tickets.tg_ticket_geom()' and g.tgname <> 'tg_ticket_geom' as is_old
  from ticket_table t
  join pg_trigger g on g.tgrelid = t.oid
  where not g.tgisinternal and g.tgname <> 'tg_ticket_geom'
), index_of as (
  select distinct t.relation, x.relname::text as name, i.indexrelid, pg_get_indexdef(i.indexrelid) as definition, obj_description(x.oid, 'pg_class') as remark,
    exists (select from pg_constraint k where k.conindid = i.indexrelid) as of_constraint,
    x.relname::text = any ($1) as is_ours,
    exists (
      select from anew n
      join pg_depend d on d.refobjid = n.oid and d.refobjsubid = n.number
      where n.oid = t.oid and d.classid = 'pg_class'::regclass and d.objid = i.indexrelid) as goes_with_column,
    exists (select from pg_attribute a where a.attrelid = i.indrelid and a.attname = 'geom' and a.attnum = i.indkey[0]) and i.indnatts = 1
      and x.relam = (select oid from pg_am where amname = 'gist') as unused
  from ticket_table t
  join pg_index i on i.indrelid = t.oid
  join pg_class x on x.oid = i.indexrelid
  where not i.indisprimary
), policy_of as (
  -- Row security follows the columns: what names one is dropped with it and made again.
  select distinct t.oid as table_oid, t.relation, p.oid, p.polname, p.polpermissive, p.polcmd,
    array(select case role when 0 then 'public' else quote_ident(pg_get_userbyid(role)) end from unnest(p.polroles) role order by 1) as roles,
    pg_get_expr(p.polqual, p.polrelid) as qualification, pg_get_expr(p.polwithcheck, p.polrelid) as with_check,
    exists (
      select from anew n join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = n.oid and d.refobjsubid = n.number
      where d.classid = 'pg_policy'::regclass and d.objid = p.oid) as goes_with_column
  from ticket_table t
  join pg_policy p on p.polrelid = t.oid
), policy_text as (
  select p.*, format('create policy %I on $table$ as %s for %s to %s%s%s', polname, case when polpermissive then 'permissive' else 'restrictive' end,
    case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end, array_to_string(roles, ', '),
    ' using (' || qualification || ')', ' with check (' || with_check || ')') as text
  from policy_of p
), row_type as (
  -- A column of a table's row type keeps the table from being rewritten.
  select t.relation, y.oid as type
  from ticket_table t
  join pg_type r on r.typrelid = t.oid
  join pg_type y on y.oid in (r.oid, r.typarray)
), dependent as (
  select n.relation, n.name, d.classid, d.objid, d.objsubid, r.ev_class, r.rulename
  from anew n
  join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = n.oid and d.refobjsubid = n.number
  left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
  where d.classid <> 'pg_attrdef'::regclass
    and not (d.classid = 'pg_class'::regclass and exists (select from pg_index i where i.indexrelid = d.objid))
    and not (d.classid = 'pg_trigger'::regclass and exists (
      select from pg_trigger g where g.oid = d.objid and g.tgfoid::regprocedure::text = 'tickets.tg_ticket_geom()'))
    and not (d.classid = 'pg_rewrite'::regclass and r.ev_class::regclass::text = any ($2))
    and not (d.classid = 'pg_policy'::regclass and exists (select from policy_of p where p.oid = d.objid))
    -- A read function of our name makes way and comes back.
    and not (d.classid = 'pg_proc'::regclass and exists (
      select from pg_proc p where p.oid = d.objid and format('%s.%s', p.pronamespace::regnamespace, p.proname) = any ($3)))
), finding (object, place, verb, detail, stage, statement) as (
  select t.relation, 0, 'cannot be read', format('no column %s %s among: %s', b.name, b.type,
    (select string_agg(name || ' ' || type, ', ' order by number) from there h where h.oid = t.oid)), null, null
  from ticket_table t
  cross join base b
  where b.definition is null and not exists (select from there h where h.oid = t.oid and h.name = b.name)
  union all
  select h.relation, 0, 'cannot be read', format('column %s is %s, expected %s', h.name, h.type, b.type), null, null
  from there h
  join base b using (name)
  where b.type <> h.type
  union all
  select h.relation, 0, 'cannot be read', format('column %s is generated, expected one that this program can write', h.name), null, null
  from there h
  where h.generated and (exists (select from base b where b.name = h.name) or h.name = 'content_hash')
  union all
  select h.relation, 0, 'cannot be read', format('column content_hash is %s, expected uuid', h.type), null, null
  from there h
  where h.name = 'content_hash' and h.type <> 'uuid'
  union all
  select h.relation, 8, 'changes', format('column %s may be empty, for this program does not fill it', h.name), 'tables',
    format('alter table %s alter column %I drop not null', h.relation, h.name)
  from there h
  where h.must_be_given and not exists (select from base b where b.name = h.name) and not exists (select from typed y where y.name = h.name)
  union all
  select h.relation, 0, 'cannot be read', format('column %s is written by somebody, expected one that is generated from raw', h.name), null, null
  from there h
  join typed y using (name)
  where not h.generated
  union all
  select t.relation, 0, 'cannot be read', 'ticket_id is not its primary key', null, null
  from ticket_table t
  where not exists (
    select from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attname = 'ticket_id'
    where i.indrelid = t.oid and i.indisprimary and i.indkey::text = a.attnum::text)
  union all
  select d.relation, 0, 'blocks',
    format('%s uses column %s, which has to be computed anew; drop it, and create it again afterwards',
      coalesce(
        (select case c.relkind when 'm' then 'materialized view ' else 'view ' end || c.oid::regclass
         from pg_class c where c.oid = d.ev_class and d.rulename = '_RETURN'),
        pg_describe_object(d.classid, d.objid, d.objsubid)),
      string_agg(distinct d.name, ', ')), null, null
  from dependent d
  group by d.relation, d.classid, d.objid, d.objsubid, d.ev_class, d.rulename
  union all
  select distinct t.relation, 0, 'blocks',
    format('%s has its row type, and the table has to be rewritten; drop that column, and add it again afterwards', pg_describe_object(d.classid, d.objid, d.objsubid)), null, null
  from row_type t
  join pg_depend d on d.refclassid = 'pg_type'::regclass and d.refobjid = t.type and d.classid = 'pg_class'::regclass and d.objsubid > 0
  join pg_class c on c.oid = d.objid and c.relkind in ('r', 'p', 'm', 'c')
  union all
  select distinct t.relation, 0, 'blocks', format('%s inherits from %s; undo that with ALTER TABLE … NO INHERIT', i.inhrelid::regclass, i.inhparent::regclass), null, null
  from ticket_table t
  join pg_inherits i on t.oid in (i.inhrelid, i.inhparent)
  union all
  select t.relation, 0, 'blocks', 'it is partitioned, and this program knows tables of one part only', null, null
  from ticket_table t
  join pg_class c on c.oid = t.oid and c.relkind = 'p'
  union all
  -- What crq lacks, a role that may see only some rows of inc could read there.
  select 'tickets.crq', 0, 'blocks', 'it has no row security, and tickets.inc has; enable it there too, with policies of its own', null, null
  from ticket_table i
  join pg_class ic on ic.oid = i.oid and ic.relrowsecurity
  join ticket_table c on c.dataset = 'crq'
  join pg_class cc on cc.oid = c.oid and not cc.relrowsecurity
  where i.dataset = 'inc'
  union all
  select t.relation, 0, 'blocks', format('its row security also holds for %s, who would not see every row; migrate as a superuser or a role with BYPASSRLS', current_user), null, null
  from ticket_table t
  join pg_class c on c.oid = t.oid and c.relrowsecurity
  where row_security_active(t.oid)
  union all
  select t.relation, 9, 'leaves', 'row security', null, null
  from ticket_table t
  join pg_class c on c.oid = t.oid and c.relrowsecurity
  union all
  select relation, 9, 'leaves', 'policy ' || polname, null, null
  from policy_of
  union all
  select relation, 4, null, null, 'tables', format('drop policy %I on %s', polname, relation)
  from policy_of
  where goes_with_column
  union all
  select relation, 4, null, null, 'after', replace(text, '$table$', relation)
  from policy_text
  where goes_with_column
  union all
  select 'tickets.crq', 4, 'adds', 'row security, with the policies of tickets.inc', 'after',
    'alter table tickets.crq enable row level security' || case when c.relforcerowsecurity then ', force row level security' else '' end
  from ticket_table t
  join pg_class c on c.oid = t.oid and c.relrowsecurity
  where t.dataset = 'inc' and not exists (select from ticket_table where dataset = 'crq')
  union all
  select 'tickets.crq', 4, null, null, 'after', replace(p.text, '$table$', 'tickets.crq')
  from policy_text p
  join pg_class c on c.oid = p.table_oid and c.relrowsecurity
  where p.relation = 'tickets.inc' and not exists (select from ticket_table where dataset = 'crq')
  union all
  select t.relation, 1, 'is there', (select count(*) from there h where h.oid = t.oid) || ' columns' || case when c.reltuples >= 0 then format(', about %s rows', c.reltuples::bigint) else '' end, null, null
  from ticket_table t
  join pg_class c on c.oid = t.oid
  union all
  select 'tickets.crq', 1, 'adds', 'the table', null, null
  where exists (select from ticket_table where dataset = 'inc') and not exists (select from ticket_table where dataset = 'crq')
  union all
  select t.relation, 2, 'adds', 'column ' || b.name, 'tables', format('alter table %s add column %I %s', t.relation, b.name, b.definition)
  from ticket_table t
  cross join base b
  where b.definition is not null and not exists (select from there h where h.oid = t.oid and h.name = b.name)
  union all
  select relation, 3, 'changes', string_agg(name, ', ' order by number) || ': computed anew, as in a new database', null, null
  from anew
  where is_typed
  group by relation
  union all
  select relation, 3, 'drops', format('%s, which %s in raw', string_agg(name, ', ' order by number), case count(*) when 1 then 'stays' else 'stay' end), null, null
  from anew
  where not is_typed
  group by relation
  union all
  select relation, 3, 'adds', string_agg(name, ', ' order by place), null, null
  from missing
  group by relation
  union all
  select relation, 4, 'drops', format('trigger %s, in whose place tg_ticket_geom comes', tgname), 'tables', format('drop trigger %I on %s', tgname, relation)
  from trigger_of
  where is_old
  union all
  select relation, 9, 'leaves', 'trigger ' || tgname, null, null
  from trigger_of
  where not is_old
  union all
  select relation, 10, null, null, 'after', format('comment on index tickets.%I is %L', name, remark)
  from index_of
  where not is_ours and not unused and goes_with_column and remark is not null
  union all
  select relation, 4, 'drops', format('index %s, which no query uses', name), 'tables', format('drop index %s', indexrelid::regclass)
  from index_of
  where unused and not of_constraint
  union all
  select relation, 4, 'changes', format('index %s: built anew, as in a new database', name), 'tables', format('drop index %s', indexrelid::regclass)
  from index_of
  where is_ours and not unused and not of_constraint
  union all
  select relation, 9, 'leaves', 'index ' || name || case when goes_with_column then ', which is built anew' else '' end, 'after',
    case when goes_with_column then definition end
  from index_of
  where not is_ours and not unused
  union all
  -- A list of the places that a point may come from, made before there were precise locations, would refuse them.
  select t.relation, 4, 'drops', format('constraint %s, which lists what geo_source may be', k.conname), 'tables',
    format('alter table %s drop constraint %I', t.relation, k.conname)
  from ticket_table t
  join pg_constraint k on k.conrelid = t.oid and k.contype = 'c'
  join pg_attribute a on a.attrelid = t.oid and a.attname = 'geo_source' and k.conkey = array[a.attnum]
  union all
  select relation, 5, null, null, 'tables',
    format('alter table %s %s', relation, string_agg(format('drop column %I', name), ', ' order by number))
  from anew
  group by relation
  union all
  select t.relation, 6, null, null, 'columns',
    format('alter table %s %s', t.relation, string_agg(format('add column %I %s generated always as (%s) stored', y.name, y.type, y.expression), ', ' order by y.place))
  from ticket_table t
  join typed y on not exists (select from there h where h.oid = t.oid and h.name = y.name and h.name not in (select n.name from anew n where n.oid = t.oid))
  group by t.relation
  union all
  select h.relation, 7, 'changes', format('column %s: %s', h.name,
      case h.name when 'geo_source' then 'none' else 'the time of writing' end || ' when nothing is given, never empty'), 'tables',
    format('alter table %s alter column %I set default %s, alter column %2$I set not null', h.relation, h.name,
      case h.name when 'geo_source' then '''none''' else 'now()' end)
  from there h
  where h.name = 'geo_source' and (not h.not_null or h.expression is distinct from '''none''::text')
    or h.name = 'ingested_at' and (not h.not_null or h.expression is distinct from 'now()')
  union all
  select h.relation, 6, null, null, 'tables',
    format('update %s set %I = %s where %2$I is null', h.relation, h.name, case h.name when 'geo_source' then '''none''' else '''-infinity''' end)
  from there h
  where h.name in ('geo_source', 'ingested_at') and not h.not_null
  union all
  select n.relation, 8, null, null, 'after',
    format('grant %s (%I) on %s to %s%s', a.privilege_type, n.name, n.relation, case a.grantee when 0 then 'public' else a.grantee::regrole::text end,
      case when a.is_grantable then ' with grant option' else '' end)
  from anew n
  cross join lateral aclexplode(n.attacl) a
  where n.is_typed
  union all
  select h.relation, 9, 'leaves', 'column ' || h.name || ' ' || h.type, null, null
  from there h
  where not exists (select from typed y where y.name = h.name)
    and not exists (select from base b where b.name = h.name)
    and not exists (select from anew n where n.oid = h.oid and n.name = h.name)
)
select object, verb, detail, stage, statement from finding order by object, place, detail, statement
