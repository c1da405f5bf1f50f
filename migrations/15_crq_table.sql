-- tickets.crq with the columns, trigger and indexes of tickets.inc, taken from there so that the two cannot differ.

create table if not exists tickets.crq (like tickets.inc including all);

-- With nothing but pg_catalog in the path, the catalog spells every other name out in full.
select set_config('search_path', 'pg_catalog', true);

do $$
declare
  column_of_inc record;
begin
  for column_of_inc in
    select a.attname as name,
      format_type(a.atttypid, a.atttypmod) as type,
      pg_get_expr(d.adbin, d.adrelid) as expression
    from pg_attribute a
    join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = 'tickets.inc'::regclass and a.attgenerated = 's'
    order by a.attnum
  loop
    execute format('alter table tickets.crq add column if not exists %I %s generated always as (%s) stored',
      column_of_inc.name, column_of_inc.type, column_of_inc.expression);
  end loop;

  for column_of_inc in
    select attname as name, col_description(attrelid, attnum) as comment
    from pg_attribute
    where attrelid = 'tickets.inc'::regclass and attnum > 0 and not attisdropped
      -- A plain column that somebody has added to inc alone.
      and attname in (select c.attname from pg_attribute c where c.attrelid = 'tickets.crq'::regclass)
  loop
    execute format('comment on column tickets.crq.%I is %L', column_of_inc.name, column_of_inc.comment);
  end loop;
end
$$;

create or replace trigger tg_ticket_geom before insert or update on tickets.crq
for each row execute function tickets.tg_ticket_geom();

create index if not exists crq_geog_idx on tickets.crq using gist (geog) where is_actionable;
