-- The same tables with other names and shapes for what nobody outside has seen.
alter table tickets.schema_migrations rename filename to version;
alter table tickets.schema_migrations rename applied_at to executed_at;
alter table tickets.import_meta rename dataset to name;
alter table tickets.import_meta rename metadata to info;
alter table tickets.import_meta rename imported_at to updated_at;
alter table tickets.geo_clusters rename latitude to lat;
alter table tickets.geo_clusters rename longitude to lng;
alter table tickets.closure_events add event_id bigint generated always as identity;
alter table tickets.closure_events rename observed_at to logged_at;
alter table tickets.closure_events rename assigned_team to team;
alter table tickets.inc_daily_snapshot rename captured_at to taken_at;
alter table tickets.inc_daily_snapshot drop created_today;
