with before as (
    select id, group_id from customer where merchant_id = $1::uuid and id = $2::uuid for update
), moved as (
    update customer
    set group_id = $3::uuid, version = version + 1, updated_at = now()
    from before
    where customer.merchant_id = $1::uuid and customer.id = before.id
      and before.group_id is distinct from $3::uuid
    returning customer.*
), counted as (
    insert into customer_count as existing (merchant_id, group_id, slot, customers)
    select $1::uuid, changed.group_id, pg_backend_pid() % 16, changed.customers
    from moved
    cross join before
    cross join lateral (
        values (coalesce(before.group_id, '00000000-0000-0000-0000-000000000000'), -1), ($3::uuid, 1)
    ) as changed (group_id, customers)
    order by changed.group_id
    on conflict (merchant_id, group_id, slot) do update set customers = existing.customers + excluded.customers
), noted as (
    insert into timeline_event (merchant_id, customer_id, id, type, at, actor, data)
    select $1::uuid, moved.id, uuidv7(), 'GROUP_CHANGED', now(), 'bench',
           jsonb_build_object('from', before.group_id, 'to', $3::uuid)
    from moved
    cross join before
)
select json_build_object('customer', json_build_object(
    'id', 'cus_' || customer.id, 'version', customer.version, 'displayName', customer.display_name,
    'group', json_build_object('id', 'grp_' || customer_group.id, 'name', customer_group.name)))
from (
    select * from moved
    union all  -- who was there already is answered as well
    select * from customer where merchant_id = $1::uuid and id = $2::uuid and not exists (select from moved)
) as customer
join customer_group on customer_group.merchant_id = $1::uuid and customer_group.id = $3::uuid
