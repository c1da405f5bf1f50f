-- Functions of our names that are there. $1: our functions, schema.name(types); $2: the arguments of each with names and defaults; $3: its result.
with ours as (
  select s.signature, split_part(s.signature, '(', 1) as name, (select count(*) from regexp_matches(s.signature, '[,(][^)]', 'g')) as arguments_taken,
    s.arguments, s.result, split_part(s.signature, '(', 1) ~ '^reporting[.](fn_|tickets_mvt)' as is_read
  from unnest($1, $2, $3) s (signature, arguments, result)
), there as (
  select p.oid, format('%s.%s', n.nspname, p.proname) as name, p.oid::regprocedure::text as object, p.proowner, p.proacl, p.prosecdef, p.prokind, p.pronargs,
    p.pronargdefaults, p.prosqlbody is not null as is_parsed, p.prorettype = 'trigger'::regtype as is_trigger,
    regexp_replace(lower(pg_get_function_arguments(p.oid)), '::[a-z ]+', '', 'g') as arguments, pg_get_function_result(p.oid) as result
  from pg_proc p
  join pg_namespace n on n.oid = p.pronamespace
  where n.nspname in ('tickets', 'reporting')
), same as (
  select t.*, o.is_read, o.arguments as our_arguments, o.result as our_result, o.signature
  from there t
  join ours o on to_regprocedure(o.signature) = t.oid
), read_side as (
  select distinct on (t.oid) t.*, s.signature is not null and s.our_arguments = t.arguments and s.our_result = t.result
      and 1 = (select count(*) from there x where x.name = t.name) as is_alike
  from there t
  join ours o on o.name = t.name and o.is_read
  left join same s on s.oid = t.oid
), inner_side as (
  select * from same where not is_read
), overload as (
  select t.* from there t
  where t.name in (select name from ours where not is_read) and t.oid not in (select oid from same)
    and exists (select from ours o where o.name = t.name and o.arguments_taken between t.pronargs - t.pronargdefaults and t.pronargs) and t.pronargdefaults > 0
), dependent as (
  select i.object, coalesce(
      (select case c.relkind when 'm' then 'materialized view ' else 'view ' end || c.oid::regclass from pg_class c where c.oid = r.ev_class),
      pg_describe_object(d.classid, d.objid, d.objsubid)) as user_of_it
  from inner_side i
  join pg_depend d on d.refclassid = 'pg_proc'::regclass and d.refobjid = i.oid and d.deptype = 'n'
  left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
  left join pg_attrdef v on d.classid = 'pg_attrdef'::regclass and v.oid = d.objid
  where not i.is_trigger
    and not coalesce(r.ev_class::regclass::text in ('tickets.inc_open_sla', 'tickets.crq_open_sla'), false)
    and not coalesce(v.adrelid::regclass::text in ('tickets.inc', 'tickets.crq'), false)
    and not (d.classid = 'pg_proc'::regclass and (select pronamespace from pg_proc p where p.oid = d.objid) = to_regnamespace('reporting'))
), kept_rights as (
  select object, proowner, proacl, prosecdef from inner_side
  union all
  select object, proowner, proacl, prosecdef from read_side where is_alike or is_parsed
), finding (object, place, verb, detail, stage, statement) as (
  select object, 0, 'cannot be read', 'it can be called as a function of this program is, so that a call would mean both', null, null
  from overload
  union all
  select distinct object, 0, 'blocks', user_of_it || ' uses it; drop it, and create it again afterwards', null, null
  from dependent
  union all
  select t.object, 0, 'blocks', 'ours would get this name; give it another one', null, null
  from there t
  join read_side r on t.name = r.name || '_v2'
  union all
  select object, 1, 'changes', format('becomes ours (%s returned %s); grants, owner and security stay', case when is_trigger then 'a trigger''s, it' else 'it' end, result), null, null
  from inner_side
  union all
  select object, 2, null, null, 'functions', format('drop function %s', object)
  from inner_side
  where not is_trigger
  union all
  -- Whether it is replaced is decided by its payload.
  select object, 1, case when is_alike then 'alike' else 'other' end, format('(%s) returns %s', arguments, result), null, name
  from read_side
  union all
  select object, 3, null, null, 'views', format('drop function %s', object)
  from read_side
  where is_parsed
  union all
  select object, 4, case when is_alike then 'unless replaced' end, null, 'after', pg_get_functiondef(oid)
  from read_side
  where is_parsed
  union all
  select object, 5, null, null, 'after', format('alter function %s security definer', object)
  from kept_rights
  where prosecdef
  union all
  select object, 5, 'leaves', 'SECURITY DEFINER', null, null
  from kept_rights
  where prosecdef
  union all
  select k.object, 6, null, null, 'after', format('revoke execute on function %s from public', k.object)
  from kept_rights k
  where k.proacl is not null and not exists (select from aclexplode(k.proacl) a where a.grantee = 0)
  union all
  select k.object, 7, null, null, 'after',
    format('grant execute on function %s to %s', k.object, case a.grantee when 0 then 'public' else a.grantee::regrole::text end)
  from kept_rights k
  cross join lateral aclexplode(k.proacl) a
  union all
  select object, 8, null, null, 'after', format('alter function %s owner to %s', object, proowner::regrole)
  from kept_rights
  union all
  select t.object, 9, 'leaves', 'the function', null, null
  from there t
  where t.oid not in (select oid from same) and t.oid not in (select oid from read_side) and t.oid not in (select oid from overload)
)
select object, verb, detail, stage, statement from finding order by object, place, detail, statement
