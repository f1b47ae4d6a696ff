"""A gateway for messages that speaks our HTTP contract, remembers what it took, and fails as it is told.

A process of its own, which outlives workers that are killed: `python -m tests.gateways.http_gateway 8123`.
"""

import asyncio
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


@dataclass(slots=True)
class Faults:
    """How often, from 0 to 1, which fault shows; `slow_s` is the longest time that an answer takes."""

    refuse: float = 0.0
    busy: float = 0.0
    drop_before: float = 0.0  # the connection, without having taken the message
    fail_after: float = 0.0  # a 500, having taken it
    drop_after: float = 0.0
    slow_s: float = 0.0
    retry_after: str | None = None


@dataclass(slots=True)
class Ledger:
    """What was taken, by reference, how often, when first and last; refused and turned away are counted."""

    taken: Counter[str] = field(default_factory=Counter)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    busy: int = 0
    asked: int = 0
    at: list[float] = field(default_factory=list)


class HttpGateway:
    """It knows each message by `<mode>-<reference>`; only as `idempotent` it takes one once."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.ledger = Ledger()
        self._lots = random.Random(1)

    async def take(self, request: Request) -> Response:
        """Take a message, unless a fault comes before."""
        reference, message = request.headers["idempotency-key"], await request.json()
        if self.faults.slow_s:
            await asyncio.sleep(self._lots.uniform(0, self.faults.slow_s))
        fault = self._fault()
        if fault == "drop_before":
            return _dropped(request)
        if fault == "busy":
            self.ledger.busy += 1
            headers = {} if self.faults.retry_after is None else {"retry-after": self.faults.retry_after}
            return JSONResponse({"error": "busy"}, 429, headers)
        if fault == "refuse":
            self.ledger.refused.append(reference)
            return JSONResponse({"error": "address_refused"}, 422)
        self._keep(request.path_params["mode"], reference, message)
        if fault == "fail_after":
            return JSONResponse({"error": "internal"}, 500)
        if fault == "drop_after":
            return _dropped(request)
        return JSONResponse({"id": f"gw-{reference}"}, 201)

    async def find(self, request: Request) -> Response:
        """Tell what was taken under a reference."""
        self.ledger.asked += 1
        reference = request.path_params["reference"]
        if not self.ledger.taken[reference]:
            return JSONResponse({"error": "not_found"}, 404)
        return JSONResponse({"id": f"gw-{reference}"})

    async def behave(self, request: Request) -> Response:
        """Fail from now on as told."""
        self.faults = Faults(**await request.json())
        return Response(status_code=204)

    async def show(self, _request: Request) -> Response:
        """Show the ledger."""
        ledger = self.ledger
        return JSONResponse(
            {
                "taken": dict(ledger.taken),
                "messages": ledger.messages,
                "refused": ledger.refused,
                "busy": ledger.busy,
                "asked": ledger.asked,
                "at": ledger.at,
            }
        )

    async def count(self, _request: Request) -> Response:
        """Tell how many messages were taken."""
        return JSONResponse({"taken": self.ledger.taken.total()})

    async def forget(self, _request: Request) -> Response:
        """Begin a new ledger, and fail no more."""
        self.ledger, self.faults = Ledger(), Faults()
        return Response(status_code=204)

    def _fault(self) -> str | None:
        lot = self._lots.random()
        for fault in ("drop_before", "busy", "refuse", "fail_after", "drop_after"):
            lot -= getattr(self.faults, fault)
            if lot < 0:
                return fault
        return None

    def _keep(self, mode: str, reference: str, message: dict[str, Any]) -> None:
        if mode == "idempotent" and self.ledger.taken[reference]:
            return
        self.ledger.taken[reference] += 1
        self.ledger.messages[reference] = message
        self.ledger.at.append(time.time())

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/ledger", self.show, methods=["GET"]),
                Route("/ledger", self.forget, methods=["DELETE"]),
                Route("/count", self.count, methods=["GET"]),
                Route("/faults", self.behave, methods=["PUT"]),
                Route("/{mode}", self.take, methods=["POST"]),
                Route("/{mode}/{reference}", self.find, methods=["GET"]),
            ]
        )


class _Droppable(HttpToolsProtocol):
    """A connection that the application can hang up on."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["transport"] = self.transport  # type: ignore[typeddict-unknown-key]


def _dropped(request: Request) -> Response:
    request.scope["transport"].abort()
    return Response(status_code=204)  # nobody is there to read it


def main(port: int) -> None:
    """Serve until a signal comes."""
    uvicorn.run(HttpGateway().app(), host="127.0.0.1", port=port, http=_Droppable, log_level="critical")


if __name__ == "__main__":
    main(int(sys.argv[1]))
