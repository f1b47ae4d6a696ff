"""A merchant with its endpoints, and a customer who is asked for money."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from db.connect import Connection
from domain.caller import Caller
from domain.consent import MessagePurpose
from domain.customer import Channel
from domain.ids import CustomerId, EndpointId, Kind, MerchantId, RequestId, encode
from domain.messages.rendered import RenderedMessage
from domain.money import Money
from domain.payment_request import PaymentRequestStatus
from domain.webhook_endpoint import EndpointKind
from services.delivery.outbox import QueuedMessage, queue_messages
from services.payment_requests.insert import NewRequest, insert_requests
from services.payment_requests.status import move_requests
from services.webhooks_in.endpoints import create_endpoint
from tests.client import asking, running_app
from tests.factories import Shop
from tests.webhooks_in.senders import StandardSender, StripeSender

STRIPE_SECRET = "whsec_of_stripe_itself_0123456789"


@dataclass(frozen=True, slots=True)
class Payable:
    """A request for 12.50 € that is on its way to its customer, and everything around it."""

    shop: Shop
    customer: CustomerId
    id: RequestId

    @property
    def name(self) -> str:
        return encode(Kind.PAYMENT_REQUEST, self.id)

    async def status(self) -> str:
        return str(await self._value("status"))

    async def payment(self) -> Any:
        return await self._value("payment_id")

    async def messages(self) -> list[str]:
        sql = "select status from delivery where merchant_id = $1 and request_id = $2 order by id"
        return [row["status"] for row in await self.shop.fetch(sql, self.id)]

    async def move(self, target: PaymentRequestStatus) -> None:
        await self.shop.do(_move, self.id, target)

    async def _value(self, column: str) -> Any:
        return await self.shop.value(
            f"select {column} from payment_request where merchant_id = $1 and id = $2", self.id
        )


async def _move(tx: Connection, caller: Caller, request: RequestId, target: PaymentRequestStatus) -> None:
    await move_requests(tx, caller.merchant_id, [request], target)


async def _ask(tx: Connection, caller: Caller, request: NewRequest) -> None:
    await insert_requests(tx, caller.merchant_id, caller.actor, [request])
    message = RenderedMessage(Channel.SMS, "de", None, "Bitte zahlen", None, None, None, ())
    queued = QueuedMessage(request.id, MessagePurpose.TRANSACTIONAL, "+491701234567", b"\0" * 32, message)
    await queue_messages(tx, caller.merchant_id, [queued])


async def asked(shop: Shop, amount: Money = Money(1250, "EUR")) -> Payable:  # noqa: B008 - a value
    """Ask a new customer for money."""
    customer = await shop.customer("Ada")
    request = NewRequest(
        customer_id=customer,
        amount=amount,
        channels=[Channel.SMS],
        status=PaymentRequestStatus.QUEUED,
        expires_at=datetime.now(UTC) + timedelta(days=1),
    )
    await shop.do(_ask, request)
    return Payable(shop, customer, request.id)


async def payments(shop: Shop) -> list[tuple[str, int, int, str]]:
    """Return the history: reference at the provider, amount, what was given back, status."""
    rows = await shop.fetch(
        "select provider_reference, amount_minor, refunded_minor, status from payment"
        " where merchant_id = $1 order by id"
    )
    return [tuple(row) for row in rows]


async def remembered(shop: Shop) -> int:
    """Return how many events have had their effect."""
    return int(await shop.value("select count(*) from received_event where merchant_id = $1"))


@pytest.fixture(scope="session")
async def receiving(dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The application whose endpoints these are."""
    async with running_app(dsn, tmp_path_factory.mktemp("receiving")) as app:
        yield app


@pytest.fixture(scope="session")
async def sending(receiving: Starlette) -> Any:
    """HTTP to it."""
    async with asking(receiving) as http:
        yield http


def path_of(merchant_id: MerchantId, endpoint_id: EndpointId) -> str:
    return f"/webhooks/{encode(Kind.MERCHANT, merchant_id)}/{encode(Kind.WEBHOOK_ENDPOINT, endpoint_id)}"


@pytest.fixture
async def standard(receiving: Starlette, sending: httpx.AsyncClient, shop: Shop) -> StandardSender:
    """A provider that signs with a secret of ours."""
    endpoint = await shop.do(create_endpoint, EndpointKind.STANDARD, "mollie")
    secret = receiving.state.secrets.webhook_secret(endpoint)
    return StandardSender(sending, path_of(shop.caller.merchant_id, endpoint), secret)


@pytest.fixture
async def stripe(sending: httpx.AsyncClient, shop: Shop) -> StripeSender:
    """Stripe, with a secret of its own."""
    endpoint = await shop.do(create_endpoint, EndpointKind.STRIPE, None, STRIPE_SECRET)
    return StripeSender(sending, path_of(shop.caller.merchant_id, endpoint), STRIPE_SECRET)


@pytest.fixture
async def request_for(shop: Shop) -> Payable:
    """A request for 12.50 €."""
    return await asked(shop)
