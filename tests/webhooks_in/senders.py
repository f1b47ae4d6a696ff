"""Senders as the world has them: they sign what they tell, and tell it again when they feel like it."""

import hmac
import json
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import uuid4

import httpx


@dataclass(frozen=True, slots=True)
class StandardSender:
    """Signs by Standard Webhooks, written from its specification and not with the library under test."""

    http: httpx.AsyncClient
    url: str
    secret: str

    def headers(self, body: bytes, event_id: str, *, age_s: float = 0) -> dict[str, str]:
        at = str(int(time.time() - age_s))
        key = b64decode(self.secret.removeprefix("whsec_"))
        digest = hmac.digest(key, f"{event_id}.{at}.".encode() + body, sha256)
        return {
            "webhook-id": event_id,
            "webhook-timestamp": at,
            "webhook-signature": f"v1,{b64encode(digest).decode()}",
        }

    async def tell(
        self, type: str, data: Mapping[str, Any], *, event_id: str | None = None, age_s: float = 0
    ) -> httpx.Response:
        body = json.dumps({"type": type, "timestamp": "2026-11-20T10:00:00Z", "data": data}).encode()
        return await self.send(body, self.headers(body, event_id or f"msg_{uuid4()}", age_s=age_s))

    async def send(self, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
        return await self.http.post(
            self.url, content=body, headers={"Content-Type": "application/json", **headers}
        )


@dataclass(frozen=True, slots=True)
class StripeSender:
    """Signs as Stripe's documentation says that it does."""

    http: httpx.AsyncClient
    url: str
    secret: str
    created: int = field(default_factory=lambda: int(time.time()))

    def headers(self, body: bytes, *, age_s: float = 0) -> dict[str, str]:
        at = str(int(time.time() - age_s))
        digest = hmac.digest(self.secret.encode(), f"{at}.".encode() + body, sha256).hex()
        return {"Stripe-Signature": f"t={at},v1={digest}"}

    async def tell(
        self, type: str, object: Mapping[str, Any], *, event_id: str | None = None, age_s: float = 0
    ) -> httpx.Response:
        event = {
            "id": event_id or f"evt_{uuid4().hex}",
            "object": "event",
            "type": type,
            "created": self.created,
            "data": {"object": object},
        }
        body = json.dumps(event).encode()
        return await self.send(body, self.headers(body, age_s=age_s))

    async def send(self, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
        return await self.http.post(self.url, content=body, headers=dict(headers))


def told(answer: httpx.Response) -> tuple[int, list[str]]:
    """Return status and codes of an answer."""
    if not answer.content:
        return answer.status_code, []
    return answer.status_code, [error["extensions"]["code"] for error in answer.json()["errors"]]
