"""Messages by a small HTTP contract of our own (docs/guides/messengers.md), for any other gateway."""

from collections.abc import Callable
from typing import Any

import httpx
import orjson

from domain.customer import Channel
from domain.delivery import DeliveryError
from services.delivery.messenger import NotSent, Outgoing, Refused, Sent, Unclear, Unreachable
from services.messengers.gateways import HttpGateway
from services.messengers.http_answers import exchange, http_client, members, not_taken
from services.messengers.http_words import ERRORS
from services.messengers.signing import signed_headers


class HttpMessenger:
    """Hands messages over as JSON; the gateway's address says how sure one can be of it."""

    def __init__(self, gateway: HttpGateway, channel: Channel, report_url: Callable[[Outgoing], str]) -> None:
        self._gateway = gateway
        self._report_url = report_url
        bearer = {} if gateway.token is None else {"Authorization": f"Bearer {gateway.token}"}
        self._client = http_client(headers={"Accept": "application/json", **bearer})
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
        request = self._client.build_request("POST", self._gateway.url, content=body, headers=headers)
        return _taken(await exchange(self._client, request))

    async def find(self, reference: str) -> Sent | None:
        """Return what was taken under a reference, or None. Errors: Busy, Unreachable, Unclear."""
        headers = self._signature(reference, b"")
        request = self._client.build_request("GET", f"{self._gateway.url}/{reference}", headers=headers)
        return _found(await exchange(self._client, request))

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()

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


def _taken(response: httpx.Response) -> Sent:
    if response.is_success:
        return _sent(response)
    if response.status_code == httpx.codes.CONFLICT:
        raise Unclear  # the same message is being handed over right now
    if response.status_code == httpx.codes.SERVICE_UNAVAILABLE:
        raise _unavailable(response)
    raise not_taken(response) or Refused(_error(response))


def _found(response: httpx.Response) -> Sent | None:
    if response.status_code == httpx.codes.OK:
        return _sent(response)
    if response.status_code == httpx.codes.NOT_FOUND and members(response).get("error") == "not_found":
        return None
    raise not_taken(response) or Unclear()


def _sent(response: httpx.Response) -> Sent:
    known_as = members(response).get("id")
    return Sent(known_as if isinstance(known_as, str) and known_as else None)


def _unavailable(response: httpx.Response) -> NotSent:
    """A 503 with a word of the gateway's own says that it took nothing; a proxy's says nothing."""
    return Unreachable() if members(response).get("error") == "unavailable" else Unclear()


def _error(response: httpx.Response) -> DeliveryError:
    return ERRORS.get(str(members(response).get("error")), DeliveryError.MESSAGE_REFUSED)
