"""Which requests remain whatever becomes of their customers, and how the others go with them.

Whoever was asked for money must be known for as long as the books are. A draft, or what went out to nobody
before it was called off, has asked nobody.
"""

from sqlalchemy import (
    CTE,
    ColumnElement,
    ColumnExpressionArgument,
    FromClause,
    and_,
    delete,
    exists,
    or_,
    select,
)

from db.constant import constant
from db.payment_requests.parts import MERCHANT, delivery, link, request
from domain.payment_request import CALLED_OFF, NEVER_ASKED, PaymentRequestStatus


def _one_of(statuses: frozenset[PaymentRequestStatus]) -> ColumnElement[bool]:
    return request.c.status.in_([constant(status.value) for status in sorted(statuses)])


def has_asked() -> ColumnElement[bool]:
    """Tell of a request whether it has asked somebody for money, or may have."""
    tried = exists(
        select(delivery.c.id)
        .where(
            delivery.c.merchant_id == request.c.merchant_id,
            delivery.c.request_id == request.c.id,
            delivery.c.attempt > constant(0),
        )
        .correlate(request)
    )
    # Its link may have been passed on by hand.
    is_known = or_(request.c.viewed_at.is_not(None), tried)
    # Such a payment names the request, whatever has become of that.
    is_paid_for = request.c.payment_id.is_not(None)
    return or_(is_paid_for, and_(~_one_of(NEVER_ASKED), or_(~_one_of(CALLED_OFF), is_known)))


def has_been_asked(*of: ColumnExpressionArgument[bool]) -> ColumnElement[bool]:
    """Tell whether any request for which `of` holds, in the same merchant, has asked somebody."""
    return exists(select(request.c.id).where(request.c.merchant_id == MERCHANT, has_asked(), *of))


def forgetting(deleted: FromClause) -> tuple[CTE, CTE]:
    """Return the statement parts that delete requests, with their links, of customers (id) being deleted.

    All of them: whoever deletes customers asks first.
    """
    forgotten = (
        delete(request)
        .where(request.c.merchant_id == MERCHANT, request.c.customer_id == deleted.c.id)
        .returning(request.c.id)
        .cte("forgotten_requests")
    )
    unlinked = (
        delete(link)
        .where(link.c.merchant_id == MERCHANT, link.c.request_id == forgotten.c.id)
        .cte("forgotten_links")
    )
    return forgotten, unlinked
