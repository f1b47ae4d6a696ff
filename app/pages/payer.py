"""GET /p/{token}: what a payer is asked for and where it stands; POST /p/{token}/pay: off to the provider."""

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from app.pages.attempted import attempted
from app.pages.page import page, page_language, page_not_found
from app.pages.visit import is_by_a_person
from db.connect import Pool
from domain.days import format_day, format_moment
from domain.ids import Kind, SessionId, decode
from domain.locale import Locale
from domain.money import format_money
from domain.payer import PayerState
from services.payer.page import PayerPage, find_page, is_paid
from services.payer.pay import NotPayable, mark_returned, start_payment
from services.payment_providers.provider import AmountRefused, PaymentProvider, ProviderUnavailable
from services.payment_requests.link import Linked, find_linked
from services.payment_requests.viewed import mark_viewed

# The event is often there before the payer is. So long the page waits for it, looking so often.
EVENT_WAIT_S = 3.0
LOOK_EVERY_S = 0.25
# Then the page comes anew by itself, unless asked not to; and after a while only when asked to.
REFRESH_S = 10
REFRESHED_FOR_S = 120.0


def payer_routes() -> list[BaseRoute]:
    """Return the routes of the payer's page."""
    return [
        Route("/p/{token}", attempted(_show), methods=["GET"]),
        Route("/p/{token}/pay", attempted(_pay), methods=["POST"]),
        # Where the browser's back and the choice of a language lead to after a POST.
        Route("/p/{token}/pay", _back, methods=["GET"]),
    ]


async def _show(request: Request) -> Response:
    pool: Pool = request.app.state.pool
    linked = await find_linked(pool, request.path_params["token"])
    shown = None if linked is None else await _looked_up(request, pool, linked)
    if linked is None or shown is None:
        return page_not_found(request)
    if not shown.is_viewed and is_by_a_person(request):
        await mark_viewed(pool, linked)
    return _page(request, shown)


async def _looked_up(request: Request, pool: Pool, linked: Linked) -> PayerPage | None:
    """Return the page's facts; with who comes back from the provider, wait a moment for the event."""
    session_id = decode(request.query_params.get("paid", ""), Kind.PAYMENT_SESSION)
    if session_id is None:
        return await find_page(pool, linked)
    if request.method == "GET":
        await mark_returned(pool, linked, SessionId(session_id))
    shown = await find_page(pool, linked)
    if shown is not None and shown.state is PayerState.PROCESSING and shown.returned_s < EVENT_WAIT_S:
        await _event_is_in(pool, linked)
        shown = await find_page(pool, linked)
    return shown


async def _event_is_in(pool: Pool, linked: Linked) -> None:
    for _ in range(int(EVENT_WAIT_S / LOOK_EVERY_S)):
        if await is_paid(pool, linked):
            return
        await asyncio.sleep(LOOK_EVERY_S)


async def _pay(request: Request) -> Response:
    state, token = request.app.state, request.path_params["token"]
    provider: PaymentProvider | None = state.payment_provider
    linked = await find_linked(state.pool, token)
    shown = None if linked is None else await find_page(state.pool, linked)
    if linked is None or shown is None:
        return page_not_found(request)
    if provider is None or not provider.takes(shown.due):
        return _back_to(request)
    spoken = _spoken(request, shown)
    try:
        address = await start_payment(
            state.pool, provider, state.addresses, linked, token, shown.merchant_name, spoken
        )
    except NotPayable:
        return _back_to(request)
    except AmountRefused:
        return _page(request, shown, refused=True, status=422)
    except ProviderUnavailable:
        return _page(request, shown, notice="unavailable", status=503)
    return RedirectResponse(address, 303, {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})


async def _back(request: Request) -> Response:
    return _back_to(request)


def _back_to(request: Request) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/p/{request.path_params['token']}{query}", 303, {"Cache-Control": "no-store"})


def _page(
    request: Request,
    shown: PayerPage,
    *,
    notice: str | None = None,
    refused: bool = False,
    status: int = 200,
) -> Response:
    provider: PaymentProvider | None = request.app.state.payment_provider
    spoken = _spoken(request, shown)
    tag = shown.locale_tag(spoken)
    return page(
        "payer.html",
        spoken,
        status=status,
        leads_to=provider.origins if provider else (),
        refresh_s=_refresh_s(request, shown),
        path=f"/p/{request.path_params['token']}",
        state=shown.state.value,
        merchant=shown.merchant_name,
        amount=format_money(shown.amount, tag),
        # Before anything has come, the sum that is asked for is all there is to say.
        paid=format_money(shown.paid, tag) if shown.paid.minor else None,
        due=format_money(shown.due, tag),
        reference=shown.reference,
        expires_at=shown.expires_at and format_moment(shown.expires_at, shown.time_zone, tag),
        paid_at=shown.paid_at and format_day(shown.paid_at, shown.time_zone, tag),
        payable=provider is not None and provider.takes(shown.due) and not refused,
        is_test=provider is not None and provider.is_test,
        notice=notice or _notice(request),
        is_long=shown.returned_s >= REFRESHED_FOR_S / 2,
    )


def _spoken(request: Request, shown: PayerPage) -> Locale:
    return page_language(request, shown.customer_locale, shown.merchant_locale)


def _refresh_s(request: Request, shown: PayerPage) -> int | None:
    waits = shown.state is PayerState.PROCESSING and shown.returned_s < REFRESHED_FOR_S
    return REFRESH_S if waits and "still" not in request.query_params else None


def _notice(request: Request) -> str | None:
    """Return what the provider's way back says of the payer, who is the only one to read it."""
    return next((name for name in ("declined", "left") if name in request.query_params), None)
