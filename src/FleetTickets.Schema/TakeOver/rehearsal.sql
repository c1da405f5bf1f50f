-- Every table and view with its file, the rows that this transaction has written, and the strongest lock that it holds.
with held as (
  select distinct on (l.relation) l.relation, strength.mode, strength.place
  from pg_catalog.pg_locks l
  join unnest(array['AccessShareLock', 'RowShareLock', 'RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock',
      'ExclusiveLock', 'AccessExclusiveLock'], array['ACCESS SHARE', 'ROW SHARE', 'ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', 'SHARE',
      'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE']) with ordinality strength (name, mode, place) on strength.name = l.mode
  where l.locktype = 'relation' and l.pid = pg_backend_pid()
  order by l.relation, strength.place desc
)
select coalesce(c.oid, h.relation)::bigint, coalesce(n.nspname || '.' || c.relname, ''), coalesce(pg_relation_filenode(c.oid), 0)::bigint,
  coalesce(written.rows, 0), h.mode, coalesce(h.place, 0)::integer
from held h
-- The lock on what was dropped is held until the end, too.
full join pg_catalog.pg_class c on c.oid = h.relation
left join pg_catalog.pg_namespace n on n.oid = c.relnamespace
cross join lateral (
  select pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid) + pg_stat_get_xact_tuples_deleted(c.oid) as rows
) written
where c.oid is null
  or c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
order by 2
