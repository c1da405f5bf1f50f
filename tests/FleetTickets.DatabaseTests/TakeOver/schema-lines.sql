-- Every object of the two schemas, a row for each thing that can be said of it; the order of columns says nothing.
with relation as (
  select c.oid, c.oid::regclass::text as object, c.relkind
  from pg_class c
  where c.relnamespace in (to_regnamespace('tickets'), to_regnamespace('reporting')) and c.relkind in ('r', 'v', 'S')
), routine as (
  select p.oid, p.oid::regprocedure::text as object
  from pg_proc p
  where p.pronamespace in (to_regnamespace('tickets'), to_regnamespace('reporting'))
)
select r.object, concat_ws(' ', 'column', a.attname, format_type(a.atttypid, a.atttypmod),
  case when a.attnotnull then 'not null' end,
  case when a.attgenerated = 's' then 'generated' when d.oid is not null then 'default' end,
  regexp_replace(pg_get_expr(d.adbin, d.adrelid), 'crq_daily_snapshot|inc_daily_snapshot', 'daily_snapshot')) as line
from relation r
join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where r.relkind <> 'S'
union all
select r.object, 'constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid) from relation r join pg_constraint k on k.conrelid = r.oid and k.contype <> 'n'
union all
select r.object, pg_get_indexdef(i.indexrelid) from relation r join pg_index i on i.indrelid = r.oid
union all
select r.object, pg_get_triggerdef(g.oid) from relation r join pg_trigger g on g.tgrelid = r.oid where not g.tgisinternal
union all
select r.object, 'view ' || coalesce(c.reloptions::text, '') || pg_get_viewdef(r.oid) from relation r join pg_class c using (oid) where r.relkind = 'v'
union all
select r.object, 'comment ' || coalesce(a.attname || ': ', '') || d.description
from relation r
join pg_description d on d.objoid = r.oid and d.classoid = 'pg_class'::regclass
left join pg_attribute a on a.attrelid = r.oid and a.attnum = d.objsubid and d.objsubid > 0
union all
select r.object, 'grant ' || a.privilege_type || ' to ' || a.grantee::regrole
from relation r
join pg_class c using (oid)
cross join lateral aclexplode(c.relacl) a
where a.grantee <> 0 and a.grantee::regrole::text like 'fleettickets_ingest' or a.grantee <> 0 and a.grantee::regrole::text = 'fleettickets_read'
union all
select f.object, pg_get_functiondef(f.oid) from routine f
union all
select f.object, 'comment ' || d.description from routine f join pg_description d on d.objoid = f.oid and d.classoid = 'pg_proc'::regclass
