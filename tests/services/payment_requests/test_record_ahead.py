"""A payment that is recorded for its request before its money is here pays it when that comes."""

from db.connect import Connection
from domain.caller import Caller
from domain.payment import PaymentStatus
from services.payment_requests.record import record_request_payment
from services.webhooks_in.news import PaymentNews
from services.webhooks_in.payments import take_payment_news
from tests.factories import Shop
from tests.services.payment_requests.outbox import the_request
from tests.services.payment_requests.test_record import ask, transfer


async def test_a_transfer_that_is_on_its_way_pays_when_it_arrives(shop: Shop) -> None:
    """Though who tells so does not know of requests."""
    request, _ada = await ask(shop)
    draft = transfer(provider="bank", provider_reference="bank_7", status=PaymentStatus.PENDING)
    await shop.do(record_request_payment, draft, request)
    assert (await the_request(shop, request))["status"] == "QUEUED"

    async def take(tx: Connection, caller: Caller) -> None:
        await take_payment_news(tx, caller, "bank", PaymentNews("bank_7", PaymentStatus.SUCCEEDED, None))

    await shop.do(take)

    assert (await the_request(shop, request))["status"] == "PAID"
