-- The paths of the keys of a payload; of a long list the first elements speak for the others. The call comes in the place of $call$, and is made
-- with the search path of a session: every other name is spelt out.
with recursive node (path, value) as (
  select ''::pg_catalog.text, $call$::pg_catalog.jsonb
  union all
  select n.path operator(pg_catalog.||) c.step, c.value
  from node n
  cross join lateral (
    select '.'::pg_catalog.text operator(pg_catalog.||) key as step, value
    from pg_catalog.jsonb_each(case pg_catalog.jsonb_typeof(n.value) when 'object'::pg_catalog.text then n.value else '{}'::pg_catalog.jsonb end)
    union all
    select '[]', value
    from pg_catalog.jsonb_array_elements(
      case pg_catalog.jsonb_typeof(n.value) when 'array'::pg_catalog.text
        then pg_catalog.jsonb_path_query_array(n.value, '$[0 to 49]'::pg_catalog.jsonpath, '{}'::pg_catalog.jsonb, false)
        else '[]'::pg_catalog.jsonb
      end)
  ) c
)
select distinct pg_catalog.ltrim(path, '.'::pg_catalog.text)
from node
where path operator(pg_catalog.<>) ''::pg_catalog.text
order by 1
