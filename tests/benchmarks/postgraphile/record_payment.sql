-- What Kontor does when a payment of a known customer is recorded, as one function, so that PostGraphile
-- does the same work: it offers the function as a mutation.
create or replace function bench.record_payment(
    merchant uuid,
    payer_phone text,
    amount bigint,
    currency text,
    reference text,
    idempotency_key text
) returns payment
language plpgsql
as $$
#variable_conflict use_column
declare
    at constant timestamptz not null := now();
    payer uuid;
    recorded payment;
begin
    insert into idempotency (merchant_id, actor, mutation, key, arguments_sha256, created_at)
    values (
        merchant, 'bench', 'paymentRecord', idempotency_key,
        sha256(convert_to(concat_ws('|', payer_phone, amount, currency, reference), 'UTF8')), at
    );
    select identity.customer_id into payer
    from customer_identity as identity
    where identity.merchant_id = merchant and identity.kind = 'PHONE' and identity.value = payer_phone;
    insert into payment (
        merchant_id, id, customer_id, amount_minor, refunded_minor, currency, status, method, reference,
        provider, provider_reference, paid_at, history_at, created_at, customer_resolution
    )
    values (
        merchant, uuidv7(), payer, amount, 0, record_payment.currency, 'SUCCEEDED', 'card', record_payment.reference,
        'bench', idempotency_key, at, at, at, 'MATCHED'
    )
    returning * into recorded;
    insert into payment_event (merchant_id, payment_id, id, type, amount_minor, at)
    values (merchant, recorded.id, uuidv7(), 'SUCCEEDED', amount, at);
    insert into customer_total as total (
        merchant_id, customer_id, currency, payment_count, paid_minor, last_payment_at
    )
    values (merchant, payer, record_payment.currency, 1, amount, at)
    on conflict (merchant_id, customer_id, currency) do update
    set payment_count = total.payment_count + 1,
        paid_minor = total.paid_minor + excluded.paid_minor,
        last_payment_at = greatest(total.last_payment_at, excluded.last_payment_at);
    insert into timeline_event (merchant_id, customer_id, id, type, at, actor, data)
    values (merchant, payer, uuidv7(), 'PAYMENT', at, 'bench', jsonb_build_object('payment', recorded.id));
    return recorded;
end
$$
