"""A request keeps the payment that was made for it."""

from sqlalchemy import Uuid, bindparam, func, update

from db.payment_requests.parts import THIS_REQUEST, request
from db.statement import Statement

KEEP_PAYMENT = Statement(
    update(request)
    .where(THIS_REQUEST)
    .values(payment_id=bindparam("payment", type_=Uuid), changed_at=func.now())
)
