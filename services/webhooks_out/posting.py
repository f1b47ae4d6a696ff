"""An event is posted to exactly the address that its receiver's name led to when that was looked at."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from domain.errors import WebhookAddressRefused
from domain.webhook import WebhookError
from domain.webhook_address import WebhookAddress, is_public, read_address
from services.messengers.http_answers import retry_after_s
from services.webhooks_out.resolving import Addresses, Resolve, resolve

# Source: Standard Webhooks recommend 15 to 30 seconds; whoever needs longer answers first and works then.
TIMEOUT_S = 15.0
# Half a house may be away, or have addresses of a kind that does not get there from here.
_ADDRESSES_TRIED = 3
# A part of the time for the whole, so that there is some left to answer in.
_PART_TO_CONNECT = 1 / 4
_NOT_BEGUN = (httpx.ConnectError, httpx.ConnectTimeout)


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

    `trusted` are other certificates than the system's; `resolve` is asked once an attempt.
    """

    def __init__(
        self,
        *,
        private: bool,
        trusted: ssl.SSLContext | None = None,
        resolve: Resolve = resolve,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self._private = private
        self._resolve = resolve
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
        """Post to the first address that can be connected to; nothing is posted twice."""
        *others, last = (await self._checked(address))[:_ADDRESSES_TRIED]
        for other in others:
            try:
                return await self._post_to(str(other), address, headers, body)
            except _NOT_BEGUN:
                continue
        return await self._post_to(str(last), address, headers, body)

    async def _post_to(
        self, ip: str, address: WebhookAddress, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        timeout = httpx.Timeout(self._timeout_s, connect=self._timeout_s * _PART_TO_CONNECT)
        request = httpx.Request(
            "POST",
            httpx.URL(
                scheme=address.scheme, host=ip, port=address.port, raw_path=address.path.encode("ascii")
            ),
            headers={"Host": address.authority, **headers},
            content=body,
            extensions={"sni_hostname": address.certified_name, "timeout": timeout.as_dict()},
        )
        response = await self._transport.handle_async_request(request)
        await response.aclose()
        return Answer(response.status_code, retry_after_s(response.headers))

    async def _checked(self, address: WebhookAddress) -> Addresses:
        """Return where to connect to. Errors: NotPosted when there is no address, or one may not be used."""
        try:
            addresses = await self._resolve(address.host, address.port)
        except (OSError, UnicodeError):
            raise NotPosted(WebhookError.NAME_UNKNOWN) from None
        if not self._private and not all(map(is_public, addresses)):
            raise NotPosted(WebhookError.ADDRESS_REFUSED)
        return addresses
