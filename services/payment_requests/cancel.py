"""A request is called off: what has not begun to go out never does, and its page asks for nothing more."""

from db.connect import Connection
from domain.caller import Caller
from domain.errors import TransitionNotAllowed
from domain.ids import RequestId
from domain.payment_request import REQUEST_TRANSITIONS, PaymentRequestStatus
from services.payment_requests.ending import call_off
from services.payment_requests.held import hold_request
from services.payment_requests.status import move_requests

_CANCELED = PaymentRequestStatus.CANCELED


async def cancel_request(tx: Connection, caller: Caller, request_id: RequestId) -> RequestId:
    """Call a request off. A message that is being sent at this moment goes out, and is shown to have.

    One that is called off already stays so, and that is what was asked for.
    Errors, at id: PaymentRequestNotFound; TransitionNotAllowed when it is paid, expired or was never sent.
    """
    held = await hold_request(tx, caller.merchant_id, request_id)
    if held.status is _CANCELED:
        return request_id
    if not REQUEST_TRANSITIONS.allows(held.status, _CANCELED):
        raise TransitionNotAllowed(field=("id",), state=held.status, target=_CANCELED)
    await move_requests(tx, caller.merchant_id, [request_id], _CANCELED)
    await call_off(tx, caller.merchant_id, [request_id])
    return request_id
