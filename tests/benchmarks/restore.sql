-- Takes back what the measured writes have changed, so that the next run begins with the same data.
-- Who is in which of the moved groups may stay as it is. Statements are parted by empty lines.

delete from api_key

delete from payment_event
using payment
where payment.merchant_id = payment_event.merchant_id
  and payment.id = payment_event.payment_id
  and payment.provider = 'bench'

delete from payment where provider = 'bench'

delete from timeline_event where type in ('PAYMENT', 'GROUP_CHANGED')

delete from idempotency

delete from customer_count

insert into customer_count (merchant_id, group_id, slot, customers)
select merchant_id, coalesce(group_id, '00000000-0000-0000-0000-000000000000'), 0, count(*)
from customer
group by merchant_id, group_id

create temporary table fresh on commit drop as
select merchant_id, customer_id, currency, count(*) as payment_count,
       sum(amount_minor - refunded_minor) as paid_minor, max(history_at) as last_payment_at
from payment
where status in ('SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED')
group by merchant_id, customer_id, currency

update customer_total
set payment_count = fresh.payment_count, paid_minor = fresh.paid_minor, last_payment_at = fresh.last_payment_at
from fresh
where customer_total.merchant_id = fresh.merchant_id
  and customer_total.customer_id = fresh.customer_id
  and customer_total.currency = fresh.currency
  and customer_total.payment_count <> fresh.payment_count

delete from customer_total
where not exists (
    select from fresh
    where fresh.merchant_id = customer_total.merchant_id
      and fresh.customer_id = customer_total.customer_id
      and fresh.currency = customer_total.currency
)
