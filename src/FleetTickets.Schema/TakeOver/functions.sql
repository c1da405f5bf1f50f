-- Functions of our names that are there. $1: our functions, schema.name(types); $2: the arguments of each with names and defaults; $3: its result.
with ours as (
  select s.signature, split_part(s.signature, '(', 1) as name, (select count(*) from regexp_matches(s.signature, '[,(][^)]', 'g')) as arguments_taken,
    s.arguments, s.result, split_part(s.signature, '(', 1) ~ '^reporting[.](fn_|tickets_mvt)' as is_read
  from unnest($1, $2, $3) s (signature, arguments, result)
), there as (
  select p.oid, format('%s.%s', n.nspname, p.proname) as name, p.oid::regprocedure::text as object, p.proowner, p.proacl, p.prosecdef, p.proconfig, p.prokind, p.pronargs,
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
  where t.prokind = 'f'
), inner_side as (
  select * from same where not is_read and prokind = 'f'
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
  where not (i.is_trigger and i.our_result = 'trigger')
    and not coalesce(r.ev_class::regclass::text in ('tickets.inc_open_sla', 'tickets.crq_open_sla'), false)
    and not exists (
      select from pg_attribute a
      where a.attrelid = v.adrelid and a.attnum = v.adnum and v.adrelid in (to_regclass('tickets.inc'), to_regclass('tickets.crq'))
        and a.attname in ('normalized_status', 'raw_status', 'bucket', 'is_actionable', 'cluster', 'region', 'location_name', 'assigned_team', 'owner',
          'sla_status', 'created_at_service', 'scheduled_at', 'closed_at', 'first_seen_at', 'last_seen_at', 'source_created_at', 'source_updated_at',
          'latitude', 'longitude', 'geog', 'mttr', 'service_type', 'is_alarm', 'is_auto_created', 'is_auto_closed'))
    -- What is dropped before it and made anew, or comes back.
    and not (d.classid = 'pg_proc'::regclass and d.objid in (select oid from read_side where is_parsed))
), kept_rights as (
  select object, proowner, proacl, prosecdef, proconfig from inner_side
  union all
  select object, proowner, proacl, prosecdef, proconfig from read_side where is_alike or is_parsed
), finding (object, place, verb, detail, stage, statement) as (
  select object, 0, 'cannot be read', 'it can be called as a function of this program is, so that a call would mean both', null, null
  from overload
  union all
  select distinct object, 0, 'blocks', user_of_it || ' uses it; drop it, and create it again afterwards', null, null
  from dependent
  union all
  select i.object, 0, 'blocks',
    format('trigger %s of %s calls it, and ours knows tickets only; drop it, or let it call another function', g.tgname, g.tgrelid::regclass), null, null
  from inner_side i
  join pg_trigger g on g.tgfoid = i.oid and g.tgrelid not in (select c.oid from pg_class c where c.oid in (to_regclass('tickets.inc'), to_regclass('tickets.crq')))
  where not g.tgisinternal
  union all
  select s.object, 0, 'blocks', case s.prokind when 'p' then 'it is a procedure' when 'a' then 'it is an aggregate' else 'it is a window function' end
    || ' with the name of a function of this program; give it another name', null, null
  from there s
  where s.prokind <> 'f' and s.name in (select name from ours)
  union all
  select t.object, 0, 'blocks', 'it has a name that this program needs; give it another one', null, null
  from there t
  where t.name = 'tickets.tg_two_names'
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
  where not (is_trigger and our_result = 'trigger')
  union all
  -- Whether it is replaced is decided by its payload.
  select object, 1, case when is_alike then 'alike' else 'other' end, format('(%s) returns %s', arguments, result), null, name
  from read_side
  union all
  select object, 3, null, null, 'readers', format('drop function %s', object)
  from read_side
  where is_parsed
  union all
  select object, 4, case when is_alike then 'unless replaced' end, null, 'after', format('do $take_over$ begin execute %L; end $take_over$', pg_get_functiondef(oid))
  from read_side
  where is_parsed
  union all
  select r.object, 4, case when r.is_alike then 'unless replaced' end, null, 'after', format('comment on function %s is %L', r.object, obj_description(r.oid, 'pg_proc'))
  from read_side r
  where r.is_parsed and obj_description(r.oid, 'pg_proc') is not null
  union all
  select object, 5, null, null, 'after', format('alter function %s security definer', object)
  from kept_rights
  where prosecdef
  union all
  -- Whoever calls a function that has its owner's rights must not say what its names mean.
  select object, 6, null, null, 'after', format(
    $pin$do $do$
begin
  if not exists (select from pg_proc p, unnest(p.proconfig) setting where p.oid = %1$L::regprocedure and setting like 'search_path=%%') then
    alter function %1$s set search_path = pg_catalog, %2$s, pg_temp;
  end if;
end
$do$$pin$, object, (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'postgis'))
  from kept_rights
  where prosecdef
  union all
  select k.object, 6, null, null, 'after',
    format('alter function %s set %I to %L', k.object, split_part(setting, '=', 1), substr(setting, strpos(setting, '=') + 1))
  from kept_rights k
  cross join lateral unnest(k.proconfig) setting
  where setting not like 'search_path=%'
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
    format('grant execute on function %s to %s%s', k.object, case a.grantee when 0 then 'public' else a.grantee::regrole::text end,
      case when a.is_grantable then ' with grant option' else '' end)
  from kept_rights k
  cross join lateral aclexplode(k.proacl) a
  -- What is not for everybody any more does not become so again.
  where a.grantee <> 0 or k.object in (select object from read_side)
  union all
  select object, 8, null, null, 'after', format('alter function %s owner to %s', object, proowner::regrole)
  from kept_rights
  union all
  select t.object, 9, 'leaves', 'the function', null, null
  from there t
  where t.oid not in (select oid from same) and t.oid not in (select oid from read_side) and t.oid not in (select oid from overload)
)
select object, verb, detail, stage, statement from finding order by object, place, detail, statement
