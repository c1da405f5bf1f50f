-- The indexes on geom that no query uses are gone.
drop index tickets.inc_geom_gist, tickets.crq_geom_gist;
insert into tickets.schema_migrations (filename) values ('17_drop_unused_geo_indexes.sql');
