"""A request moves from state to state only as far as it may from where it stands when it is asked to."""

from typing import Any

from sqlalchemy import DateTime, Text, any_, bindparam, case, func, or_, select, update

from db.constant import constant
from db.payment_requests.parts import MERCHANT, STATUSES, THESE_REQUESTS, request
from db.statement import Statement
from domain.payment_request import PaymentRequestStatus

TARGET = bindparam("target", type_=Text)
AT = bindparam("at", type_=DateTime(timezone=True))

# What tells when a request first became so; the others are told by who asked for them.
_MOMENTS = {
    PaymentRequestStatus.SENT: request.c.sent_at,
    PaymentRequestStatus.DELIVERED: request.c.delivered_at,
    PaymentRequestStatus.VIEWED: request.c.viewed_at,
    PaymentRequestStatus.PAID: request.c.paid_at,
    PaymentRequestStatus.CANCELED: request.c.canceled_at,
}
# They happen to a message or by a reader, and are true whatever the request has become meanwhile.
_FACTS = (PaymentRequestStatus.SENT, PaymentRequestStatus.DELIVERED, PaymentRequestStatus.VIEWED)


def _moving() -> Statement:
    held = (
        select(request.c.id, request.c.status)
        .where(THESE_REQUESTS)
        .order_by(request.c.id)
        .with_for_update(key_share=True)
        .cte("held")
    )
    may = held.c.status == any_(STATUSES)
    moments = {
        column.name: case((constant(status.value) == TARGET, func.coalesce(column, AT)), else_=column)
        for status, column in _MOMENTS.items()
    }
    is_fact = TARGET.in_([constant(status.value) for status in _FACTS])
    values: dict[str, Any] = {
        "status": case((may, TARGET), else_=request.c.status),
        "changed_at": func.now(),
        **moments,
    }
    moved = (
        update(request)
        .where(request.c.merchant_id == MERCHANT, request.c.id == held.c.id, or_(may, is_fact))
        .values(values)
        .returning(
            request.c.id,
            request.c.customer_id,
            request.c.batch_id,
            held.c.status.label("before"),
            may.label("moved"),
        )
        .cte("moved")
    )
    columns = (moved.c.id, moved.c.customer_id, moved.c.batch_id, moved.c.before)
    return Statement(select(*columns).where(moved.c.moved).order_by(moved.c.id))


# Of the `requests`, those that stood at one of `statuses` and are at `target` now, with where they stood
# `before`. When they were first sent, delivered and viewed is kept of the others, too.
MOVE = _moving()
