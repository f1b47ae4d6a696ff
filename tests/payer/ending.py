"""The ways in which a request ends while its payer is at the provider, and what is kept of the checkout."""

from collections.abc import Awaitable, Callable, Sequence
from decimal import Decimal
from typing import Any

from db.connect import Connection
from db.writing import writing
from domain.caller import Caller
from domain.ids import Kind, encode
from domain.money import money_of
from domain.payment import PaymentStatus
from services.payment_requests.cancel import cancel_request
from services.payment_requests.expire import expire_requests
from services.payment_requests.record import record_request_payment
from services.payments.draft import PaymentDraft
from services.webhooks_in.news import PaymentNews
from services.webhooks_in.payments import take_payment_news
from tests.payer.asking import Asked


async def canceled(asked: Asked) -> None:
    await asked.shop.do(cancel_request, asked.id)


async def expired(asked: Asked) -> None:
    await asked.set("expires_at = now()")
    await expire_requests(asked.shop.pool)


async def transferred(asked: Asked, amount: str = "12.50", reference: str = "bank_1") -> None:
    """Have the sum, or a part of it, come in another way, which names the request."""
    news = PaymentNews(
        provider_reference=reference,
        status=PaymentStatus.SUCCEEDED,
        amount=money_of(Decimal(amount), "EUR"),
        request_id=encode(Kind.PAYMENT_REQUEST, asked.id),
    )

    async def take(tx: Connection, caller: Caller) -> None:
        await take_payment_news(tx, caller, "bank", news)

    await asked.shop.do(take)


async def recorded(asked: Asked, amount: str = "12.50") -> None:
    """Have the merchant see it come in, in whole or in part."""
    await asked.shop.do(record_request_payment, PaymentDraft(Decimal(amount), "EUR"), asked.id)


# Each with what the request is then.
WAYS: Sequence[tuple[Callable[[Asked], Awaitable[None]], str]] = (
    (canceled, "CANCELED"),
    (expired, "EXPIRED"),
    (transferred, "PAID"),
    (recorded, "PAID"),
)


async def checkout_of(asked: Asked) -> dict[str, Any]:
    """Return what is kept of the one checkout that was begun."""
    sql = "select * from payment_session where merchant_id = $1 and request_id = $2"
    (row,) = await asked.shop.fetch(sql, asked.id)
    return dict(row)


async def time_passes(asked: Asked) -> None:
    """Let what is to be tried again be due."""
    async with writing(asked.shop.pool, asked.shop.caller.merchant_id) as tx:
        await tx.execute("update payment_session set call_off_at = now() where call_off_at is not null")
