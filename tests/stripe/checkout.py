"""Checkout Sessions in front of localstripe, which has none: their API, their page, and their event.

Money, cards and mandates are localstripe's: the page makes a PaymentIntent there. All else is passed on.
Source: Stripe, "Checkout Sessions", "Expire a Checkout Session", "Idempotent requests", "Errors", "Verify
webhook signatures".
"""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

WEBHOOK_SECRET = "whsec_of_the_tests"
HALF_AN_HOUR_S = 1_800
A_DAY_S = 86_400
# Stripe's smallest sums, in the currencies of the tests.
SMALLEST = {"eur": 50, "jpy": 50}
METHODS = {
    "card": {
        "type": "card",
        "card[number]": "4242424242424242",
        "card[exp_month]": "12",
        "card[exp_year]": "2040",
        "card[cvc]": "123",
    },
    "debit": {"type": "sepa_debit", "sepa_debit[iban]": "DE89370400440532013000"},
    "broken debit": {"type": "sepa_debit", "sepa_debit[iban]": "DE62370400440532013001"},
}


@dataclass
class Sessions:
    """What Stripe would keep, and how it is to behave. `webhook_url` is told of what was completed."""

    localstripe: httpx.AsyncClient
    url: str = ""
    webhook_url: str | None = None
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    failures: list[int] = field(default_factory=list)  # statuses of the next answers
    asked_to_expire: list[str] = field(default_factory=list)
    slowly: asyncio.Event | None = None  # until it is set, a session that was begun is not told of
    _by_key: dict[str, tuple[dict[str, str], dict[str, Any]]] = field(default_factory=dict)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/checkout/sessions", self._create, methods=["POST"]),
                Route("/v1/checkout/sessions/{id}", self._retrieve),
                Route("/v1/checkout/sessions/{id}/expire", self._expire, methods=["POST"]),
                Route("/c/pay/{id}", self._page),
                Route("/c/pay/{id}", self._pay, methods=["POST"]),
                Route("/{path:path}", self._pass_on, methods=["GET", "POST", "DELETE"]),
            ]
        )

    async def _create(self, request: Request) -> Response:
        if self.failures:
            return _error(self.failures.pop(0), "api_error")
        async with request.form() as form:
            asked = {name: str(value) for name, value in form.items()}
        key = request.headers["idempotency-key"]
        if key in self._by_key:
            same, session = self._by_key[key]
            return JSONResponse(session) if same == asked else _error(400, "idempotency_error")
        if (refused := _refusal(asked)) is not None:
            return refused
        self.asked.append(asked)
        session = self._opened(asked)
        self.sessions[session["id"]] = session
        self._by_key[key] = (asked, session)
        if self.slowly is not None:
            await self.slowly.wait()
        return JSONResponse(session)

    def _opened(self, asked: dict[str, str]) -> dict[str, Any]:
        session_id = f"cs_test_{len(self.sessions) + 1:04}"
        return {
            "id": session_id,
            "object": "checkout.session",
            "url": f"{self.url}/c/pay/{session_id}",
            "status": "open",
            "payment_status": "unpaid",
            "mode": asked["mode"],
            "payment_intent": None,
            "amount_total": int(asked["line_items[0][price_data][unit_amount]"]),
            "currency": asked["line_items[0][price_data][currency]"],
            "client_reference_id": asked["client_reference_id"],
            "metadata": {
                name[len("metadata[") : -1]: value
                for name, value in asked.items()
                if name.startswith("metadata[")
            },
            "customer_details": None,
            "success_url": asked["success_url"],
            "cancel_url": asked["cancel_url"],
        }

    async def _retrieve(self, request: Request) -> Response:
        if self.failures:
            return _error(self.failures.pop(0), "api_error")
        session = self.sessions.get(request.path_params["id"])
        if session is None:
            return _error(404, "invalid_request_error", "resource_missing")
        shown = dict(session)
        if "payment_intent" in request.query_params.getlist("expand[0]") and session["payment_intent"]:
            shown["payment_intent"] = await self._asked(
                "GET", f"/v1/payment_intents/{session['payment_intent']}"
            )
        return JSONResponse(shown)

    async def _expire(self, request: Request) -> Response:
        self.asked_to_expire.append(request.path_params["id"])
        if self.failures:
            return _error(self.failures.pop(0), "api_error")
        session = self.sessions.get(request.path_params["id"])
        if session is None:
            return _error(404, "invalid_request_error", "resource_missing")
        if session["status"] != "open":
            return _error(400, "invalid_request_error")  # "only Checkout Sessions with a status in ["open"]"
        session.update(status="expired", url=None)
        return JSONResponse(session)

    async def _page(self, request: Request) -> Response:
        session = self.sessions[request.path_params["id"]]
        if session["status"] == "expired":
            return HTMLResponse("over", 410)
        buttons = "".join(f'<button name="method" value="{name}">{name}</button>' for name in METHODS)
        return HTMLResponse(
            f'<!doctype html><title>Checkout</title><form method="post">{buttons}</form>'
            f'<a href="{session["cancel_url"]}">back</a>'
        )

    async def _pay(self, request: Request) -> Response:
        async with request.form() as form:
            method = METHODS[str(form["method"])]
        session = self.sessions[request.path_params["id"]]
        if session["status"] != "open":
            return HTMLResponse("over", 410)
        made = await self._asked("POST", "/v1/payment_methods", method)
        intent = await self._asked(
            "POST",
            "/v1/payment_intents",
            {
                "amount": str(session["amount_total"]),
                "currency": session["currency"],
                "payment_method": made["id"],
                "confirm": "true",
                **{f"metadata[{name}]": value for name, value in session["metadata"].items()},
            },
        )
        session.update(
            status="complete",
            url=None,
            payment_intent=intent["id"],
            payment_status="paid" if intent["status"] == "succeeded" else "unpaid",
            customer_details={"name": "Ada Lovelace", "email": "ada@example.org", "phone": None},
        )
        await self.tell(session["id"])
        return RedirectResponse(session["success_url"], 303)

    async def tell(self, session_id: str, *, secret: str = WEBHOOK_SECRET, age_s: int = 0) -> int | None:
        """Send the event of a completed session; the same at each time."""
        if self.webhook_url is None:
            return None
        event = {
            "id": f"evt_{session_id}",
            "object": "event",
            "type": "checkout.session.completed",
            "created": int(time.time()),
            "data": {"object": self.sessions[session_id]},
        }
        body = json.dumps(event).encode()
        at = int(time.time()) - age_s
        signature = hmac.new(secret.encode(), b"%d.%s" % (at, body), hashlib.sha256).hexdigest()
        async with httpx.AsyncClient() as http:
            headers = {"Stripe-Signature": f"t={at},v1={signature}", "Content-Type": "application/json"}
            return (await http.post(self.webhook_url, content=body, headers=headers)).status_code

    async def _asked(self, method: str, path: str, data: dict[str, str] | None = None) -> dict[str, Any]:
        answer = await self.localstripe.request(method, path, data=data)
        answer.raise_for_status()
        read: dict[str, Any] = answer.json()
        return read

    async def _pass_on(self, request: Request) -> Response:
        answer = await self.localstripe.request(
            request.method,
            f"/{request.path_params['path']}?{request.url.query}",
            content=await request.body(),
            headers={
                name: value
                for name, value in request.headers.items()
                if name in {"authorization", "content-type"}
            },
        )
        return Response(answer.content, answer.status_code, {"content-type": answer.headers["content-type"]})


def _refusal(asked: dict[str, str]) -> Response | None:
    amount = int(asked["line_items[0][price_data][unit_amount]"])
    open_for_s = int(asked["expires_at"]) - time.time()
    if amount < SMALLEST.get(asked["line_items[0][price_data][currency]"], 1):
        return _error(400, "invalid_request_error", "amount_too_small")
    if not HALF_AN_HOUR_S < open_for_s < A_DAY_S:
        return _error(400, "invalid_request_error", "parameter_invalid_integer")
    return None


def _error(status: int, type: str, code: str | None = None) -> Response:
    body = {"error": {"type": type, "code": code, "message": "as Stripe would put it"}}
    # The library tries again by itself unless it is told not to.
    return JSONResponse(body, status, {"Stripe-Should-Retry": "false"})
