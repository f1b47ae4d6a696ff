"""A payer's session at a provider is opened before the provider is asked, and never two at a time."""

from sqlalchemy import Interval, Text, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.payer.parts import IS_OPEN, SESSION, THIS_SESSION, asks_for, session
from db.payment_requests.parts import IS_OPEN as REQUEST_IS_OPEN
from db.payment_requests.parts import MERCHANT, REQUEST, THIS_REQUEST, request
from db.payment_requests.paying import amount_due
from db.statement import Statement

PROVIDER = bindparam("provider", type_=Text)
LOCALE = bindparam("locale", type_=Text)

_of_request = and_(session.c.merchant_id == MERCHANT, session.c.request_id == REQUEST, IS_OPEN)
_is_payable = and_(
    THIS_REQUEST,
    REQUEST_IS_OPEN,
    or_(request.c.expires_at.is_(None), request.c.expires_at > func.now()),
)

# The request, held before its sessions, as by whoever ends it: what is opened is seen by them, or not opened.
HOLD = Statement(select(request.c.id).where(THIS_REQUEST).with_for_update(read=True))

# Those that lead nowhere: of another provider, or not answered for so long that the same question might be
# answered otherwise. Of one that has an address, the provider is asked, also when its time is over:
# a debit may be on its way for days.
CLOSE_STALE = Statement(
    update(session)
    .where(
        _of_request,
        or_(
            session.c.provider != PROVIDER,
            and_(
                session.c.address.is_(None),
                session.c.created_at < func.now() - bindparam("unanswered", type_=Interval),
            ),
        ),
    )
    .values(closed_at=func.now())
)

# Opens a session for a request that can be paid and has none; a twin waits for the first and opens nothing.
OPEN = Statement(
    insert(session)
    .from_select(
        [
            "merchant_id",
            "id",
            "request_id",
            "provider",
            "locale",
            "amount_minor",
            "created_at",
            "expires_at",
            "call_off_attempt",
        ],
        select(
            request.c.merchant_id,
            SESSION,
            request.c.id,
            PROVIDER,
            LOCALE,
            amount_due(),
            func.now(),
            func.now() + bindparam("lifetime", type_=Interval),
            constant(0),
        ).where(_is_payable),
    )
    .on_conflict_do_nothing()
)

# The open session of a request that can be paid. It `is_stale` when it is called off, or asks for another sum
# than is left by now.
FIND_OPEN = Statement(
    select(
        session.c.id,
        session.c.locale,
        session.c.provider_reference,
        session.c.address,
        session.c.expires_at,
        (session.c.expires_at <= func.now()).label("is_over"),
        or_(session.c.call_off_at.is_not(None), asks_for() != amount_due()).label("is_stale"),
        request.c.reference,
        asks_for().label("amount_minor"),
        request.c.currency,
    )
    .select_from(
        session.join(
            request,
            and_(request.c.merchant_id == session.c.merchant_id, request.c.id == session.c.request_id),
        )
    )
    .where(_of_request, _is_payable)
)

# Keeps where the provider receives the payer, and tells whether the request can still be paid there.
KEEP_ADDRESS = Statement(
    update(session)
    .where(THIS_SESSION)
    .values(
        provider_reference=bindparam("provider_reference", type_=Text),
        address=bindparam("address", type_=Text),
    )
    .returning(
        and_(IS_OPEN, session.c.call_off_at.is_(None), exists(select(request.c.id).where(_is_payable))).label(
            "is_payable"
        ),
    )
)

# The payer is back, as one who has paid. The first time counts.
RETURNED = Statement(
    update(session)
    .where(THIS_SESSION, session.c.request_id == REQUEST, IS_OPEN, session.c.returned_at.is_(None))
    .values(returned_at=func.now())
)
