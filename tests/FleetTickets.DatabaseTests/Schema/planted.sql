-- Operators and functions in public that fit mixed types better than PostgreSQL's own. Each of them leaves a trace that no rollback takes away,
-- and fails. $names$ are the names of functions that our SQL may call.
create sequence public.planted_calls;
grant usage on sequence public.planted_calls to public;

create temporary table kind (type regtype);
insert into kind values ('int2'), ('int4'), ('int8'), ('numeric'), ('float8'), ('text'), ('varchar'), ('date'), ('timestamp'), ('timestamptz'),
  ('interval'), ('bool'), ('jsonb'), ('text[]');

create temporary table planted as
with candidate (name, operator, arguments, result) as (
  select 'planted_operator', o.name, array[l.type, r.type]::oid[],
    case when o.name in ('=', '<>', '<', '<=', '>', '>=', '~', '!~', '~~', '!~~', '&&') then 'bool' else l.type::text end
  from unnest(array['=', '<>', '<', '<=', '>', '>=', '+', '-', '*', '/', '||', '~', '!~', '~~', '!~~', '&&', '->', '->>']) o (name)
  cross join kind l
  cross join kind r
  where not exists (select from pg_operator p where p.oprname = o.name and p.oprleft = l.type and p.oprright = r.type)
  union all
  -- One argument of another type of its family.
  select p.proname, null, p.proargtypes[0:a.place - 1]::oid[] || k.type::oid || p.proargtypes[a.place + 1:p.pronargs]::oid[], 'text'
  from pg_proc p
  cross join generate_series(0, p.pronargs - 1) a (place)
  join kind k on k.type <> p.proargtypes[a.place]
    and ((select t.typcategory from pg_type t where t.oid = k.type) = (select t.typcategory from pg_type t where t.oid = p.proargtypes[a.place])
      or p.proargtypes[a.place] in ('"any"'::regtype, 'anyelement'::regtype, 'anyarray'::regtype, 'anycompatible'::regtype))
  where p.pronamespace = 'pg_catalog'::regnamespace and p.proname = any ($names$) and p.pronargs <= 4
  union all
  -- Without the arguments that have a default, and with text where nobody says the type of a constant.
  select p.proname, null, array(
    select case when t.typcategory in ('N', 'S', 'D', 'T', 'B', 'A') or t.oid = 'jsonb'::regtype then t.oid else 'text'::regtype end
    from generate_series(0, p.pronargs - p.pronargdefaults - 1 + given) i
    join pg_type t on t.oid = p.proargtypes[i]
    order by i), 'text'
  from pg_proc p
  cross join generate_series(0, p.pronargdefaults) given
  where p.pronamespace = 'pg_catalog'::regnamespace and p.proname = any ($names$) and p.pronargs > 0
  union all
  -- What takes any number of anything.
  select p.proname, null, p.proargtypes[0:p.pronargs - 2]::oid[] || v.arguments, 'text'
  from pg_proc p
  cross join (
    select array[a.type]::oid[] from kind a
    union all
    select array[a.type, b.type]::oid[] from kind a cross join kind b
    union all
    select '{text,text,text,jsonb,text,jsonb}'::regtype[]::oid[]
  ) v (arguments)
  where p.pronamespace = 'pg_catalog'::regnamespace and p.proname = any ($names$) and p.provariadic = '"any"'::regtype
  union all
  select 'st_distance', null, '{geography,geography}'::regtype[]::oid[], 'float8'
  union all
  select 'st_' || edge, null, '{geometry}'::regtype[]::oid[], 'float8' from unnest(array['xmin', 'xmax']) edge
  union all
  select 'st_asmvtgeom', null, '{geometry,geometry,int4,int4}'::regtype[]::oid[], 'public.geometry'
)
select distinct name, operator, arguments, result
from candidate c
where not exists (
  select from pg_proc p
  where p.proname = c.name and p.proargtypes::oid[] = c.arguments and p.pronamespace in ('pg_catalog'::regnamespace, 'public'::regnamespace));

-- What is planted is in force at once, for this too.
set search_path = pg_catalog;

do $do$
declare
  p record;
  arguments text;
begin
  for p in select row_number() over () as number, * from pg_temp.planted loop
    arguments := array_to_string(p.arguments::regtype[], ', ');
    begin
      execute format($function$
        create function public.%1$I(%2$s) returns %3$s language plpgsql as $body$
        begin
          perform pg_catalog.nextval('public.planted_calls'::pg_catalog.regclass);
          raise exception 'planted %%', %4$L::pg_catalog.text;
        end
        $body$
        $function$, case when p.operator is null then p.name else 'planted_' || p.number end, arguments, p.result, coalesce(p.operator, p.name) || ' ' || arguments);
      if p.operator is not null then
        execute format('create operator public.%s (function = public.planted_%s, leftarg = %s, rightarg = %s)',
          p.operator, p.number, p.arguments[1]::regtype, p.arguments[2]::regtype);
      end if;
    exception
      -- Arguments that no function of one's own may have.
      when invalid_function_definition or duplicate_function or feature_not_supported then null;
    end;
  end loop;
end
$do$;

reset search_path;
