"""Raw HTTP to /graphql with a valid key: the body and the headers are the test's own."""

from collections.abc import AsyncIterable
from dataclasses import dataclass

import httpx


@dataclass(frozen=True, slots=True)
class Wire:
    """Sends what it is given as it is."""

    http: httpx.AsyncClient
    api_key: str

    async def post(
        self, content: bytes | AsyncIterable[bytes], content_type: str = "application/json", **headers: str
    ) -> httpx.Response:
        return await self.send("POST", content=content, **{"Content-Type": content_type}, **headers)

    async def send(
        self,
        method: str,
        query: str = "",
        content: bytes | AsyncIterable[bytes] | None = None,
        **headers: str,
    ) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.http.request(
            method,
            f"/graphql{query}",
            content=content,
            headers={"Authorization": f"Bearer {self.api_key}", "Accept-Language": "en", **named},
        )
