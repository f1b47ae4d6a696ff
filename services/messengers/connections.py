"""Each message that is under way has an HTTP connection to itself, the one that was used last if possible.

A pool of httpx asks the system about every connection before it uses one: with 32 of them that takes longer
than all the rest of a request.
"""

from contextlib import suppress

import httpx


class Connections(httpx.AsyncBaseTransport):
    """As many as are needed at once; one that has rested for longer than `rest_s` is not used again."""

    def __init__(self, rest_s: float) -> None:
        self._limits = httpx.Limits(max_connections=1, keepalive_expiry=rest_s)
        self._tls = httpx.create_ssl_context(trust_env=False)
        self._resting: list[httpx.AsyncHTTPTransport] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return its answer, read to its end."""
        connection = self._resting.pop() if self._resting else self._new()
        try:
            answer = await connection.handle_async_request(request)
            assert isinstance(answer.stream, httpx.AsyncByteStream)
            body = b"".join([part async for part in answer.stream])
            await answer.aclose()
        except BaseException:
            with suppress(httpx.HTTPError):
                await connection.aclose()
            raise
        self._resting.append(connection)
        return httpx.Response(answer.status_code, headers=answer.headers, stream=httpx.ByteStream(body))

    async def aclose(self) -> None:
        """Close all that rest."""
        while self._resting:
            await self._resting.pop().aclose()

    def _new(self) -> httpx.AsyncHTTPTransport:
        return httpx.AsyncHTTPTransport(verify=self._tls, limits=self._limits)
