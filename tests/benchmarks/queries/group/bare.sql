select json_build_object(
    'id', 'grp_' || customer_group.id, 'name', customer_group.name, 'description', customer_group.description,
    'customers', json_build_object('nodes', coalesce(members.nodes, '[]')))
from customer_group
cross join lateral (
    select json_agg(json_build_object(
        'id', 'cus_' || member.id, 'displayName', member.display_name,
        'phone', json_build_object('e164', member.phone_e164, 'type', member.phone_type),
        'email', member.email, 'externalReference', member.external_reference, 'createdAt', member.created_at
    ) order by member.sort_name, member.id) as nodes
    from (
        select * from customer
        where merchant_id = $1::uuid and group_id = customer_group.id
        order by sort_name, id
        limit 100
    ) as member
) as members
where customer_group.merchant_id = $1::uuid and customer_group.id = $2::uuid
