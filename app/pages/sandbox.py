"""GET and POST /sandbox/{token}: a bank to play with, which answers as the payer tells it to."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from app.pages.attempted import attempted
from app.pages.page import page, page_language
from domain.money import format_money
from services.payment_providers.sandbox import BankVisit, EventNotTaken, Sandbox


def sandbox_routes() -> list[BaseRoute]:
    """Return the routes of the bank; they are there only where the sandbox is the provider."""
    return [
        Route("/sandbox/{token}", attempted(_show), methods=["GET"]),
        Route("/sandbox/{token}", attempted(_answer), methods=["POST"]),
    ]


async def _show(request: Request) -> Response:
    return _page(request, await _bank(request).visit(request.path_params["token"]))


async def _answer(request: Request) -> Response:
    bank = _bank(request)
    visit = await bank.visit(request.path_params["token"])
    if visit is None:
        return _page(request, None)
    try:
        decided = await _decided(bank, visit, request.query_params.get("answer"))
        return RedirectResponse(decided, 303, {"Cache-Control": "no-store"})
    except EventNotTaken as unheard:
        return _page(request, visit, reason=unheard.reason, status=502)


async def _decided(bank: Sandbox, visit: BankVisit, answer: str | None) -> str:
    """Do what the payer chose; return where that leads to."""
    if answer == "pay":
        await bank.pay(visit)
        return visit.paid_url
    if answer == "decline":
        await bank.decline(visit)
        return f"{visit.left_url.removesuffix('left')}declined"
    return visit.left_url


def _bank(request: Request) -> Sandbox:
    provider: Sandbox = request.app.state.payment_provider
    return provider


def _page(
    request: Request, visit: BankVisit | None, *, reason: str | None = None, status: int = 200
) -> Response:
    spoken = page_language(request, None if visit is None else visit.language.value, "en")
    return page(
        "sandbox.html",
        spoken,
        status=410 if visit is None else status,
        visit=visit,
        amount="" if visit is None else format_money(visit.amount, spoken.value),
        reason=reason,
    )
