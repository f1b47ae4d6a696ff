select json_build_object(
    'id', 'cus_' || customer.id, 'version', customer.version, 'displayName', customer.display_name,
    'phone', json_build_object('raw', customer.phone_raw, 'e164', customer.phone_e164, 'type', customer.phone_type),
    'email', customer.email,
    'address', json_build_object('line1', customer.address_line1, 'postalCode', customer.address_postal_code,
        'city', customer.address_city, 'country', customer.address_country),
    'group', case when customer_group.id is not null then
        json_build_object('id', 'grp_' || customer_group.id, 'name', customer_group.name) end,
    'payments', json_build_object('nodes', coalesce(paid.nodes, '[]')))
from customer
left join customer_group
    on customer_group.merchant_id = $1::uuid and customer_group.id = customer.group_id
cross join lateral (
    select json_agg(json_build_object(
        'id', 'pay_' || payment.id,
        'amount', json_build_object('amount', (payment.amount_minor / 100.0)::text, 'currency', payment.currency),
        'status', payment.status, 'method', payment.method, 'reference', payment.reference,
        'paidAt', payment.paid_at) order by payment.history_at desc, payment.id desc) as nodes
    from (
        select * from payment
        where merchant_id = $1::uuid and customer_id = customer.id
        order by history_at desc, id desc
        limit 20
    ) as payment
) as paid
where customer.merchant_id = $1::uuid and customer.id = $2::uuid
