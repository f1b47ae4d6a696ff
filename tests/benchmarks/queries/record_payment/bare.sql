select json_build_object(
    'payment', json_build_object(
        'id', 'pay_' || recorded.id,
        'amount', json_build_object('amount', (recorded.amount_minor / 100.0)::text, 'currency', recorded.currency),
        'status', recorded.status,
        'customer', json_build_object('id', 'cus_' || customer.id, 'displayName', customer.display_name)),
    'resolution', recorded.customer_resolution)
from bench.record_payment($1::uuid, $2::text, $3::bigint, $4::text, $5::text, $6::text) as recorded
join customer on customer.merchant_id = $1::uuid and customer.id = recorded.customer_id
