select json_build_object('nodes', json_agg(json_build_object(
    'id', 'cus_' || customer.id, 'displayName', customer.display_name,
    'phone', json_build_object('e164', customer.phone_e164), 'email', customer.email,
    'createdAt', customer.created_at,
    'group', case when customer_group.id is not null then
        json_build_object('id', 'grp_' || customer_group.id, 'name', customer_group.name) end
) order by customer.sort_name, customer.id), 'pageInfo', json_build_object(
    'hasNextPage', count(*) = 50, 'hasPreviousPage', true,
    'startCursor', min(customer.sort_name || customer.id), 'endCursor', max(customer.sort_name || customer.id)))
from (
    select * from customer
    where merchant_id = $1::uuid
      and (sort_name, id) > (select sort_name, id from customer where merchant_id = $1::uuid and id = $2::uuid)
    order by sort_name, id
    limit 50
) as customer
left join customer_group on customer_group.merchant_id = $1::uuid and customer_group.id = customer.group_id
