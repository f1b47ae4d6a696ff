"""Whose message somebody replies to: that of the merchant who wrote to this number last."""

from sqlalchemy import Text, bindparam, select, true

from db.constant import constant
from db.delivery.parts import DELIVERY, MERCHANT, delivery
from db.statement import Statement
from db.tables import Merchant
from db.tables.tenant import table_of
from domain.customer import Channel
from domain.delivery import DeliveryStatus

merchant = table_of(Merchant)

# What may have arrived; what waits or was called off nobody replies to.
_WENT_OUT = [
    constant(status.value)
    for status in DeliveryStatus
    if status not in {DeliveryStatus.QUEUED, DeliveryStatus.CANCELED}
]

# The last message to the number, merchant by merchant, each by its index; of those the last one.
_last = (
    select(delivery.c.merchant_id, delivery.c.id)
    .where(
        delivery.c.merchant_id == merchant.c.merchant_id,
        delivery.c.channel == constant(Channel.SMS.value),
        delivery.c.address == bindparam("address", type_=Text),
        delivery.c.status.in_(_WENT_OUT),
    )
    .order_by(delivery.c.id.desc())
    .limit(1)
    .lateral("last_message")
)

# Asked as the owner, who sees all merchants: a reply names none.
LAST_WRITER = Statement(
    select(_last.c.merchant_id).select_from(merchant.join(_last, true())).order_by(_last.c.id.desc()).limit(1)
)

ADDRESS = Statement(
    select(delivery.c.channel, delivery.c.address).where(
        delivery.c.merchant_id == MERCHANT, delivery.c.id == DELIVERY
    )
)
