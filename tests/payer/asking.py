"""Requests for payment as payers have them: their page, and what has become of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette

from app.asgi import create_app
from app.settings import Settings
from db.connect import Connection
from domain.caller import Caller
from domain.customer import Channel
from domain.ids import RequestId
from domain.money import Money
from domain.payment_request import PaymentRequestStatus
from services.payment_requests.insert import NewRequest, insert_requests
from services.payment_requests.link import Linked
from tests.app.serving import free_port
from tests.factories import Shop

# A browser, as it shows itself.
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A customer who has been asked for money."""

    shop: Shop
    id: RequestId
    token: str

    @property
    def path(self) -> str:
        return f"/p/{self.token}"

    @property
    def linked(self) -> Linked:
        return Linked(self.shop.caller.merchant_id, self.id)

    async def column(self, name: str) -> Any:
        """Return what the request's row holds."""
        sql = f"select {name} from payment_request where merchant_id = $1 and id = $2"
        return await self.shop.value(sql, self.id)

    async def set(self, assignments: str) -> None:
        """Have something happen that takes long otherwise, such as expiring."""
        sql = f"update payment_request set {assignments} where merchant_id = $1 and id = $2"
        await self.shop.fetch(sql, self.id)

    async def payments(self) -> list[tuple[str, int]]:
        """Return the history: status and minor units of each payment."""
        rows = await self.shop.fetch(
            "select status, amount_minor from payment where merchant_id = $1 order by id"
        )
        return [(row["status"], row["amount_minor"]) for row in rows]


async def ask(
    shop: Shop,
    amount: Money | None = None,
    *,
    locale: str | None = "de-DE",
    status: PaymentRequestStatus = PaymentRequestStatus.SENT,
    expires_at: datetime | None = None,
    **fields: Any,
) -> Asked:
    """Ask a new customer for 12.50 € or another sum, as it stands once the message is out."""
    customer = await shop.customer("Ada", last_name="Lovelace", email=None, locale=locale)
    request = NewRequest(
        customer_id=customer,
        amount=amount or Money(1250, "EUR"),
        channels=[Channel.EMAIL],
        status=status,
        expires_at=expires_at or datetime.now(UTC) + timedelta(days=30),
        reference=fields.pop("reference", "RE-2026-1042"),
    )

    async def insert(tx: Connection, caller: Caller) -> None:
        await insert_requests(tx, caller.merchant_id, caller.actor, [request])

    await shop.do(insert)
    return Asked(shop, request.id, request.token)


@dataclass(frozen=True, slots=True)
class Counter:
    """The application where payers reach it."""

    url: str
    app: Starlette


@asynccontextmanager
async def open_counter(settings: Settings) -> AsyncIterator[Counter]:
    """Serve the application in this process, without a worker, on a port that is its PUBLIC_URL."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    app = create_app(replace(settings, port=port, public_url=url))
    server = uvicorn.Server(
        uvicorn.Config(app, port=port, lifespan="on", log_config=None, access_log=False, ws="none")
    )
    async with running(server):
        yield Counter(url, app)


def counter_settings(dsn: str, home: Path, **settings: Any) -> Settings:
    return Settings(database_url=dsn, kontor_home=home, explorer=False, pool_size=5, **settings)


@asynccontextmanager
async def running(server: uvicorn.Server) -> AsyncIterator[None]:
    """Have a server answer until the test is done with it."""
    serving = asyncio.create_task(server._serve())  # `serve` would take the signals of the tests' process
    while not server.started:
        assert not serving.done(), "the server ended before it was ready"
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        await serving
