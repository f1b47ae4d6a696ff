-- What Kontor derives from customers and payments as they are written, made at once.
-- Statements are parted by empty lines.

insert into customer_identity (merchant_id, kind, value, customer_id)
select merchant_id, 'PHONE', phone_e164, id from customer where phone_e164 is not null
union all
select merchant_id, 'EMAIL', email_normal, id from customer where email_normal is not null
union all
select merchant_id, 'EXTERNAL_REFERENCE', external_reference, id from customer where external_reference is not null

insert into customer_count (merchant_id, group_id, slot, customers)
select merchant_id, coalesce(group_id, '00000000-0000-0000-0000-000000000000'), 0, count(*)
from customer
group by merchant_id, group_id

insert into payment_event (merchant_id, payment_id, id, type, amount_minor, at)
select merchant_id, id, id, status, amount_minor, history_at
from payment

insert into customer_total (merchant_id, customer_id, currency, payment_count, paid_minor, last_payment_at)
select merchant_id, customer_id, currency, count(*), sum(amount_minor - refunded_minor), max(history_at)
from payment
where status in ('SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED')
group by merchant_id, customer_id, currency

insert into timeline_event (merchant_id, customer_id, id, type, at, actor, data)
select merchant_id, id, id, 'CREATED', created_at, 'system', '{}'
from customer
