-- Distances are asked of geog; a GiST index on geom alone is only a cost to every write.

do $$
declare
  unused regclass;
begin
  for unused in
    select i.indexrelid
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    join pg_am m on m.oid = c.relam and m.amname = 'gist'
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] and a.attname = 'geom'
    where i.indrelid in ('tickets.inc'::regclass, 'tickets.crq'::regclass) and i.indnatts = 1
  loop
    execute format('drop index %s', unused);
  end loop;
end
$$;
