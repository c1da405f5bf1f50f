-- A hash of each record beside it, by which the loader knows an unchanged record before it is sent: neither does the server parse it, nor
-- compare it. It is right whoever edits raw: a change that does not bring a hash of its own takes it away, and without one raw is compared.

create or replace function tickets.tg_content_hash() returns trigger
language plpgsql as $$
begin
  new.content_hash := null;
  return new;
end
$$;
comment on function tickets.tg_content_hash() is 'Takes away the hash of a record that was replaced by another one without a hash of its own.';

do $$
declare
  dataset text;
begin
  foreach dataset in array array['inc', 'crq'] loop
    execute format($content_hash$
      alter table tickets.%1$I add column if not exists content_hash uuid;
      comment on column tickets.%1$I.content_hash is
        'First 128 bits of the SHA-256 of raw as the loader sent it, in PostgreSQL''s type of 128 bits; NULL when somebody else wrote raw.';

      create or replace trigger tg_content_hash before update of raw on tickets.%1$I
      for each row when (new.content_hash is not null and new.content_hash = old.content_hash and new.raw is distinct from old.raw)
      execute function tickets.tg_content_hash();
      $content_hash$, dataset);
  end loop;
end
$$;
