select json_build_object('nodes', json_agg(node order by sort_name, id), 'pageInfo', json_build_object(
    'hasNextPage', count(*) = $2::int, 'endCursor', max(sort_name || id)))
from (
    select customer.sort_name, customer.id, json_build_object(
        'id', 'cus_' || customer.id, 'displayName', customer.display_name,
        'phone', json_build_object('e164', customer.phone_e164, 'type', customer.phone_type),
        'email', customer.email,
        'group', case when customer_group.id is not null then
            json_build_object('id', 'grp_' || customer_group.id, 'name', customer_group.name) end,
        'payments', json_build_object('nodes', coalesce(paid.nodes, '[]'))
    ) as node
    from (
        select * from customer where merchant_id = $1::uuid order by merchant_id, sort_name, id limit $2::int
    ) as customer
    left join customer_group
        on customer_group.merchant_id = $1::uuid and customer_group.id = customer.group_id
    cross join lateral (
        select json_agg(json_build_object(
            'id', 'pay_' || payment.id,
            'amount', json_build_object('amount', (payment.amount_minor / 100.0)::text, 'currency', payment.currency),
            'paidAt', payment.paid_at) order by payment.history_at desc, payment.id desc) as nodes
        from (
            select * from payment
            where merchant_id = $1::uuid and customer_id = customer.id
            order by history_at desc, id desc
            limit 5
        ) as payment
    ) as paid
) as page
