"""GET /o/{token}/{s|e}: whether more messages will come; POST: no more, or with ?back again after all."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from app.pages.attempted import attempted
from app.pages.page import page, page_language, page_not_found
from domain.customer import Channel
from domain.masked import masked
from services.addresses import opt_out_channel
from services.consent.page import OptOutPage, come_back, find_opt_out, leave
from services.payment_requests.link import Linked, find_linked


def opt_out_routes() -> list[BaseRoute]:
    """Return the routes of the page on which recipients ask for no more messages."""
    path = "/o/{token}/{channel}"
    # A GET changes nothing: mail programs and scanners open links before people do.
    return [
        Route(path, attempted(_show), methods=["GET"]),
        Route(path, attempted(_change), methods=["POST"]),
    ]


async def _show(request: Request) -> Response:
    linked, shown = await _found(request)
    return page_not_found(request) if linked is None or shown is None else _page(request, shown)


async def _change(request: Request) -> Response:
    """Do what the button says, or the mail program, whose body (RFC 8058) says nothing else.

    Answered with the page itself: a mail program follows no redirect, and said twice it is the same.
    """
    linked, shown = await _found(request)
    if linked is None or shown is None:
        return page_not_found(request)
    state = request.app.state
    if "back" not in request.query_params:
        await leave(state.pool, state.secrets, linked, shown)
    elif shown.may_return:
        await come_back(state.pool, state.secrets, linked, shown)
    _, shown = await _found(request)
    assert shown is not None, "where messages went, they have gone"
    return _page(request, shown, is_back="back" in request.query_params and not shown.is_out)


async def _found(request: Request) -> tuple[Linked | None, OptOutPage | None]:
    channel = opt_out_channel(request.path_params["channel"])
    linked = await find_linked(request.app.state.pool, request.path_params["token"])
    if linked is None or channel is None:
        return None, None
    return linked, await find_opt_out(request.app.state.pool, linked, channel)


def _page(request: Request, shown: OptOutPage, *, is_back: bool = False) -> Response:
    return page(
        "opt_out.html",
        page_language(request, shown.customer_locale, shown.merchant_locale),
        kind="sms" if shown.channel is Channel.SMS else "email",
        merchant=shown.merchant_name,
        addresses=[masked(address, shown.channel) for address in shown.addresses],
        is_out=shown.is_out,
        may_return=shown.may_return,
        is_back=is_back,
    )
