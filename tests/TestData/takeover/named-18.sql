-- The script of the precise trigger under the name that this project gave it.
update tickets.schema_migrations set filename = '18_geom_precise_location.sql' where filename = '18_precise_trigger.sql';
