"""Each message that is under way has an HTTP connection to itself, the one that was used last if possible."""

import asyncio
import socket
import ssl
import time
from contextlib import suppress

import httpx

from services.delivery.messenger import Unclear, Unreachable
from services.messengers.http_line import Answer, BrokenOff, Line

# All of it fits in what a send may take (services.delivery.attempt).
_CONNECT_TIMEOUT_S = 5.0
_ANSWER_TIMEOUT_S = 14.0
# A connection that has rested for longer may be closed just as it is used again, and then nobody knows.
_REST_S = 4.0


class Connections:
    """Connections to one server, as many as are needed at once. By no proxy of the environment."""

    def __init__(self, url: httpx.URL) -> None:
        self._host = url.raw_host.decode("ascii")
        self._port = url.port or {"http": 80, "https": 443}[url.scheme]
        self._tls = _tls() if url.scheme == "https" else None
        self._resting: list[tuple[float, Line]] = []

    async def ask(self, request: bytes) -> Answer:
        """Send a request, head and body, and return its answer, read to its end.

        Errors: Unreachable when it can't have arrived, Unclear when it may have.
        """
        line = self._rested() or await self._opened()
        try:
            async with asyncio.timeout(_ANSWER_TIMEOUT_S):
                return await line.ask(request)
        except (BrokenOff, TimeoutError):
            raise Unclear from None
        finally:
            if line.is_free:
                self._resting.append((time.monotonic(), line))
            else:
                line.hang_up()

    async def close(self) -> None:
        """Close all that rest."""
        while self._resting:
            self._resting.pop()[1].hang_up()
        await asyncio.sleep(0)  # it is the loop that closes them

    def _rested(self) -> Line | None:
        while self._resting:
            since, line = self._resting.pop()
            if line.is_free and time.monotonic() - since < _REST_S:
                return line
            line.hang_up()
        return None

    async def _opened(self) -> Line:
        try:
            async with asyncio.timeout(_CONNECT_TIMEOUT_S):
                return await self._reached()
        except OSError:  # of the network, of TLS, of a name that nobody has; a timeout
            raise Unreachable from None

    async def _reached(self) -> Line:
        """Try the addresses of the server one by one, each for its share of the time: one may be silent."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
        named = None if self._tls is None else self._host
        for *_, address in found:
            with suppress(OSError):
                async with asyncio.timeout(_CONNECT_TIMEOUT_S / len(found)):
                    _, line = await loop.create_connection(
                        Line, str(address[0]), self._port, ssl=self._tls, server_hostname=named
                    )
                    return line
        raise Unreachable


def _tls() -> ssl.SSLContext:
    context = httpx.create_ssl_context(trust_env=False)
    context.set_alpn_protocols(["http/1.1"])
    return context
