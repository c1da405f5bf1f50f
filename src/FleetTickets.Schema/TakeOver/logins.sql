-- Logins that load tickets today and will lack rights on what is new, for whoever takes over owns that.
select r.rolname::text as object, 'needs' as verb, format('grant fleettickets_ingest to %s, before it runs inc or crq', r.oid::regrole) as detail,
  null::text as stage, null::text as statement
from pg_roles r
join pg_class c on c.oid = to_regclass('tickets.inc')
where r.rolcanlogin and not r.rolsuper and r.rolname <> current_user
  and has_table_privilege(r.oid, c.oid, 'insert') and has_table_privilege(r.oid, c.oid, 'update')
  and not coalesce(pg_has_role(r.oid, to_regrole('fleettickets_ingest'), 'usage'), false)
order by 1
