-- What the import remembers: its runs, the ledger of files, rejected records.

create table if not exists tickets.import_runs (
  run_id bigint generated always as identity primary key,
  dataset text not null,
  mode text not null,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  outcome text not null default 'running',
  exit_code integer,
  files_found integer not null default 0,
  files_applied integer not null default 0,
  files_late integer not null default 0,
  files_failed integer not null default 0,
  rows_read bigint not null default 0,
  rows_dropped bigint not null default 0,
  rows_rejected bigint not null default 0,
  rows_superseded bigint not null default 0,
  rows_inserted bigint not null default 0,
  rows_updated bigint not null default 0,
  rows_unchanged bigint not null default 0,
  watermark_before text,
  watermark_after text,
  geoms_resolved_at timestamptz,
  program_version text,
  error text
);
create index if not exists import_runs_dataset_idx on tickets.import_runs (dataset, run_id desc);
create index if not exists import_runs_running_idx on tickets.import_runs (dataset) where outcome = 'running';
create index if not exists import_runs_resolved_idx on tickets.import_runs (dataset, geoms_resolved_at);

comment on table tickets.import_runs is 'One row a run that wrote something or looked for work; dry-runs leave none.';
comment on column tickets.import_runs.run_id is 'Number of the run, over all datasets.';
comment on column tickets.import_runs.dataset is 'inc or crq.';
comment on column tickets.import_runs.mode is 'What the run was asked to do.';
comment on column tickets.import_runs.started_at is 'When the run began.';
comment on column tickets.import_runs.finished_at is 'When the run ended; NULL while it runs, or when it was killed.';
comment on column tickets.import_runs.outcome is 'How the run ended; running while it runs, or when it was killed.';
comment on column tickets.import_runs.exit_code is 'Exit code of the program; NULL while it runs.';
comment on column tickets.import_runs.files_found is 'Files waiting when the run began.';
comment on column tickets.import_runs.files_applied is 'Files applied, late ones included.';
comment on column tickets.import_runs.files_late is 'Applied files that were at or older than the watermark.';
comment on column tickets.import_runs.files_failed is 'Files set aside as unreadable.';
comment on column tickets.import_runs.rows_read is 'Records read from the files.';
comment on column tickets.import_runs.rows_dropped is 'Records that cleaning leaves out on purpose: alarms and truncation sentinels.';
comment on column tickets.import_runs.rows_rejected is 'Bad records, kept in import_rejects.';
comment on column tickets.import_runs.rows_superseded is 'Records followed by another of the same ticket in the same file, or spoken about by a newer file.';
comment on column tickets.import_runs.rows_inserted is 'Tickets seen for the first time.';
comment on column tickets.import_runs.rows_updated is 'Tickets whose raw changed.';
comment on column tickets.import_runs.rows_unchanged is 'Tickets whose raw was already that; their rows were not rewritten.';
comment on column tickets.import_runs.watermark_before is 'Object key of the newest applied file when the run began.';
comment on column tickets.import_runs.watermark_after is 'Object key of the newest applied file when the run ended.';
comment on column tickets.import_runs.geoms_resolved_at is 'Up to when gazetteer changes were brought to the tickets; NULL when that was not reached.';
comment on column tickets.import_runs.program_version is 'Version of the program that ran.';
comment on column tickets.import_runs.error is 'What ended the run when it failed, or kept it from capturing the history.';

create table if not exists tickets.import_files (
  dataset text not null,
  key text not null,
  etag text not null,
  size bigint not null,
  file_time timestamptz not null,
  status text not null check (status in ('applied', 'failed', 'skipped', 'local')),
  epoch integer not null,
  late boolean not null default false,
  truncated boolean not null default false,
  rows_read bigint not null default 0,
  rows_dropped bigint not null default 0,
  rows_rejected bigint not null default 0,
  rows_superseded bigint not null default 0,
  rows_inserted bigint not null default 0,
  rows_updated bigint not null default 0,
  rows_unchanged bigint not null default 0,
  run_id bigint,
  applied_at timestamptz,
  archived_at timestamptz,
  archived_as text,
  reason text,
  -- Read only when a late file arrives, to know which of its tickets newer files have spoken about. A compressed
  -- list beside the row costs little; a mark on each unchanged ticket would rewrite that ticket.
  ticket_ids text[],
  primary key (dataset, key, etag)
);
create index if not exists import_files_file_time_idx on tickets.import_files (dataset, file_time);
-- What is still to be moved, or marked as moved: next to nothing, however long the ledger is.
create index if not exists import_files_not_archived_idx on tickets.import_files (dataset) where archived_at is null;

