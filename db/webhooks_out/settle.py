"""What became of an attempt is written by whoever still has the claim on the event."""

from sqlalchemy import (
    DateTime,
    Integer,
    Interval,
    SmallInteger,
    Text,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.statement import Statement
from db.webhooks_out.parts import (
    FAILED,
    MERCHANT,
    MESSAGE,
    PENDING,
    SENDING,
    SUBSCRIPTION,
    attempt,
    message,
    subscription,
)

_ATTEMPT = bindparam("attempt", type_=Integer)


def _settle() -> Statement:
    """Return the statement that yields a row when the claim still held."""
    settled = (
        update(message)
        .where(
            message.c.merchant_id == MERCHANT,
            message.c.id == MESSAGE,
            message.c.attempt == _ATTEMPT,
            message.c.status == SENDING,
        )
        .values(
            status=bindparam("status", type_=Text),
            next_at=func.now() + func.coalesce(bindparam("pause", type_=Interval), func.make_interval()),
        )
        .returning(message.c.merchant_id, message.c.id)
        .cte("settled")
    )
    values = select(
        *(
            settled.c.merchant_id,
            settled.c.id,
            _ATTEMPT,
            bindparam("at", type_=DateTime(timezone=True)),
        ),
        *(bindparam("response_status", type_=SmallInteger), bindparam("error", type_=Text)),
        bindparam("duration_ms", type_=Integer),
    )
    columns = ("merchant_id", "message_id", "attempt", "at", "response_status", "error", "duration_ms")
    noted = insert(attempt).from_select(columns, values)
    return Statement(noted.returning(constant(1)))


SETTLE = _settle()

_THIS = and_(subscription.c.merchant_id == MERCHANT, subscription.c.id == SUBSCRIPTION)

# Those who fail together count once.
REST = Statement(
    update(subscription)
    .where(_THIS, or_(subscription.c.rests_until.is_(None), subscription.c.rests_until <= func.now()))
    .values(
        failures=subscription.c.failures + constant(1),
        rests_until=func.now() + bindparam("rest", type_=Interval),
    )
)

RECOVERED = Statement(
    update(subscription)
    .where(_THIS, subscription.c.failures > constant(0))
    .values(failures=constant(0), rests_until=None)
)

DISABLE = Statement(
    update(subscription)
    .where(_THIS)
    .values(disabled_at=func.coalesce(subscription.c.disabled_at, func.now()))
)

# What is not under way is not sent any more.
GIVE_UP = Statement(
    update(message)
    .where(
        message.c.merchant_id == MERCHANT,
        message.c.subscription_id == SUBSCRIPTION,
        message.c.status == PENDING,
    )
    .values(status=FAILED)
)
