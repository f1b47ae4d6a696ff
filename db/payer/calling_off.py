"""Checkouts at which nobody is to pay any more are marked, claimed by a worker, and settled."""

from sqlalchemy import Integer, Interval, Text, any_, bindparam, func, select, update

from db.constant import constant
from db.payer.parts import IS_OPEN, THIS_SESSION, asks_for, session
from db.payment_requests.parts import MERCHANT, REQUEST, REQUESTS, THIS_REQUEST, request
from db.payment_requests.paying import amount_due
from db.statement import Statement

ATTEMPT = bindparam("attempt", type_=Integer)

_can_be_called_off = (IS_OPEN, session.c.call_off_at.is_(None), session.c.expires_at > func.now())

# Marks the checkouts of requests that have ended. A statement after the one that ends them, with the requests
# locked: so it sees each session that was opened before. One that is over is called off by its own end.
CALL_OFF = Statement(
    update(session)
    .where(
        session.c.merchant_id == MERCHANT,
        session.c.request_id == any_(REQUESTS),
        *_can_be_called_off,
    )
    .values(call_off_at=func.now())
)

# The same for one request that goes on: a checkout that asks for another sum than is left by now.
CALL_OFF_WRONG = Statement(
    update(session)
    .where(
        THIS_REQUEST,
        session.c.merchant_id == request.c.merchant_id,
        session.c.request_id == request.c.id,
        *_can_be_called_off,
        asks_for() != amount_due(),
    )
    .values(call_off_at=func.now())
)

_due = (
    select(session.c.merchant_id, session.c.id)
    .where(
        # Spelled as the index has it, so that it is used.
        session.c.call_off_at.is_not(None),
        session.c.provider_reference.is_not(None),
        session.c.call_off_at <= func.now(),
        session.c.provider == bindparam("provider", type_=Text),
    )
    .order_by(session.c.call_off_at)
    .limit(bindparam("size", type_=Integer))
    .with_for_update(skip_locked=True, key_share=True)
    .cte("due")
)

# For the owner: checkouts of all merchants that are to be called off at a provider now.
CLAIM = Statement(
    update(session)
    .where(session.c.merchant_id == _due.c.merchant_id, session.c.id == _due.c.id)
    .values(
        call_off_attempt=session.c.call_off_attempt + constant(1),
        call_off_at=func.now() + bindparam("lease", type_=Interval),
    )
    .returning(
        session.c.merchant_id,
        session.c.id,
        session.c.provider_reference,
        session.c.call_off_attempt.label("attempt"),
        (session.c.expires_at <= func.now()).label("is_over"),
    )
)

# The provider takes no money there any more.
CALLED_OFF = Statement(
    update(session)
    .where(THIS_SESSION)
    .values(
        call_off_at=None,
        called_off_at=func.now(),
        closed_at=func.coalesce(session.c.closed_at, func.now()),
    )
)

# The payer was done before: what comes of it is told by an event.
LEFT = Statement(
    update(session)
    .where(THIS_SESSION)
    .values(call_off_at=None, returned_at=func.coalesce(session.c.returned_at, func.now()))
)

# To be tried again, unless another worker has taken it over.
POSTPONE = Statement(
    update(session)
    .where(THIS_SESSION, session.c.call_off_attempt == ATTEMPT, session.c.call_off_at.is_not(None))
    .values(call_off_at=func.now() + bindparam("pause", type_=Interval))
)

IS_CALLED_OFF = Statement(select(session.c.called_off_at.is_not(None)).where(THIS_SESSION))

# The payment of this checkout is in: there is nothing left to call off, and for a rest another one is begun.
PAID_AT = Statement(
    update(session)
    .where(
        session.c.merchant_id == MERCHANT,
        session.c.request_id == REQUEST,
        session.c.provider_reference == bindparam("provider_reference", type_=Text),
        IS_OPEN,
    )
    .values(closed_at=func.now(), call_off_at=None)
)
