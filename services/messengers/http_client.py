"""A gateway is asked over HTTP: what stands in each request is made once, and follows no redirect."""

from collections.abc import Mapping

import httpx

from services.messengers.connections import Connections
from services.messengers.http_line import Answer


class HttpClient:
    """Asks one gateway at its address, with the same `headers` each time."""

    def __init__(self, url: str, headers: Mapping[str, str]) -> None:
        parts = httpx.URL(url)
        self._target = parts.raw_path.rstrip(b"?")
        common = {"Host": parts.netloc.decode("ascii"), "User-Agent": "kontor", "Accept-Encoding": "identity"}
        self._head = _lines({**common, **headers})
        self._connections = Connections(parts)

    async def post(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Hand something over. Errors: Unreachable when it can't have arrived, Unclear when it may have."""
        begun = b"POST %b HTTP/1.1\r\nContent-Length: %d\r\n" % (self._target, len(body))
        return await self._connections.ask(b"".join((begun, self._head, _lines(headers), b"\r\n", body)))

    async def get(self, name: str, headers: Mapping[str, str]) -> Answer:
        """Ask for what stands under a name of letters, digits and hyphens. Errors: as for post."""
        begun = b"GET %b/%b HTTP/1.1\r\n" % (self._target, name.encode("ascii"))
        return await self._connections.ask(b"".join((begun, self._head, _lines(headers), b"\r\n")))

    async def close(self) -> None:
        """Let go of connections."""
        await self._connections.close()


def _lines(headers: Mapping[str, str]) -> bytes:
    """Return headers as they are sent. Errors: ValueError when one is not a line of ASCII."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    if lines.count("\r") + lines.count("\n") != 2 * len(headers):
        raise ValueError("a header must be one line")
    return lines.encode("ascii")