comment on table tickets.import_files is 'The ledger: one row a dataset, object key and ETag. It decides which file is applied.';
comment on column tickets.import_files.dataset is 'inc or crq.';
comment on column tickets.import_files.key is 'Object key under changes/.';
comment on column tickets.import_files.etag is 'ETag of the object that was read; another one makes it another file.';
comment on column tickets.import_files.size is 'Bytes.';
comment on column tickets.import_files.file_time is 'Time in the file''s name.';
comment on column tickets.import_files.status is 'applied, failed (set aside), skipped (by an operator) or local (a file given on the command line).';
comment on column tickets.import_files.epoch is 'Count of reseeds before this row; rows of earlier epochs no longer count.';
comment on column tickets.import_files.late is 'At or older than the watermark when it was applied.';
comment on column tickets.import_files.truncated is 'The export said that it stopped early.';
comment on column tickets.import_files.rows_read is 'Records in the file.';
comment on column tickets.import_files.rows_dropped is 'Records that cleaning leaves out on purpose: alarms and truncation sentinels.';
comment on column tickets.import_files.rows_rejected is 'Bad records, kept in import_rejects.';
comment on column tickets.import_files.rows_superseded is 'Records followed by another of the same ticket in the same file, or spoken about by a newer file.';
comment on column tickets.import_files.rows_inserted is 'Tickets seen for the first time.';
comment on column tickets.import_files.rows_updated is 'Tickets whose raw changed.';
comment on column tickets.import_files.rows_unchanged is 'Tickets whose raw was already that; their rows were not rewritten.';
comment on column tickets.import_files.run_id is 'Run that wrote this row.';
comment on column tickets.import_files.applied_at is 'When the file was applied.';
comment on column tickets.import_files.archived_at is 'When the object was moved out of changes/; NULL: not yet.';
comment on column tickets.import_files.archived_as is 'Object key that it was moved to.';
comment on column tickets.import_files.reason is 'Why the file failed or was skipped.';
comment on column tickets.import_files.ticket_ids is 'Every ticket with a kept record in the file.';

create table if not exists tickets.import_rejects (
  reject_id bigint generated always as identity primary key,
  dataset text not null,
  key text not null,
  etag text not null,
  line bigint,
  reason text not null,
  text text,
  length bigint,
  sha256 text,
  rejected_at timestamptz not null default now(),
  run_id bigint
);
create index if not exists import_rejects_file_idx on tickets.import_rejects (dataset, key);
create index if not exists import_rejects_rejected_at_idx on tickets.import_rejects (rejected_at);

comment on table tickets.import_rejects is 'Records that could not be loaded, as they were delivered.';
comment on column tickets.import_rejects.reject_id is 'Number of the reject.';
comment on column tickets.import_rejects.dataset is 'inc or crq.';
comment on column tickets.import_rejects.key is 'Object key of the file.';
comment on column tickets.import_rejects.etag is 'ETag of the file.';
comment on column tickets.import_rejects.line is 'Line that the record begins on; the header is line 1.';
comment on column tickets.import_rejects.reason is 'What is wrong with it.';
comment on column tickets.import_rejects.text is 'The record, up to 64 KiB of it.';
comment on column tickets.import_rejects.length is 'Bytes of the whole record.';
comment on column tickets.import_rejects.sha256 is 'SHA-256 of the whole record, hexadecimal.';
comment on column tickets.import_rejects.rejected_at is 'When it was rejected.';
comment on column tickets.import_rejects.run_id is 'Run that read it.';
