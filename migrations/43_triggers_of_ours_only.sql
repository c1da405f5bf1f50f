-- Nobody but the owner puts a trigger function of ours on a table: tg_note_write() writes with its owner's rights.

create or replace function tickets.tg_note_write() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_table_schema <> 'tickets' then
    raise exception 'tickets.tg_note_write() is for the tables of tickets, not for %.%', tg_table_schema, tg_table_name
      using errcode = 'insufficient_privilege';
  end if;
  insert into tickets.uncaptured_writes (dataset, transaction_id, began)
  values (tg_table_name, pg_current_xact_id(), now())
  on conflict do nothing;
  return null;
end
$$;
comment on function tickets.tg_note_write() is 'Leaves a note in tickets.uncaptured_writes that this transaction wrote tickets.';

revoke execute on function tickets.tg_content_hash() from public;
revoke execute on function tickets.tg_gazetteer_changed() from public;
revoke execute on function tickets.tg_gazetteers() from public;
revoke execute on function tickets.tg_ingested_at() from public;
revoke execute on function tickets.tg_name_rules_changed() from public;
revoke execute on function tickets.tg_note_write() from public;
revoke execute on function tickets.tg_ticket_geom() from public;
