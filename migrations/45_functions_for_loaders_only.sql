-- Functions that write, and those that only our functions call, are no business of a reader. Whoever may insert tickets is a loader, under
-- whatever name, and keeps what a loader calls.

do $$
declare
  called text;
  loader text;
begin
  foreach called in array array[
    'tickets.capture_history()', 'tickets.capture_history_at(text, timestamptz)', 'tickets.capture_history_for(text)',
    'tickets.resolve_geoms_of(text, timestamptz)', 'tickets.resolve_ticket_geoms()', 'tickets.resolve_ticket_geoms(timestamptz)'
  ] loop
    execute format('revoke execute on function %s from public', called);
    for loader in
      select distinct case a.grantee when 0 then 'public' else a.grantee::regrole::text end
      from pg_class c
      cross join lateral aclexplode(c.relacl) a
      where c.oid in ('tickets.inc'::regclass, 'tickets.crq'::regclass) and a.privilege_type = 'INSERT' and a.grantee <> c.relowner
    loop
      execute format('grant execute on function %s to %s', called, loader);
    end loop;
  end loop;
end
$$;

revoke execute on function tickets.compiled_rules() from public;
revoke execute on function tickets.name_rule_words(text) from public;
revoke execute on function tickets.rekey_locations() from public;
revoke execute on function tickets.worth_of(tickets.geo_locations) from public;
