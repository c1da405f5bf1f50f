-- The paths of the keys of a payload; of a long list the first elements speak for the others. The call comes in the place of $call$.
with recursive node (path, value) as (
  select '', $call$::jsonb
  union all
  select n.path || c.step, c.value
  from node n
  cross join lateral (
    select '.' || key as step, value from jsonb_each(case jsonb_typeof(n.value) when 'object' then n.value else '{}' end)
    union all
    select '[]', value from jsonb_array_elements(
      case jsonb_typeof(n.value) when 'array' then jsonb_path_query_array(n.value, '$[0 to 49]') else '[]' end)
  ) c
)
select distinct ltrim(path, '.') from node where path <> '' order by 1
