-- Two columns for one thing: whoever writes a row may use either name.
create function tickets.tg_two_names() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  written jsonb := to_jsonb(new);
  before jsonb := case tg_op when 'UPDATE' then to_jsonb(old) else '{}' end;
  equal jsonb := '{}';
  ours text;
  theirs text;
begin
  for i in 0..tg_nargs - 1 by 2 loop
    ours := tg_argv[i];
    theirs := tg_argv[i + 1];
    -- Ours has no default, so on an insert it was given when it is there; on an update the one that changed counts.
    if written ->> ours is null
      or tg_op = 'UPDATE' and written -> theirs is distinct from before -> theirs
    then
      equal := equal || jsonb_build_object(ours, written -> theirs);
    else
      equal := equal || jsonb_build_object(theirs, written -> ours);
    end if;
  end loop;
  return jsonb_populate_record(new, equal);
end
$$;
revoke execute on function tickets.tg_two_names() from public
