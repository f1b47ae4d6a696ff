"""An event is posted to exactly the address that its receiver's name led to when that was looked at."""

import asyncio
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

import httpx

from domain.errors import WebhookAddressRefused
from domain.webhook import WebhookError
from domain.webhook_address import WebhookAddress, is_public, read_address
from services.messengers.http_answers import retry_after_s

# Source: Standard Webhooks recommend 15 to 30 seconds; whoever needs longer answers first and works then.
TIMEOUT_S = 15.0


class NotPosted(Exception):
    """An attempt without an answer."""

    def __init__(self, error: WebhookError) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver said: its body is of no interest."""

    status: int
    retry_after_s: float | None = None


class Poster:
    """Posts events; with `private`, also into our own network and without TLS.

    `trusted` are other certificates than the system's.
    """

    def __init__(
        self, *, private: bool, trusted: ssl.SSLContext | None = None, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._private = private
        self._timeout_s = timeout_s
        # A connection is opened to an address and not to a name, so that none is used for another name.
        self._transport = httpx.AsyncHTTPTransport(
            verify=trusted or ssl.create_default_context(),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
            trust_env=False,
        )

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Post a body, and follow no redirect. Errors: NotPosted."""
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._post(read_address(url, private=self._private), headers, body)
        except WebhookAddressRefused:
            raise NotPosted(WebhookError.ADDRESS_REFUSED) from None
        except (TimeoutError, httpx.TimeoutException):
            raise NotPosted(WebhookError.TIMED_OUT) from None
        except (httpx.HTTPError, ssl.SSLError, OSError):
            raise NotPosted(WebhookError.NOT_CONNECTED) from None

    async def close(self) -> None:
        """Let go of connections."""
        await self._transport.aclose()

    async def _post(self, address: WebhookAddress, headers: Mapping[str, str], body: bytes) -> Answer:
        request = httpx.Request(
            "POST",
            httpx.URL(
                scheme=address.scheme,
                host=await self._resolved(address),
                port=address.port,
                raw_path=address.path.encode("ascii"),
            ),
            headers={"Host": address.authority, **headers},
            content=body,
            extensions={"sni_hostname": address.host, "timeout": httpx.Timeout(self._timeout_s).as_dict()},
        )
        response = await self._transport.handle_async_request(request)
        await response.aclose()
        return Answer(response.status_code, retry_after_s(response.headers))

    async def _resolved(self, address: WebhookAddress) -> str:
        """Return the address to connect to. Errors: NotPosted when there is none, or one may not be used."""
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise NotPosted(WebhookError.NAME_UNKNOWN) from None
        addresses = [_address_of(sockaddr[0]) for *_, sockaddr in found]
        if not self._private and not all(map(is_public, addresses)):
            raise NotPosted(WebhookError.ADDRESS_REFUSED)
        # The one that the system would try first.
        return str(addresses[0])


def _address_of(text: str | int) -> IPv4Address | IPv6Address:
    return ip_address(text)
