"""A payment that is known goes on: what its provider tells is written, with event, totals and timeline."""

from sqlalchemy import (
    CTE,
    BigInteger,
    Boolean,
    ColumnElement,
    DateTime,
    Select,
    Text,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.payments.parts import (
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
from db.timeline import noting
from db.totals import summing
from domain.timeline import TimelineEventType

ARRIVES = bindparam("arrives", type_=Boolean)  # whether the money arrives by it
IS_LOST = bindparam("is_lost", type_=Boolean)  # whether what is left of it is taken back
AT = bindparam("at", type_=DateTime(timezone=True))

# A payment as it stands, locked until the transaction ends.
_held = (
    select(
        payment.c.id,
        payment.c.amount_minor,
        payment.c.refunded_minor,
        payment.c.currency,
        payment.c.status,
        payment.c.request_id,
    )
    .where(payment.c.merchant_id == MERCHANT)
    .with_for_update(key_share=True)
)
# The one that is named, and the one that has this reference of its provider.
HOLD = Statement(_held.where(payment.c.id == PAYMENT))
_by_reference = (
    payment.c.provider == bindparam("provider", type_=Text),
    payment.c.provider_reference == bindparam("provider_reference", type_=Text),
)
FIND = Statement(_held.where(*_by_reference))
# Not held: requests are, before their payments.
REQUEST_OF = Statement(select(payment.c.request_id).where(payment.c.merchant_id == MERCHANT, *_by_reference))


def _advanced() -> CTE:
    paid_at = func.coalesce(AT, func.now())
    return (
        update(payment)
        .where(payment.c.merchant_id == MERCHANT, payment.c.id == PAYMENT)
        .values(
            status=STATUS,
            paid_at=case((ARRIVES, paid_at), else_=payment.c.paid_at),
            history_at=case((ARRIVES, paid_at), else_=payment.c.history_at),
        )
        .returning(
            payment.c.id,
            payment.c.customer_id,
            payment.c.currency,
            payment.c.amount_minor,
            payment.c.refunded_minor,
            payment.c.history_at,
        )
        .cte("advanced")
    )


def _moved(advanced: CTE) -> ColumnElement[int]:
    """What it is about: of a payment that is charged back, what had not been given back before."""
    rest = advanced.c.amount_minor - advanced.c.refunded_minor
    return case((IS_LOST, rest), else_=advanced.c.amount_minor)


def _event(advanced: CTE) -> CTE:
    written = {
        event.c.merchant_id: MERCHANT,
        event.c.payment_id: advanced.c.id,
        event.c.id: PAYMENT_EVENT,
        event.c.type: STATUS,
        event.c.amount_minor: _moved(advanced),
        event.c.at: func.coalesce(AT, func.now()),
        event.c.message: bindparam("reason", type_=Text),
    }
    return (
        insert(event).from_select(list(written), select(*written.values()).select_from(advanced)).cte("event")
    )


def _summed(advanced: CTE) -> Select[tuple[object, ...]]:
    sign = case((IS_LOST, constant(-1, BigInteger)), else_=constant(1, BigInteger))
    return select(
        advanced.c.customer_id,
        advanced.c.currency,
        sign.label("payment_count"),
        (sign * _moved(advanced)).label("paid_minor"),
        advanced.c.history_at,
    ).where(and_(advanced.c.customer_id.is_not(None), or_(ARRIVES, IS_LOST)))


def _advancing() -> Statement:
    advanced = _advanced()
    told = select(
        TIMELINE_EVENT.label("event_id"),
        advanced.c.customer_id,
        constant(TimelineEventType.PAYMENT.value).label("type"),
        timeline_data(advanced.c.id).label("data"),
    ).where(advanced.c.customer_id.is_not(None))
    return Statement(
        select(advanced.c.id).add_cte(_event(advanced), summing(_summed(advanced)), noting(told))
    )


ADVANCE = _advancing()
