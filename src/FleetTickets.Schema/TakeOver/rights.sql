-- What the role that migrates lacks to take the database over. A superuser lacks nothing.
with migrating as (
  select rolname as name, rolsuper or rolbypassrls as sees_all from pg_roles where rolname = current_user and not rolsuper
), place as (
  select n.oid, n.nspname as name from pg_namespace n where n.nspname in ('tickets', 'reporting')
), thing as (
  select c.oid::regclass::text as object, c.relowner as owner
  from pg_class c
  join place p on p.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v') and (p.name, c.relname) in (
    ('tickets', 'inc'), ('tickets', 'crq'), ('tickets', 'inc_open_sla'), ('tickets', 'crq_open_sla'), ('tickets', 'schema_migrations'), ('tickets', 'import_meta'),
    ('tickets', 'geo_clusters'), ('tickets', 'geo_locations'), ('tickets', 'closure_events'), ('tickets', 'inc_daily_snapshot'), ('tickets', 'crq_daily_snapshot'))
  union all
  select p.oid::regprocedure::text, p.proowner
  from pg_proc p
  join place n on n.oid = p.pronamespace
  where format('%s.%s', n.name, p.proname) in (select split_part(s, '(', 1) from unnest($1) s)
)
select place.name as object, 'blocks' as verb, format('%s may not create in it; grant CREATE on the schema, or migrate as its owner or a superuser', (select name from migrating)) as detail,
  null::text as stage, null::text as statement
from place, migrating m
where not has_schema_privilege(m.name, place.oid, 'create')
union all
select s.name, 'blocks', format('the schema is missing, and %s may not create it; create it as somebody who may, or grant CREATE on the database', m.name), null, null
from migrating m, unnest(array['tickets', 'reporting']) s (name)
where to_regnamespace(s.name) is null and not has_database_privilege(m.name, current_database(), 'create')
union all
select t.object, 'blocks', format('it belongs to %s, and %s is no member of that role; migrate as its owner or a superuser', pg_get_userbyid(t.owner), m.name), null, null
from thing t, migrating m
where not pg_has_role(m.name, t.owner, 'usage')
union all
select t.object, 'blocks', format('its owner %s may not create in schema %s, and so could not own what replaces it; grant CREATE on the schema', pg_get_userbyid(t.owner), p.name), null, null
from thing t
join place p on t.object like p.name || '.%'
cross join migrating m
where t.owner <> m.name::regrole and not has_schema_privilege(t.owner, p.oid, 'create') and (t.object like '%(%' or t.object like '%open_sla')
union all
select c.oid::regclass::text, 'blocks', format('its row security also holds for %s, who would not see every row; migrate as a superuser or a role with BYPASSRLS', m.name), null, null
from pg_class c
join place p on p.oid = c.relnamespace
cross join migrating m
where c.relrowsecurity and row_security_active(c.oid) and c.relname not in ('inc', 'crq')
order by 1, 3
