"""The requests of a batch, some at a time: drafted, compared with what they came from, queued, called off."""

from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Uuid,
    and_,
    bindparam,
    column,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from db.constant import constant
from db.payment_requests.batches import BATCH
from db.payment_requests.parts import MERCHANT, THESE_REQUESTS, delivery, link, request
from db.payment_requests.recipient import recipient_columns
from db.payment_requests.selected import state_of
from db.payment_requests.skipped import skipped_events
from db.plan.row import Row
from db.rows import given_rows
from db.statement import Statement
from db.tables import Customer
from db.tables.tenant import table_of
from db.timeline import noting
from domain.delivery import DeliveryStatus
from domain.payment_request import PaymentRequestStatus

customer = table_of(Customer)

# Before all ids.
BEGINNING = UUID(int=0)
AFTER = bindparam("after", type_=Uuid)
SIZE = bindparam("size", type_=Integer)

OF_BATCH = and_(request.c.merchant_id == MERCHANT, request.c.batch_id == BATCH)


def _is(status: PaymentRequestStatus) -> ColumnElement[bool]:
    return request.c.status == constant(status.value)


def _among(*statuses: PaymentRequestStatus) -> ColumnElement[bool]:
    return request.c.status.in_([constant(status.value) for status in statuses])


_S = PaymentRequestStatus
_NOT_OUT = _among(_S.DRAFT, _S.SCHEDULED, _S.QUEUED)
_next = select(request.c.id).where(OF_BATCH, request.c.id > AFTER).order_by(request.c.id).limit(SIZE)

# ── preflight ───────────────────────────────────────────────────────────────────────────────────────

_forgotten = _next.cte("forgotten")
_unlinked = (
    delete(link)
    .where(link.c.merchant_id == MERCHANT, link.c.request_id == _forgotten.c.id)
    .returning(link.c.request_id)
    .cte("unlinked")
)

# Takes some drafts back, with their links; no row when none are left.
FORGET = Statement(
    delete(request)
    .where(request.c.merchant_id == MERCHANT, request.c.id == _forgotten.c.id)
    .returning(request.c.id)
    .add_cte(_unlinked)
)


_recipient = and_(customer.c.merchant_id == request.c.merchant_id, customer.c.id == request.c.customer_id)
_changed = (
    select(request.c.id)
    .select_from(request.join(customer, _recipient))
    .where(OF_BATCH, customer.c.merchant_id == MERCHANT, request.c.customer_seen != state_of(Row(customer)))
)
_recipients = select(func.count()).select_from(request).where(OF_BATCH).scalar_subquery()
# Whether a customer of the batch is gone, or has changed, since the preflight.
HAS_CHANGED = Statement(
    select(
        or_(
            exists(_changed),
            _recipients != bindparam("recipients", type_=Integer),
        )
    )
)

# ── sending ─────────────────────────────────────────────────────────────────────────────────────────

_FACTS = ("id", "status", "token", "reference", "amount_minor", "currency", "blockers", "expires_at")

# The next requests with their customers as they are now (db.payment_requests.recipient); the facts of a
# request begin with `request_`.
NEXT = Statement(
    select(*(request.c[name].label(f"request_{name}") for name in _FACTS), *recipient_columns(Row(customer)))
    .select_from(request.join(customer, _recipient))
    .where(OF_BATCH, customer.c.merchant_id == MERCHANT, request.c.id > AFTER)
    .order_by(request.c.id)
    .limit(SIZE)
    .with_for_update(of=request, key_share=True)
)

_some = _next.with_for_update(key_share=True).cte("some")
_scheduled = (
    update(request)
    .where(request.c.merchant_id == MERCHANT, request.c.id == _some.c.id, _is(_S.DRAFT))
    .values(status=constant(_S.SCHEDULED.value), changed_at=func.now())
    .returning(request.c.id)
    .cte("scheduled")
)

# The last of the next requests, whose drafts are scheduled now; null when there are none.
SCHEDULE = Statement(
    select(
        select(_some.c.id).order_by(_some.c.id.desc()).limit(1).scalar_subquery().label("up_to"),
        select(func.count()).select_from(_scheduled).scalar_subquery().label("scheduled"),
    )
)

_GIVEN = (request.c.id, request.c.customer_id, request.c.status, request.c.blockers)


def _release() -> Statement:
    given = given_rows("requests", (*_GIVEN, column("event_id", Uuid)))
    released = (
        update(request)
        .where(
            request.c.merchant_id == MERCHANT,
            request.c.id == given.c.id,
            _among(_S.DRAFT, _S.SCHEDULED, _S.SKIPPED),
        )
        .values(status=given.c.status, blockers=given.c.blockers, changed_at=func.now())
        .cte("released")
    )
    skipped = skipped_events(given).where(given.c.status == constant(_S.SKIPPED.value))
    return Statement(select(constant(1)).add_cte(released, noting(skipped)))


# Requests become QUEUED, or SKIPPED with what stands in the way now, which the timeline tells.
RELEASE = _release()

# How many are not out yet, and for how many it has ended otherwise than it was meant.
STANDING = Statement(
    select(
        func.count().filter(_NOT_OUT).label("waiting"),
        func.count().filter(_is(_S.SKIPPED)).label("skipped"),
        func.count().filter(_is(_S.UNDELIVERED)).label("undelivered"),
    ).where(OF_BATCH)
)

_on_its_way = delivery.c.status.in_(
    [constant(status.value) for status in (DeliveryStatus.QUEUED, DeliveryStatus.SENDING)]
)

# Whether a message of the batch is still on its way, such as the second one of a request.
HAS_MESSAGES = Statement(
    select(
        exists(
            select(delivery.c.id)
            .select_from(
                request.join(
                    delivery,
                    and_(
                        delivery.c.merchant_id == request.c.merchant_id,
                        delivery.c.request_id == request.c.id,
                    ),
                )
            )
            .where(OF_BATCH, _on_its_way)
        )
    )
)

# ── calling off ─────────────────────────────────────────────────────────────────────────────────────

# The next requests of the batch, locked.
SOME = Statement(_next.with_for_update(key_share=True))

_being_sent = exists(
    select(delivery.c.id)
    .where(
        delivery.c.merchant_id == MERCHANT,
        delivery.c.request_id == request.c.id,
        delivery.c.status == constant(DeliveryStatus.SENDING.value),
    )
    .correlate(request)
)

# A statement of its own, after CANCEL_QUEUED: it sees what was claimed until then. What is being sent at this
# moment is out, and not called off. Yields what is.
CANCEL = Statement(
    update(request)
    .where(THESE_REQUESTS, _NOT_OUT, ~_being_sent)
    .values(status=constant(_S.CANCELED.value), canceled_at=func.now(), changed_at=func.now())
    .returning(request.c.id)
)
