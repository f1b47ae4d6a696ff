"""A payment is given back, in part or whole: read under a lock, decided in Python, written at once."""

from sqlalchemy import Text, and_, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.payments.parts import (
    AMOUNT,
    MERCHANT,
    PAYMENT,
    PAYMENT_EVENT,
    STATUS,
    TIMELINE_EVENT,
    event,
    payment,
    timeline_data,
)
from db.statement import Statement
from db.tables import CustomerTotal
from db.tables.tenant import table_of
from db.timeline import noting
from domain.timeline import TimelineEventType

total = table_of(CustomerTotal)

_this = and_(payment.c.merchant_id == MERCHANT, payment.c.id == PAYMENT)

# A payment as it is, locked until the transaction ends: refunds at the same time come one by one.
LOCK = Statement(
    select(payment.c.amount_minor, payment.c.refunded_minor, payment.c.currency, payment.c.status)
    .where(_this)
    .with_for_update(key_share=True)
)

_refunded = (
    update(payment)
    .where(_this)
    .values(refunded_minor=payment.c.refunded_minor + AMOUNT, status=STATUS)
    .returning(payment.c.id, payment.c.customer_id, payment.c.currency)
    .cte("refunded")
)
_event = (
    insert(event)
    .from_select(
        [
            event.c.merchant_id,
            event.c.payment_id,
            event.c.id,
            event.c.type,
            event.c.amount_minor,
            event.c.at,
            event.c.message,
        ],
        select(
            MERCHANT,
            _refunded.c.id,
            PAYMENT_EVENT,
            STATUS,
            AMOUNT,
            func.now(),
            bindparam("reason", type_=Text),
        ),
    )
    .cte("event")
)
_totalled = (
    update(total)
    .where(
        total.c.merchant_id == MERCHANT,
        total.c.customer_id == _refunded.c.customer_id,
        total.c.currency == _refunded.c.currency,
    )
    .values(paid_minor=total.c.paid_minor - AMOUNT)
    .cte("totalled")
)
_told = select(
    TIMELINE_EVENT.label("event_id"),
    _refunded.c.customer_id,
    constant(TimelineEventType.PAYMENT.value).label("type"),
    timeline_data(_refunded.c.id).label("data"),
).where(_refunded.c.customer_id.is_not(None))

REFUND = Statement(select(_refunded.c.id).add_cte(_event, _totalled, noting(_told)))
