"""Who sends a request's headers drop by drop is not waited for: uvicorn itself would wait for ever."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# From the first byte of a request, or from the connection's beginning, to the end of its headers.
HEADERS_TIMEOUT_S = 10.0


class PromptHttp(HttpToolsProtocol):
    """HTTP whose headers arrive in time, or the connection is closed."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._headers_came()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Begin to wait, also for the next request of a connection that was kept."""
        super().on_message_begin()
        if self._deadline is None:
            self._await_headers()

    def on_headers_complete(self) -> None:
        self._headers_came()
        super().on_headers_complete()

    def _await_headers(self) -> None:
        self._deadline = self.loop.call_later(HEADERS_TIMEOUT_S, self._give_up)

    def _headers_came(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        answered: Any = self.cycle
        if answered is None or answered.response_complete:
            self.transport.write(
                b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            )
        self.transport.close()
