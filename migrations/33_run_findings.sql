-- What a run found that a person might want to know, beside its counts.

alter table tickets.import_runs add column if not exists findings jsonb;

comment on column tickets.import_runs.findings is
  'What a person might want to know: an array of {kind, count, text, names}; empty when all is fine, NULL while the run is not closed.';
