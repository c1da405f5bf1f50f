-- Statements that put ours in the place of theirs: $1, names that theirs have and ours have with _v2. Rights, owners and security pass on.
with name as (
  select n as old_name, n || '_v2' as new_name, split_part(n, '.', 2) as bare_name from unnest($1) n
), routine as (
  select p.oid, format('%s.%s', n.nspname, p.proname) as name, p.oid::regprocedure::text as object, p.proowner, p.proacl, p.prosecdef
  from pg_proc p
  join pg_namespace n on n.oid = p.pronamespace
  where n.nspname in ('tickets', 'reporting')
), old_routine as (
  select r.*, regexp_replace(o.object, '_v2[(]', '(') as becomes
  from routine r
  join name on name.old_name = r.name
  join routine o on o.name = name.new_name
), old_view as (
  select c.oid, name.old_name as object, c.relowner, c.relacl, c.reloptions
  from name
  join pg_class c on c.oid = to_regclass(name.old_name)
), step (place, object, statement) as (
  select 1, object, format('drop function %s', object) from old_routine
  union all
  select 1, object, format('drop view %s', object) from old_view
  union all
  select 2, r.object, format('alter function %s rename to %I', r.object, name.bare_name)
  from routine r
  join name on name.new_name = r.name
  union all
  select 2, new_name, format('alter view %s rename to %I', new_name, bare_name) from name where to_regclass(new_name) is not null
  union all
  -- The text of these names a view; all else follows the renaming by itself.
  select distinct 3, r.object, regexp_replace(pg_get_functiondef(r.oid), '\m(' || (select string_agg(bare_name, '|') from name) || ')_v2\M', '\1', 'g')
  from routine r
  join pg_proc p on p.oid = r.oid
  where p.prosrc ~ ('\m(' || (select string_agg(bare_name, '|') from name) || ')_v2\M') and r.name not in (select new_name from name)
  union all
  select 4, becomes, format('alter function %s security definer', becomes) from old_routine where prosecdef
  union all
  select 5, becomes, format('revoke execute on function %s from public', becomes)
  from old_routine o
  where proacl is not null and not exists (select from aclexplode(o.proacl) a where a.grantee = 0)
  union all
  select 6, becomes, format('grant execute on function %s to %s', becomes, case a.grantee when 0 then 'public' else a.grantee::regrole::text end)
  from old_routine o
  cross join lateral aclexplode(o.proacl) a
  union all
  select 7, becomes, format('alter function %s owner to %s', becomes, proowner::regrole) from old_routine
  union all
  select 4, object, format('alter view %s set (security_invoker = %s)', object,
    coalesce((select option_value from pg_options_to_table(reloptions) where option_name = 'security_invoker'), 'false'))
  from old_view
  union all
  select 6, v.object, format('grant %s on %s to %s', a.privilege_type, v.object, case a.grantee when 0 then 'public' else a.grantee::regrole::text end)
  from old_view v
  cross join lateral aclexplode(v.relacl) a
  union all
  select 7, object, format('alter view %s owner to %s', object, relowner::regrole) from old_view
)
select statement from step order by place, object, statement
