"""Messages are put into the outbox, many in one statement."""

from sqlalchemy import DateTime, func, select
from sqlalchemy.dialects.postgresql import insert

from db.constant import constant
from db.delivery.parts import MERCHANT, delivery
from db.rows import given_rows
from db.statement import Statement
from domain.delivery import DeliveryStatus

GIVEN = (
    *(delivery.c.id, delivery.c.request_id, delivery.c.purpose, delivery.c.channel),
    *(delivery.c.address, delivery.c.address_hash, delivery.c.locale),
    *(delivery.c.subject, delivery.c.text, delivery.c.html),
    *(delivery.c.encoding, delivery.c.segments, delivery.c.unicode_characters),
    delivery.c.next_at,
)

_given = given_rows("messages", GIVEN)

# In the order of the key, as all statements that write several rows.
QUEUE = Statement(
    insert(delivery).from_select(
        [
            "merchant_id",
            *(column.name for column in GIVEN),
            *("status", "attempt", "provider", "created_at", "at"),
        ],
        select(
            MERCHANT,
            *(column for column in _given.c if column.name != "next_at"),
            func.coalesce(_given.c.next_at, func.now(), type_=DateTime(timezone=True)),
            constant(DeliveryStatus.QUEUED.value),
            constant(0),
            constant(""),
            func.now(),
            func.now(),
        ).order_by(_given.c.id),
    )
)
