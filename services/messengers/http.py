"""Messages by a small HTTP contract of our own (docs/guides/messengers.md), for any other gateway."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import orjson

from domain.customer import Channel
from domain.delivery import DeliveryError
from services.delivery.messenger import NotSent, Outgoing, Refused, Sent, Unclear, Unreachable
from services.messengers.gateways import HttpGateway
from services.messengers.http_answers import members, not_taken
from services.messengers.http_client import HttpClient
from services.messengers.http_line import Answer
from services.messengers.http_words import ERRORS
from services.messengers.signing import signed_headers


class HttpMessenger:
    """Hands messages over as JSON; the gateway's address says how sure one can be of it."""

    def __init__(self, gateway: HttpGateway, channel: Channel, report_url: Callable[[Outgoing], str]) -> None:
        self._gateway = gateway
        self._report_url = report_url
        bearer = {} if gateway.token is None else {"Authorization": f"Bearer {gateway.token}"}
        self._client = HttpClient(gateway.url, {"Accept": "application/json", **bearer})
        self.name = f"http-{channel.lower()}"
        self.channel = channel
        self.certainty = gateway.certainty
        self.at_once = gateway.pace.at_once
        self.per_second = gateway.pace.per_second

    async def send(self, outgoing: Outgoing) -> Sent:
        """Hand one message over. Errors: Refused, Busy, Unreachable, Unclear."""
        body = orjson.dumps(self._message(outgoing))
        headers = {"Content-Type": "application/json", "Idempotency-Key": outgoing.reference}
        headers |= self._signature(outgoing.reference, body)
        return _taken(await self._client.post(body, headers))

    async def find(self, reference: str) -> Sent | None:
        """Return what was taken under a reference, or None. Errors: Busy, Unreachable, Unclear."""
        headers = self._signature(reference, b"")
        return _found(await self._client.get(reference, headers))

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.close()

    def _message(self, outgoing: Outgoing) -> dict[str, Any]:
        return {
            "reference": outgoing.reference,
            "channel": outgoing.channel,
            "to": outgoing.address,
            "from": self._gateway.sender,
            "sender_name": outgoing.merchant_name,
            "locale": outgoing.locale,
            "subject": outgoing.subject,
            "text": outgoing.text,
            "html": outgoing.html,
            "opt_out_url": outgoing.opt_out_url,
            "report_url": self._report_url(outgoing),
        }

    def _signature(self, reference: str, body: bytes) -> dict[str, str]:
        secret = self._gateway.secret
        return {} if secret is None else signed_headers(secret, reference, body)


def _taken(answer: Answer) -> Sent:
    if answer.is_success:
        return _sent(answer)
    if answer.status == HTTPStatus.CONFLICT:
        raise Unclear  # the same message is being handed over right now
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        raise _unavailable(answer)
    raise not_taken(answer) or Refused(_error(answer))


def _found(answer: Answer) -> Sent | None:
    if answer.status == HTTPStatus.OK:
        return _sent(answer)
    if answer.status == HTTPStatus.NOT_FOUND and members(answer).get("error") == "not_found":
        return None
    raise not_taken(answer) or Unclear()


def _sent(answer: Answer) -> Sent:
    known_as = members(answer).get("id")
    return Sent(known_as if isinstance(known_as, str) and known_as else None)


def _unavailable(answer: Answer) -> NotSent:
    """A 503 with a word of the gateway's own says that it took nothing; a proxy's says nothing."""
    return Unreachable() if members(answer).get("error") == "unavailable" else Unclear()


def _error(answer: Answer) -> DeliveryError:
    return ERRORS.get(str(members(answer).get("error")), DeliveryError.MESSAGE_REFUSED)
