"""What a provider reports of a message is written, as far as the message can still become it."""

from sqlalchemy import ARRAY, DateTime, Text, any_, bindparam, func, select, update

from db.delivery.parts import DELIVERY, MERCHANT, delivery
from db.statement import Statement

# Which message a report is about: the one of this id, or the last that its provider knows by one.
FIND = Statement(
    select(delivery.c.id, delivery.c.request_id).where(
        delivery.c.merchant_id == MERCHANT, delivery.c.id == DELIVERY
    )
)
FIND_BY_PROVIDER = Statement(
    select(delivery.c.id, delivery.c.request_id)
    .where(
        delivery.c.merchant_id == MERCHANT,
        delivery.c.provider == bindparam("provider", type_=Text),
        delivery.c.provider_message_id == bindparam("provider_message_id", type_=Text),
    )
    .order_by(delivery.c.id.desc())
    .limit(1)
)

_REPORTED = bindparam("reported", type_=Text)
_STATUSES = bindparam("statuses", type_=ARRAY(Text))

# A row when the message has become what the report says, which it can from `statuses` only.
REPORT = Statement(
    update(delivery)
    .where(
        delivery.c.merchant_id == MERCHANT, delivery.c.id == DELIVERY, delivery.c.status == any_(_STATUSES)
    )
    .values(
        status=_REPORTED,
        at=func.coalesce(bindparam("at", type_=DateTime(timezone=True)), func.now()),
        last_error=bindparam("error", type_=Text),
    )
    .returning(delivery.c.request_id, delivery.c.channel, delivery.c.status)
)
