"""Which events one worker sends now: those that are due, of each subscription a few, one after the other."""

from sqlalchemy import (
    ARRAY,
    Integer,
    Interval,
    Uuid,
    all_,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
    tuple_,
    update,
)

from db.constant import constant
from db.statement import Statement
from db.webhooks_out.parts import PENDING, SENDING, message, subscription

# Behind which subscription to look, which ones have enough under way, and how many of each.
AFTER_MERCHANT = bindparam("after_merchant", type_=Uuid)
AFTER = bindparam("after", type_=Uuid)
BUSY = bindparam("busy", type_=ARRAY(Uuid))
OF_EACH = bindparam("of_each", type_=Integer)
SIZE = bindparam("size", type_=Integer)
LEASE = bindparam("lease", type_=Interval)


def _claim() -> Statement:
    key = (subscription.c.merchant_id, subscription.c.id)
    rests = and_(subscription.c.rests_until.is_not(None), subscription.c.rests_until > func.now())
    listening = and_(
        subscription.c.disabled_at.is_(None),
        or_(subscription.c.rests_until.is_(None), ~rests),
        subscription.c.id != all_(BUSY),
        tuple_(*key) > tuple_(AFTER_MERCHANT, AFTER),
    )
    of_each = (
        select(message)
        .where(
            message.c.merchant_id == subscription.c.merchant_id,
            message.c.subscription_id == subscription.c.id,
            # Spelled as the index has it, so that it is used.
            message.c.status.in_([PENDING, SENDING]),
            message.c.next_at <= func.now(),
        )
        .order_by(message.c.next_at)
        .limit(OF_EACH)
        .with_for_update(skip_locked=True, key_share=True)
        .correlate(subscription)
        .lateral("of_each")
    )
    due = (
        select(of_each, subscription.c.url, subscription.c.failures)
        .select_from(subscription.join(of_each, true()))
        .where(listening)
        .order_by(*key)
        .limit(SIZE)
        .cte("due")
    )
    return Statement(
        update(message)
        .where(message.c.merchant_id == due.c.merchant_id, message.c.id == due.c.id)
        .values(status=SENDING, attempt=due.c.attempt + constant(1), next_at=func.now() + LEASE)
        .returning(
            *(due.c.merchant_id, due.c.id, due.c.subscription_id, due.c.topic, due.c.payload),
            *(due.c.created_at, due.c.url, due.c.failures, message.c.attempt, due.c.asked_again_at),
        )
    )


# Run as the owner.
CLAIM = _claim()
