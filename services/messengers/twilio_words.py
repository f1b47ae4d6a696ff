"""How Twilio signs its webhooks, and what it says in them: a form, whose names are Twilio's."""

import base64
import hmac
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlsplit

from domain.delivery import DeliveryError, DeliveryStatus
from domain.stop_reply import Reply, read_reply
from services.messengers.told import IncomingReply, Report, Told
from services.webhooks_in.document import Document, Unreadable
from services.webhooks_in.signatures import Unverified

_STATUSES = {
    # It has the message: more than that we don't say of SENT.
    **dict.fromkeys(("accepted", "scheduled", "queued", "sending", "sent"), DeliveryStatus.SENT),
    **dict.fromkeys(("delivered", "read"), DeliveryStatus.DELIVERED),
    **dict.fromkeys(("undelivered", "failed", "canceled"), DeliveryStatus.FAILED),
}
# Source: Twilio's dictionary of errors.
_ERRORS = {
    "21610": DeliveryError.BLOCKLISTED,
    "30005": DeliveryError.ADDRESS_REFUSED,  # nobody has this number
    "30006": DeliveryError.ADDRESS_REFUSED,  # a landline
    "30007": DeliveryError.MESSAGE_REFUSED,  # taken for spam
}
# What Twilio has understood itself, in the words that the account is set up with.
_UNDERSTOOD = {"STOP": Reply.STOP, "START": Reply.START}
_DEFAULT_PORTS = {"http": 80, "https": 443}


class TwilioWords:
    """The webhooks of one account, which signs them with its token."""

    provider = "twilio"

    def __init__(self, token: str) -> None:
        self._token = token

    def require_genuine(self, told: Told) -> None:
        """Let pass what the account has signed: address and form. Errors: Unverified, Unreadable.

        Source: Twilio's security guide. Whether it names the port in the address depends on the product.
        """
        given = told.headers.get("x-twilio-signature", "").encode()
        form = _form(told.body)
        if not any(
            hmac.compare_digest(given, self.signature(url, form).encode()) for url in _spellings(told.url)
        ):
            raise Unverified

    def signature(self, url: str, form: Mapping[str, str]) -> str:
        """Return the X-Twilio-Signature of a form: over the address, and names and values in order."""
        signed = url + "".join(f"{name}{form[name]}" for name in sorted(form))
        return base64.b64encode(hmac.digest(self._token.encode(), signed.encode(), "sha1")).decode()

    def report(self, told: Told) -> Report | None:
        """Return what became of a message; unknown words move none. Errors: Unreadable, Required."""
        form = Document(_form(told.body))
        status = _STATUSES.get(form.text("MessageStatus"))
        if status is None:
            return None
        if status is not DeliveryStatus.FAILED:
            return Report(status)
        return Report(status, _ERRORS.get(form.text_or_none("ErrorCode") or "", DeliveryError.NOT_DELIVERED))

    def reply(self, told: Told) -> IncomingReply | None:
        """Return an incoming SMS. Errors: Unreadable, Required."""
        form = Document(_form(told.body))
        understood = _UNDERSTOOD.get(form.text_or_none("OptOutType") or "")
        asks = understood or read_reply(form.text_or_none("Body") or "")
        return IncomingReply(form.text("MessageSid"), form.text("From"), asks)


def _form(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=200))
    except ValueError:
        raise Unreadable from None


def _spellings(url: str) -> Iterator[str]:
    """Yield an address as it is, and with or without its port."""
    yield url
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if parts.port is not None:
        yield parts._replace(netloc=host.removesuffix(f":{parts.port}")).geturl()
    elif parts.scheme in _DEFAULT_PORTS:
        yield parts._replace(netloc=f"{host}:{_DEFAULT_PORTS[parts.scheme]}").geturl()
