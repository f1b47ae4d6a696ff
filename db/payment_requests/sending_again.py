"""A request that is sent again is queued again, with what keeps it from its channels by now."""

from sqlalchemy import ARRAY, Text, bindparam, func, update

from db.constant import constant
from db.payment_requests.parts import THIS_REQUEST, request
from db.statement import Statement
from domain.payment_request import PaymentRequestStatus

QUEUE_AGAIN = Statement(
    update(request)
    .where(THIS_REQUEST)
    .values(
        status=constant(PaymentRequestStatus.QUEUED.value),
        blockers=bindparam("blockers", type_=ARRAY(Text)),
        changed_at=func.now(),
    )
)
