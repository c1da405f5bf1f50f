-- What a file did before it failed or was skipped later: tickets may still be as it left them. A file can come back after a reseed, or after
-- another upload of its name, and its row then says what became of it now; --verify and late files need to know of the time before as well.

alter table tickets.import_files
  add column if not exists earlier_epoch integer,
  add column if not exists earlier_run_id bigint,
  add column if not exists earlier_ticket_ids text[];

comment on column tickets.import_files.earlier_epoch is 'Epoch in which the file was applied before it failed or was skipped; NULL when it was not.';
comment on column tickets.import_files.earlier_run_id is 'Run that applied it then.';
comment on column tickets.import_files.earlier_ticket_ids is 'Every ticket with a kept record in the file, as it was applied then.';
