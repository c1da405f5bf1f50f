-- Names that this program gives and somebody else has. $1: our tables, $2: our views, $3: our indexes, $4 to $6: the columns of our tables, as
-- table, name and type, $7: our triggers.
with ours (name, kind) as (
  select unnest($1), 'table'
  union all
  select unnest($2), 'view'
), shape (relation, name, type) as (
  select * from unnest($4, $5, $6)
), new_table as (
  -- The tables of tickets and those that bookkeeping.sql knows may have other shapes.
  select o.name, c.oid, c.relkind, c.relname
  from ours o
  join pg_class c on c.oid = to_regclass(o.name)
  where o.kind = 'table'
), adapted (name) as (
  values ('tickets.inc'), ('tickets.crq'), ('tickets.schema_migrations'), ('tickets.import_meta'), ('tickets.geo_clusters'), ('tickets.geo_locations'),
    ('tickets.closure_events'), ('tickets.inc_daily_snapshot')
), differing as (
  select t.name, string_agg(s.name || ' ' || s.type, ', ' order by s.name) as lacks
  from new_table t
  join shape s on s.relation = t.name
  left join pg_attribute a on a.attrelid = t.oid and a.attname = s.name and a.attnum > 0
  where t.name not in (select name from adapted) and (a.attnum is null or a.attgenerated <> '' or a.atttypid <> s.type::regtype)
  group by t.name
), index_there as (
  select c.oid, c.relname::text as name, c.relkind, i.indrelid::regclass::text as of_table, exists (select from pg_constraint k where k.conindid = c.oid) as of_constraint
  from pg_class c
  left join pg_index i on i.indexrelid = c.oid
  where c.relnamespace = to_regnamespace('tickets') and c.relname = any ($3)
)
select name as object, 'blocks' as verb,
  format('it is a %s with the name of a table of this program; give it another name',
    case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' when 'f' then 'foreign table' when 'i' then 'index' else 'type' end) as detail,
  null::text as stage, null::text as statement
from new_table
where relkind not in ('r', 'p')
union all
select name, 'blocks', format('it has the name of a table of this program, and not its columns %s; give it another name', lacks), null, null
from differing
where name in (select name from new_table where relkind in ('r', 'p'))
union all
select t.name, 'blocks', format('column %s has to be filled, and this program would not; give the table another name', string_agg(a.attname, ', ' order by a.attnum)), null, null
from new_table t
join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and a.attnotnull and not a.atthasdef and a.attidentity = ''
where t.relkind in ('r', 'p') and t.name not in (select name from adapted) and t.name <> 'tickets.crq_daily_snapshot'
  and not exists (select from shape s where s.relation = t.name and s.name = a.attname)
group by t.name
union all
select o.name, 'blocks', 'a type has the name that this program gives to a ' || o.kind || '; give it another name', null, null
from ours o
join pg_type y on y.typnamespace = to_regnamespace(split_part(o.name, '.', 1)) and y.typname = split_part(o.name, '.', 2)
left join pg_class c on c.oid = y.typrelid
where c.oid is null or c.relkind = 'c'
union all
select 'tickets.' || name, 'blocks',
  case when relkind = 'i' then format('it is an index of %s with a name that this program gives; give it another name', of_table)
    else 'it has the name of an index of this program; give it another name' end, null, null
from index_there
where relkind <> 'i' or of_constraint or of_table not in (select 'tickets.' || substr(index_there.name, 1, length(t.n)) from (values
  ('inc'), ('crq'), ('geo_clusters'), ('geo_locations')) t (n) where index_there.name like t.n || '\_%')
union all
-- The gazetteers' come with a migration; those of the tickets are ticket-tables.sql's matter.
select of_table, 'changes', format('index %s: built anew, as in a new database', name), 'tables', format('drop index %s', oid::regclass)
from index_there
where relkind = 'i' and not of_constraint and (of_table, left(name, 4)) in (('tickets.geo_clusters', 'geo_'), ('tickets.geo_locations', 'geo_'))
union all
select g.tgrelid::regclass::text, 'blocks', format('trigger %s has the name of one of this program, and calls %s; give it another name', g.tgname, g.tgfoid::regprocedure), null, null
from pg_trigger g
where g.tgrelid in (to_regclass('tickets.inc'), to_regclass('tickets.crq'), to_regclass('tickets.geo_clusters'), to_regclass('tickets.geo_locations'))
  and not g.tgisinternal and g.tgname::text = any ($7) and (g.tgfoid::regprocedure::text <> 'tickets.' || g.tgname || '()' or g.tgconstraint <> 0)
union all
select g.tgrelid::regclass::text, 'blocks', format('trigger %s has the name of one of this program; give it another name', g.tgname), null, null
from pg_trigger g
join pg_class c on c.oid = g.tgrelid and c.relnamespace = to_regnamespace('tickets')
where g.tgname in ('tg_two_names', 'tg_two_spellings')
order by 1, 3
