"""Requests are held with their messages, so that what is decided about them still holds when it is written.

Requests are locked before their messages, always, as by those who settle messages.
"""

from sqlalchemy import any_, func, select, update

from db.constant import constant
from db.payment_requests.parts import MERCHANT, REQUESTS, THESE_REQUESTS, delivery, request
from db.statement import Statement
from domain.delivery import DeliveryStatus

_QUEUED = constant(DeliveryStatus.QUEUED.value)
_SENDING = constant(DeliveryStatus.SENDING.value)
_THEIRS = (delivery.c.merchant_id == MERCHANT, delivery.c.request_id == any_(REQUESTS))

# The requests as they stand now.
HOLD_REQUESTS = Statement(
    select(request).where(THESE_REQUESTS).order_by(request.c.id).with_for_update(key_share=True)
)

# The messages that may still go out: of each `request_id`.
HOLD_MESSAGES = Statement(
    select(delivery.c.id, delivery.c.request_id)
    .where(*_THEIRS, delivery.c.status.in_([_QUEUED, _SENDING]))
    .order_by(delivery.c.id)
    .with_for_update(key_share=True)
)

# What has not begun to go out never will.
CANCEL_QUEUED = Statement(
    update(delivery)
    .where(*_THEIRS, delivery.c.status == _QUEUED)
    .values(status=constant(DeliveryStatus.CANCELED.value), at=func.now())
    .returning(delivery.c.id)
)
