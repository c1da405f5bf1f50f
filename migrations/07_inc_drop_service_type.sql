-- A constant within the type; it stays in raw.

alter table tickets.inc drop column if exists service_type;
