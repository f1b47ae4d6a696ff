"""What a test asks about requests and their messages, and what it does to them as a worker would."""

from typing import Any

from domain.ids import RequestId
from tests.factories import Shop


async def the_request(shop: Shop, request: RequestId) -> dict[str, Any]:
    """Return a request as it is kept."""
    (row,) = await shop.fetch("select * from payment_request where merchant_id = $1 and id = $2", request)
    return dict(row)


async def deliveries(shop: Shop, request: RequestId) -> list[dict[str, Any]]:
    """Return the messages of a request, the oldest first."""
    rows = await shop.fetch(
        "select * from delivery where merchant_id = $1 and request_id = $2 order by id", request
    )
    return [dict(row) for row in rows]


async def stands(shop: Shop, request: RequestId) -> tuple[str, list[str]]:
    """Return where a request and its messages stand."""
    return (await the_request(shop, request))["status"], [
        one["status"] for one in await deliveries(shop, request)
    ]


async def settle(shop: Shop, request: RequestId, status: str, of_message: str | None = None) -> None:
    """Have a request stand somewhere, and its messages that are under way as well."""
    await shop.fetch(
        "update payment_request set status = $3 where merchant_id = $1 and id = $2 returning id",
        request,
        status,
    )
    await shop.fetch(
        "update delivery set status = $3, attempt = 1"
        " where merchant_id = $1 and request_id = $2 and status in ('QUEUED', 'SENDING') returning id",
        request,
        of_message or status,
    )


async def let_end(shop: Shop, request: RequestId) -> None:
    """Have the end of a request come."""
    await shop.fetch(
        "update payment_request set expires_at = now() where merchant_id = $1 and id = $2 returning id",
        request,
    )
