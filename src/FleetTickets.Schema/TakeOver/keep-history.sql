-- The next capture looks at every ticket once: what the other program loaded last, it may not have captured.
insert into tickets.uncaptured_writes (dataset, transaction_id, began)
select dataset, transaction_id, began
from (
  select 'inc' as dataset, min(ingested_at) as first, max(ingested_at) as last from tickets.inc
  union all
  select 'crq', min(ingested_at), max(ingested_at) from tickets.crq
) written
cross join lateral (values ('1'::xid8, first), ('2'::xid8, last)) bounds (transaction_id, began)
where began is not null
on conflict do nothing
