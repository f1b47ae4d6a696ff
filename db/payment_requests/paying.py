"""Payments name the request that they were made for; what they come to, and what is left to pay."""

from sqlalchemy import BigInteger, ColumnElement, Uuid, bindparam, case, cast, func, or_, select, update

from db.constant import constant
from db.payment_requests.parts import MERCHANT, REQUEST, THIS_REQUEST, request
from db.statement import Statement
from db.tables import Payment
from db.tables.tenant import table_of
from domain.payment import KEPT

payment = table_of(Payment)

PAYMENT = bindparam("payment", type_=Uuid)

_is_kept = payment.c.status.in_([constant(status.value) for status in sorted(KEPT)])
_of_request = (
    payment.c.merchant_id == request.c.merchant_id,
    payment.c.request_id == request.c.id,
    payment.c.currency == request.c.currency,
)
_left_of_it = payment.c.amount_minor - payment.c.refunded_minor
_nothing = constant(0, BigInteger)


def amount_paid() -> ColumnElement[int]:
    """Return what is here of the payments of a request, in minor units of its currency."""
    added = select(cast(func.coalesce(func.sum(_left_of_it), _nothing), BigInteger))
    return added.where(*_of_request, _is_kept).correlate(request).scalar_subquery()


def amount_due() -> ColumnElement[int]:
    """Return what is left to pay of a request that is not paid."""
    return func.greatest(request.c.amount_minor - amount_paid(), _nothing, type_=BigInteger)


AMOUNT_DUE = Statement(select(amount_due()).where(THIS_REQUEST))

# The first request that a payment was made for is the one it stays with.
ATTACH = Statement(
    update(payment)
    .where(payment.c.merchant_id == MERCHANT, payment.c.id == PAYMENT, payment.c.request_id.is_(None))
    .values(request_id=REQUEST)
)

# The payment that is shown with its request.
KEEP_PAYMENT = Statement(
    update(request).where(THIS_REQUEST).values(payment_id=PAYMENT, changed_at=func.now())
)

_arrived = payment.c.id == PAYMENT
_counted = case((_arrived, payment.c.amount_minor), else_=_left_of_it)

# Whether a payment that has arrived covers its request, together with what is here of the others. Of itself
# all counts: a refund that is told of first is one of a request that was paid.
IS_COVERED = Statement(
    select(
        select(cast(func.coalesce(func.sum(_counted), _nothing), BigInteger))
        .where(*_of_request, or_(_arrived, _is_kept))
        .correlate(request)
        .scalar_subquery()
        >= request.c.amount_minor
    ).where(THIS_REQUEST)
)
