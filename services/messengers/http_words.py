"""How a gateway of our HTTP contract signs what it tells us, and what it says (docs/guides/messengers.md)."""

from domain.delivery import DeliveryError, DeliveryStatus
from domain.errors import Invalid
from domain.stop_reply import read_reply
from domain.webhook_endpoint import EndpointKind
from services.messengers.told import IncomingReply, Report, Told
from services.webhooks_in.document import Document, read_document
from services.webhooks_in.signatures import require_signature

_STATUSES = {
    "message.sent": DeliveryStatus.SENT,
    "message.delivered": DeliveryStatus.DELIVERED,
    "message.failed": DeliveryStatus.FAILED,
}
_RECEIVED = "message.received"
# What a gateway may say against a message.
ERRORS = {
    "address_refused": DeliveryError.ADDRESS_REFUSED,
    "message_refused": DeliveryError.MESSAGE_REFUSED,
    "blocklisted": DeliveryError.BLOCKLISTED,
}


class HttpWords:
    """Standard Webhooks, signed with the secret that both know."""

    def __init__(self, secret: str, provider: str) -> None:
        self._secret = secret
        self.provider = provider

    def require_genuine(self, told: Told) -> None:
        """Let pass what was signed with the secret within five minutes of now. Errors: Unverified."""
        require_signature(EndpointKind.STANDARD, self._secret, told.headers, told.body)

    def report(self, told: Told) -> Report | None:
        """Return what became of a message. Errors: Unreadable, Required, Invalid."""
        event = read_document(told.body)
        status = _STATUSES.get(event.text("type"))
        if status is None:
            return None
        data = event.part("data")
        return Report(status, _error(status, data), event.moment_or_none("timestamp"), data.text("reference"))

    def reply(self, told: Told) -> IncomingReply | None:
        """Return an incoming SMS. Errors: Unreadable, Required, Invalid."""
        event = read_document(told.body)
        if event.text("type") != _RECEIVED:
            return None
        data = event.part("data")
        return IncomingReply(data.text("id"), data.text("from"), read_reply(data.text_or_none("text") or ""))


def _error(status: DeliveryStatus, data: Document) -> DeliveryError | None:
    if status is not DeliveryStatus.FAILED:
        return None
    said = data.text_or_none("error")
    if said is not None and said not in ERRORS:
        raise Invalid(field=(*data.path, "error"))
    return DeliveryError.NOT_DELIVERED if said is None else ERRORS[said]
