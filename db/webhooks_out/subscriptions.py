"""Subscriptions are made, found and taken away; events are sent to them that nothing has caused."""

from sqlalchemy import ARRAY, Text, bindparam, delete, func, select, text, true, update
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.counting import Counted
from db.statement import Statement
from db.webhooks_out.parts import MERCHANT, MESSAGE, PENDING, SUBSCRIPTION, message, subscription

ALL = Counted(subscription)

CREATE = Statement(
    insert(subscription).values(
        merchant_id=MERCHANT,
        id=SUBSCRIPTION,
        url=bindparam("url", type_=Text),
        topics=bindparam("topics", type_=ARRAY(Text)),
        created_at=func.now(),
        failures=constant(0),
    )
)

# Its messages and their attempts go with it.
DELETE = Statement(
    delete(subscription)
    .where(subscription.c.merchant_id == MERCHANT, subscription.c.id == SUBSCRIPTION)
    .returning(true())
)

# Whether nothing is sent to it any more; no row when there is none.
IS_DISABLED = Statement(
    select(subscription.c.disabled_at.is_not(None).label("is_disabled"))
    .where(subscription.c.merchant_id == MERCHANT, subscription.c.id == SUBSCRIPTION)
    .with_for_update(key_share=True)
)

SEND = Statement(
    insert(message).values(
        merchant_id=MERCHANT,
        id=MESSAGE,
        subscription_id=SUBSCRIPTION,
        topic=bindparam("topic", type_=Text),
        payload=text("'{}'"),
        status=PENDING,
        attempt=constant(0),
        asked_again_at=constant(0),
        next_at=func.now(),
        created_at=func.now(),
    )
)

FIND_MESSAGE = Statement(
    select(message.c.status, subscription.c.disabled_at.is_not(None).label("is_disabled"))
    .select_from(
        message.join(
            subscription,
            (subscription.c.merchant_id == message.c.merchant_id)
            & (subscription.c.id == message.c.subscription_id),
        )
    )
    .where(message.c.merchant_id == MERCHANT, message.c.id == MESSAGE, subscription.c.merchant_id == MERCHANT)
    .with_for_update(of=message)
)

# Tried as often as when it was new.
SEND_AGAIN = Statement(
    update(message)
    .where(message.c.merchant_id == MERCHANT, message.c.id == MESSAGE)
    .values(status=PENDING, asked_again_at=message.c.attempt, next_at=func.now())
)
