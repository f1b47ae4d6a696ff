"""Which messages one worker sends now: those that are due, of each merchant as many as of any other.

Whether a message may still go out is asked in the very statement that claims it.
"""

from sqlalchemy import (
    CTE,
    ColumnElement,
    Interval,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    or_,
    select,
    true,
    update,
)

from db.consent import opted_out
from db.constant import constant
from db.delivery.parts import OVER, SIZE, delivery
from db.payment_requests.going_on import batch_goes_on
from db.payment_requests.parts import IS_OPEN, request
from db.statement import Statement
from db.tables import Merchant
from db.tables.tenant import table_of
from domain.delivery import DeliveryStatus

merchant = table_of(Merchant)

# So many merchants take part in one claim; the next one goes on after the last of them.
MERCHANTS = 64
# Behind which merchant to look.
AFTER = bindparam("after", type_=Uuid)
LEASE = bindparam("lease", type_=Interval)
PROVIDER = bindparam("provider", type_=Text)

_QUEUED = constant(DeliveryStatus.QUEUED.value)
_SENDING = constant(DeliveryStatus.SENDING.value)

# Why a message does not go out any more: its recipient wants none, or nobody is asked any more.
OPTED_OUT = "OPTED_OUT"
OVER_BY_NOW = "OVER"


def _is_due() -> ColumnElement[bool]:
    # Spelled as the index has it, so that it is used.
    is_under_way = delivery.c.status.in_([_QUEUED, _SENDING])
    return and_(is_under_way, delivery.c.channel == OVER, delivery.c.next_at <= func.now())


def _due_merchants() -> CTE:
    """The next merchants with something due, found by jumps from each to the next in the index."""

    def next_after(previous: ColumnElement[object]) -> ColumnElement[object]:
        return (
            select(delivery.c.merchant_id)
            .where(_is_due(), delivery.c.merchant_id > previous)
            .order_by(delivery.c.merchant_id)
            .limit(1)
            .correlate_except(delivery)
            .scalar_subquery()
        )

    found = select(next_after(AFTER).label("merchant_id"), constant(1).label("number")).cte(
        "due_merchant", recursive=True
    )
    following = select(next_after(found.c.merchant_id), found.c.number + constant(1)).where(
        found.c.merchant_id.is_not(None), found.c.number < constant(MERCHANTS)
    )
    return found.union_all(following)


def _due() -> CTE:
    merchants = _due_merchants()
    found = select(merchants.c.merchant_id).where(merchants.c.merchant_id.is_not(None)).cte("found")
    share = select(func.ceil(SIZE * literal(1.0) / func.count())).select_from(found).scalar_subquery()
    of_each = (
        select(delivery)
        .where(delivery.c.merchant_id == found.c.merchant_id, _is_due())
        .order_by(delivery.c.next_at)
        .limit(share)
        .with_for_update(skip_locked=True, key_share=True)
        .lateral("of_each")
    )
    return select(of_each).select_from(found.join(of_each, true())).limit(SIZE).cte("due")


def _claim() -> Statement:
    due = _due()
    is_over = or_(~IS_OPEN, request.c.expires_at <= func.now(), ~batch_goes_on(request))
    obstacle = case(
        (is_over, constant(OVER_BY_NOW)), (opted_out(due), constant(OPTED_OUT)), else_=null()
    ).label("obstacle")
    looked_at = (
        select(due, request.c.token, request.c.expires_at, merchant.c.name.label("merchant_name"), obstacle)
        .select_from(
            due.join(
                request, and_(request.c.merchant_id == due.c.merchant_id, request.c.id == due.c.request_id)
            ).join(merchant, merchant.c.merchant_id == due.c.merchant_id)
        )
        .cte("looked_at")
    )
    # What may have been handed over is looked after, whatever has become of its request.
    is_fresh = looked_at.c.status == _QUEUED
    claimed = (
        update(delivery)
        .where(
            delivery.c.merchant_id == looked_at.c.merchant_id,
            delivery.c.id == looked_at.c.id,
            or_(~is_fresh, looked_at.c.obstacle.is_(None)),
        )
        .values(
            status=_SENDING,
            attempt=looked_at.c.attempt + constant(1),
            next_at=func.now() + LEASE,
            tried_since=func.coalesce(looked_at.c.tried_since, func.now()),
            at=case((is_fresh, func.now()), else_=looked_at.c.at),
            provider=case((is_fresh, PROVIDER), else_=looked_at.c.provider),
        )
        .returning(delivery.c.merchant_id, delivery.c.id, delivery.c.attempt, delivery.c.tried_since)
        .cte("claimed")
    )
    shown = (
        *(looked_at.c.merchant_id, looked_at.c.id, looked_at.c.request_id, looked_at.c.channel),
        *(looked_at.c.address, looked_at.c.locale, looked_at.c.subject, looked_at.c.text, looked_at.c.html),
        *(looked_at.c.status, looked_at.c.provider, looked_at.c.at, looked_at.c.token),
        *(looked_at.c.expires_at, looked_at.c.merchant_name, looked_at.c.obstacle),
        *(claimed.c.attempt, claimed.c.tried_since),
    )
    is_same = and_(claimed.c.merchant_id == looked_at.c.merchant_id, claimed.c.id == looked_at.c.id)
    return Statement(select(*shown).select_from(looked_at.outerjoin(claimed, is_same)))


# Run as the owner. `status`, `provider` and `at` are as they were; `attempt` is null where an obstacle was in
# the way and nothing was claimed.
CLAIM = _claim()

# What was learnt about the outbox while it was empty does not hold for 50,000 messages.
PLANNED_ANEW = "set local plan_cache_mode = force_custom_plan"
