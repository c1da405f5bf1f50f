-- Who could use the functions and write the tables yesterday can read what ours read besides.
with right_on_tickets as (
  select case a.grantee when 0 then 'public' else a.grantee::regrole::text end as grantee, a.privilege_type
  from pg_class c
  cross join lateral aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
  where c.oid = to_regclass('tickets.inc')
), also as (
  select grantee, 'select' as privilege, 'tickets.import_meta' as object from right_on_tickets where privilege_type = 'SELECT'
  union
  select grantee, case when to_regclass('tickets.crq') is null then lower(privilege_type) else 'select' end, 'tickets.crq'
  from right_on_tickets
  where to_regclass('tickets.crq') is null or privilege_type = 'SELECT'
  union
  -- The trigger places a ticket with the rights of whoever writes it.
  select grantee, 'select', place.name
  from right_on_tickets
  cross join (values ('tickets.geo_clusters'), ('tickets.geo_locations'), ('tickets.name_rules'), ('tickets.compiled_name_rules')) place (name)
  where privilege_type in ('INSERT', 'UPDATE')
  union
  select grantee, privilege, 'tickets.uncaptured_writes'
  from right_on_tickets
  cross join (values ('select'), ('delete')) needed (privilege)
  where privilege_type in ('INSERT', 'UPDATE')
  union
  select case a.grantee when 0 then 'public' else a.grantee::regrole::text end, 'select', 'tickets.crq_daily_snapshot'
  from pg_class c
  cross join lateral aclexplode(c.relacl) a
  where c.oid = to_regclass('tickets.inc_daily_snapshot') and a.privilege_type = 'SELECT'
), new_right as (
  select * from also
  -- Whoever takes over owns what is new.
  where grantee <> quote_ident(current_user) and case
      when to_regclass(object) is null or grantee = 'public' then true
      else not has_table_privilege(grantee::regrole, to_regclass(object), privilege)
    end
)
select object, case when privilege = 'select' then 'adds' end as verb, 'select for ' || grantee as detail, 'after' as stage,
  format('grant %s on %s to %s', privilege, object, grantee) as statement
from new_right
order by 1, 3, 5
