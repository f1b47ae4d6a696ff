"""A request is held while it is paid, keeps its payment, and has nobody asked any more."""

from sqlalchemy import Uuid, bindparam, func, select, update

from db.constant import constant
from db.payment_requests.parts import MERCHANT, REQUEST, THIS_REQUEST, delivery, request
from db.statement import Statement
from domain.delivery import DeliveryStatus

# A request as it stands, locked until the transaction ends.
HOLD = Statement(
    select(
        request.c.id,
        request.c.customer_id,
        request.c.reference,
        request.c.amount_minor,
        request.c.currency,
        request.c.status,
    )
    .where(THIS_REQUEST)
    .with_for_update(key_share=True)
)

KEEP_PAYMENT = Statement(
    update(request)
    .where(THIS_REQUEST)
    .values(payment_id=bindparam("payment", type_=Uuid), changed_at=func.now())
)

# What has not been handed over yet; the rest is on its way, and what becomes of it is told.
CALL_OFF_MESSAGES = Statement(
    update(delivery)
    .where(
        delivery.c.merchant_id == MERCHANT,
        delivery.c.request_id == REQUEST,
        delivery.c.status == constant(DeliveryStatus.QUEUED.value),
    )
    .values(status=constant(DeliveryStatus.CANCELED.value), at=func.now())
)
