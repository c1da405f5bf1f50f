-- Views of our names that are there. $1: names of our views, $2: of our read functions. Ours comes in the place of one whose columns ours has too; otherwise it gets a name of its own.
with ours (name, type) as (
  values ('ticket_id', 'text'), ('cluster', 'text'), ('region', 'text'), ('location_name', 'text'), ('assigned_team', 'text'), ('owner', 'text'),
    ('normalized_status', 'text'), ('created_at_service', 'timestamp with time zone'), ('first_seen_at', 'timestamp with time zone'),
    ('sla_clock_start', 'timestamp with time zone'), ('sla_clock_source', 'text'), ('hours_open', 'numeric'),
    ('sla_due_at', 'timestamp with time zone'), ('sla_state', 'text'), ('geo_source', 'text'), ('geom', 'geometry(Point,4326)'),
    ('geog', 'geography(Point,4326)'), ('latitude', 'double precision'), ('longitude', 'double precision')
), there as (
  select c.oid, c.oid::regclass::text as object, c.relkind, c.relowner, c.relacl, c.reloptions, v.name as our_name,
    (select string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum)
     from pg_attribute a where a.attrelid = c.oid and a.attnum > 0) as columns,
    (select string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum)
     from pg_attribute a
     where a.attrelid = c.oid and a.attnum > 0
       and not exists (
         select from ours o
         where o.name = a.attname and o.type = regexp_replace(format_type(a.atttypid, a.atttypmod), '^.*[.](geo)', '\1'))) as not_ours
  from unnest($1) v (name)
  join pg_class c on c.oid = to_regclass(v.name)
), sla as (
  select *, not_ours is null as replaced from there where object in ('tickets.inc_open_sla', 'tickets.crq_open_sla') and relkind = 'v'
), dependent as (
  select s.object, coalesce(
      (select case c.relkind when 'm' then 'materialized view ' else 'view ' end || c.oid::regclass from pg_class c where c.oid = r.ev_class),
      pg_describe_object(d.classid, d.objid, d.objsubid)) as user_of_it
  from sla s
  join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = s.oid
  left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
  where d.deptype = 'n' and r.ev_class is distinct from s.oid
    and not (d.classid = 'pg_proc'::regclass and exists (
      select from pg_proc p where p.oid = d.objid and p.prosqlbody is not null and format('%s.%s', p.pronamespace::regnamespace, p.proname) = any ($2)))
    and not coalesce(r.ev_class::regclass::text = any ($1), false)
  union
  select s.object, pg_describe_object(d.classid, d.objid, d.objsubid)
  from sla s
  join pg_type t on t.typrelid = s.oid
  join pg_depend d on d.refclassid = 'pg_type'::regclass and d.refobjid in (t.oid, t.typarray) and d.deptype = 'n'
), finding (object, place, verb, detail, stage, statement) as (
  select object, 0, 'blocks', 'it has the name of a view of this program, and another shape; give it another name', null, null
  from there
  where object not in (select object from sla)
  union all
  select distinct object, 0, 'blocks', user_of_it || ' uses it; drop it, and create it again afterwards', null, null
  from dependent
  union all
  select object, 1, 'is there', columns, null, null
  from sla
  union all
  select object, 2, 'changes', 'becomes ours, which has all its columns; grants, owner and security stay', null, null
  from sla
  where replaced
  union all
  select object, 2, 'leaves', 'security_invoker off: who may read the view needs no right on the table', null, null
  from sla
  where replaced and not coalesce((select option_value::boolean from pg_options_to_table(reloptions) where option_name = 'security_invoker'), false)
  union all
  select object, 2, 'leaves', format('the view, for ours has no %s; ours is %s_v2', not_ours, object), null, null
  from sla
  where not replaced
  union all
  -- Migration 23 makes the second out of the first: they keep together.
  select twin.name, 3, 'keeps name', null, null, twin.name
  from (values ('tickets.inc_open_sla'), ('tickets.crq_open_sla')) twin (name)
  where exists (select from sla where not replaced)
  union all
  select 'tickets.crq_open_sla', 2, 'leaves', 'the name, as that of its twin: ours is tickets.crq_open_sla_v2', null, null
  where exists (select from sla where not replaced) and not exists (select from sla where object = 'tickets.crq_open_sla')
  union all
  select object, 3, null, null, 'views', format('drop view %s', object)
  from sla
  union all
  select object, 4, null, null, 'after',
    format('create view %s%s as %s', object, ' with (' || array_to_string(reloptions, ', ') || ')', pg_get_viewdef(oid))
  from sla
  where not replaced and reloptions is not null
  union all
  select object, 4, null, null, 'after', format('create view %s as %s', object, pg_get_viewdef(oid))
  from sla
  where not replaced and reloptions is null
  union all
  select object, 5, null, null, 'after',
    format('alter view %s set (security_invoker = %s)', object, coalesce((select option_value from pg_options_to_table(reloptions) where option_name = 'security_invoker'), 'false'))
  from sla
  where replaced
  union all
  select s.object, 6, null, null, 'after',
    format('grant %s on %s to %s%s', a.privilege_type, s.object, case a.grantee when 0 then 'public' else a.grantee::regrole::text end,
      case when a.is_grantable then ' with grant option' else '' end)
  from sla s
  cross join lateral aclexplode(s.relacl) a
  union all
  select s.object, 6, null, null, 'after',
    format('grant %s (%I) on %s to %s%s', a.privilege_type, c.attname, s.object, case a.grantee when 0 then 'public' else a.grantee::regrole::text end,
      case when a.is_grantable then ' with grant option' else '' end)
  from sla s
  join pg_attribute c on c.attrelid = s.oid and c.attnum > 0
  cross join lateral aclexplode(c.attacl) a
  union all
  select s.object, 5, null, null, 'after', format('comment on view %s is %L', s.object, obj_description(s.oid, 'pg_class'))
  from sla s
  where not replaced and obj_description(s.oid, 'pg_class') is not null
  union all
  select s.object, 5, null, null, 'after', format('comment on column %s.%I is %L', s.object, c.attname, col_description(s.oid, c.attnum))
  from sla s
  join pg_attribute c on c.attrelid = s.oid and c.attnum > 0 and col_description(s.oid, c.attnum) is not null
  where not replaced
  union all
  select s.object, 5, null, null, 'after', format('alter view %s alter column %I set default %s', s.object, c.attname, pg_get_expr(d.adbin, d.adrelid))
  from sla s
  join pg_attribute c on c.attrelid = s.oid and c.attnum > 0
  join pg_attrdef d on d.adrelid = c.attrelid and d.adnum = c.attnum
  where not replaced
  union all
  select s.object, 5, 'leaves', 'trigger ' || g.tgname, 'after', pg_get_triggerdef(g.oid)
  from sla s
  join pg_trigger g on g.tgrelid = s.oid and not g.tgisinternal
  union all
  select s.object, 5, 'leaves', 'rule ' || r.rulename, 'after', rtrim(pg_get_ruledef(r.oid), ';')
  from sla s
  join pg_rewrite r on r.ev_class = s.oid and r.rulename <> '_RETURN'
  union all
  select object, 7, null, null, 'after', format('alter view %s owner to %s', object, relowner::regrole)
  from sla
)
select object, verb, detail, stage, statement from finding order by object, place, detail, statement
