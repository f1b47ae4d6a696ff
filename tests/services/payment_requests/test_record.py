"""A payment that a merchant has seen come in pays the request that it names."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from db.connect import Connection
from domain.customer import CustomerDraft
from domain.errors import (
    AmountNotPositive,
    Conflict,
    CustomerNotFound,
    ExactlyOneArgument,
    Failures,
    PaymentRequestNotFound,
    TransitionNotAllowed,
)
from domain.ids import CustomerId, RequestId, new_id
from domain.payment import CustomerResolution, PaymentStatus
from services.customers.create import create_customer
from services.mutating import Once, perform
from services.payment_requests.record import record_request_payment
from services.payments.draft import PaymentDraft
from services.payments.refund import refund_payment
from tests.factories import Shop
from tests.services.payment_requests.outbox import settle, stands, the_request

PHONE, EMAIL = "+491701234567", "ada@example.com"
AT = ("payment_request_id",)


def transfer(amount: str = "12.50", currency: str = "EUR", **fields: Any) -> PaymentDraft:
    return PaymentDraft(Decimal(amount), currency, **{"method": "bank_transfer", **fields})


async def ask(shop: Shop) -> tuple[RequestId, CustomerId]:
    """Ask Ada for 12.50 €, by text and by e-mail."""
    ada = await shop.customer("Ada", phone=PHONE, email=EMAIL)
    return await shop.request(ada, reference="R-2026-17"), ada


async def payments(shop: Shop) -> list[dict[str, Any]]:
    rows = await shop.fetch("select * from payment where merchant_id = $1 order by id")
    return [dict(row) for row in rows]


async def test_a_transfer_pays_its_request(shop: Shop) -> None:
    """It is its customer's, under its reference, and nobody is asked any more."""
    request, ada = await ask(shop)

    recorded = await shop.do(record_request_payment, transfer(), request)

    (payment,) = await payments(shop)
    assert (recorded.payment_id, recorded.customer_id) == (payment["id"], ada)
    assert recorded.resolution is CustomerResolution.LINKED_BY_ID
    assert (payment["request_id"], payment["customer_id"], payment["reference"]) == (
        request,
        ada,
        "R-2026-17",
    )
    assert await stands(shop, request) == ("PAID", ["CANCELED", "CANCELED"])
    row = await the_request(shop, request)
    assert row["payment_id"] == payment["id"]
    assert row["paid_at"] is not None
    totals = (
        "select payment_count, paid_minor from customer_total where merchant_id = $1 and customer_id = $2"
    )
    assert [tuple(total) for total in await shop.fetch(totals, ada)] == [(1, 1250)]


async def test_parts_add_up(shop: Shop) -> None:
    """What is given back of one before the last has come is due again."""
    request, _ = await ask(shop)

    first = await shop.do(record_request_payment, transfer("10.00"), request)
    await shop.do(refund_payment, first.payment_id, (Decimal("4.00"), "EUR"))
    await shop.do(record_request_payment, transfer("2.50"), request)
    before = await stands(shop, request)
    await shop.do(record_request_payment, transfer("4.00"), request)

    assert before == ("QUEUED", ["QUEUED", "QUEUED"])
    assert await stands(shop, request) == ("PAID", ["CANCELED", "CANCELED"])
    assert [payment["request_id"] for payment in await payments(shop)] == [request] * 3


async def test_parts_that_are_recorded_at_once_are_counted_together(shop: Shop) -> None:
    request, _ = await ask(shop)

    await asyncio.gather(*(shop.do(record_request_payment, transfer("2.50"), request) for _ in range(5)))

    assert (await the_request(shop, request))["status"] == "PAID"
    assert len(await payments(shop)) == 5


async def test_another_currency_is_shown_and_does_not_pay(shop: Shop) -> None:
    request, _ = await ask(shop)

    recorded = await shop.do(record_request_payment, transfer(currency="USD"), request)

    row = await the_request(shop, request)
    assert (row["status"], row["payment_id"]) == ("QUEUED", recorded.payment_id)


@pytest.mark.parametrize(
    "status",
    [PaymentStatus.PENDING, PaymentStatus.AUTHORIZED, PaymentStatus.FAILED, PaymentStatus.CANCELED],
)
async def test_what_has_not_arrived_is_shown_and_does_not_pay(shop: Shop, status: PaymentStatus) -> None:
    request, _ = await ask(shop)

    recorded = await shop.do(record_request_payment, transfer(status=status), request)

    row = await the_request(shop, request)
    assert (row["status"], row["payment_id"]) == ("QUEUED", recorded.payment_id)
    assert [payment["request_id"] for payment in await payments(shop)] == [request]


@pytest.mark.parametrize("status", ["CANCELED", "EXPIRED", "SCHEDULED", "VIEWED"])
async def test_who_pays_late_or_early_has_paid(shop: Shop, status: str) -> None:
    request, _ = await ask(shop)
    await settle(shop, request, status, "CANCELED")

    await shop.do(record_request_payment, transfer(), request)

    assert (await the_request(shop, request))["status"] == "PAID"


async def test_a_second_payment_of_a_paid_request_is_recorded_too(shop: Shop) -> None:
    """It belongs to the request; the one that paid it is still the one that is shown."""
    request, _ = await ask(shop)
    first = await shop.do(record_request_payment, transfer(), request)

    await shop.do(record_request_payment, transfer(), request)

    assert (await the_request(shop, request))["payment_id"] == first.payment_id
    assert [payment["request_id"] for payment in await payments(shop)] == [request] * 2


async def test_a_customer_who_is_named_has_paid_for_another(shop: Shop) -> None:
    request, ada = await ask(shop)
    grace = await shop.customer("Grace")

    recorded = await shop.do(record_request_payment, transfer(customer_id=grace), request)

    assert recorded.customer_id == grace != ada
    assert (await the_request(shop, request))["status"] == "PAID"


async def test_no_payer_is_looked_for(shop: Shop) -> None:
    """As with a provider's event: what a bank statement says of a name makes no second customer."""
    request, ada = await ask(shop)
    await shop.do(create_customer, CustomerDraft(first_name="Grace", phone="+491711234567"))

    by_a_name = await shop.do(
        record_request_payment, transfer("1.00", payer=CustomerDraft(first_name="A. Vogt")), request
    )
    by_a_phone = await shop.do(
        record_request_payment, transfer("1.00", payer=CustomerDraft(phone="+491711234567")), request
    )

    assert (by_a_name.customer_id, by_a_phone.customer_id) == (ada, ada)
    assert await shop.value("select count(*) from customer where merchant_id = $1") == 2


async def test_a_reference_that_is_given_is_kept(shop: Shop) -> None:
    request, _ = await ask(shop)

    await shop.do(record_request_payment, transfer(reference=" SEPA 4711 "), request)

    assert [payment["reference"] for payment in await payments(shop)] == ["SEPA 4711"]


async def test_the_same_number_again_changes_nothing(shop: Shop) -> None:
    """Not even when the request was last touched, which those would be told who follow it."""
    request, _ = await ask(shop)
    draft = transfer("5.00", provider="bank", provider_reference="K-1")
    first = await shop.do(record_request_payment, draft, request)
    latest = await shop.do(record_request_payment, transfer("1.00"), request)
    before = await the_request(shop, request)

    again = await shop.do(record_request_payment, draft, request)

    assert again == first
    assert before["payment_id"] == latest.payment_id
    assert await the_request(shop, request) == before
    assert len(await payments(shop)) == 2


async def test_twins_of_one_number_count_once(shop: Shop) -> None:
    request, _ = await ask(shop)
    draft = transfer("5.00", provider="bank", provider_reference="K-1")

    recorded = await asyncio.gather(
        *(shop.do(record_request_payment, draft, request) for _ in range(5)),
    )

    assert recorded == [recorded[0]] * 5
    assert (await the_request(shop, request))["status"] == "QUEUED"
    assert len(await payments(shop)) == 1


async def test_twins_of_one_key_count_once(shop: Shop) -> None:
    request, _ = await ask(shop)
    once = Once("paymentRecord", "statement-7", {"amount": "5.00"})

    async def work(tx: Connection) -> dict[str, Any]:
        return (await record_request_payment(tx, shop.caller, transfer("5.00"), request, once)).seed

    async def answer(tx: Connection, seed: dict[str, Any]) -> dict[str, Any]:
        return seed

    seeds = await asyncio.gather(
        *(perform(shop.pool, shop.caller, work, answer, once, remembered_by_work=True) for _ in range(10))
    )

    assert seeds == [seeds[0]] * 10
    assert (await the_request(shop, request))["status"] == "QUEUED"
    assert len(await payments(shop)) == 1


async def test_what_was_recorded_without_a_request_comes_to_it(shop: Shop) -> None:
    """The payment stays what it is; the one who sees later what it was for says so."""
    request, _ = await ask(shop)
    payment = await shop.payment(provider="bank", provider_reference="K-1")

    recorded = await shop.do(
        record_request_payment, transfer(provider="bank", provider_reference="K-1"), request
    )

    assert (recorded.payment_id, recorded.customer_id) == (payment, None)
    assert [one["request_id"] for one in await payments(shop)] == [request]
    assert await stands(shop, request) == ("PAID", ["CANCELED", "CANCELED"])


async def test_a_payment_of_another_request_stays_with_that(shop: Shop) -> None:
    request, ada = await ask(shop)
    other = await shop.request(ada)
    draft = transfer(provider="bank", provider_reference="K-1")
    await shop.do(record_request_payment, draft, request)

    with pytest.raises(Conflict) as refused:
        await shop.do(record_request_payment, draft, other)

    assert refused.value == Conflict(field=AT)
    assert await stands(shop, other) == ("QUEUED", ["QUEUED", "QUEUED"])
    assert [payment["request_id"] for payment in await payments(shop)] == [request]


@pytest.mark.parametrize("status", ["DRAFT", "SKIPPED"])
async def test_nobody_pays_what_nobody_was_asked_for(shop: Shop, status: str) -> None:
    request, _ = await ask(shop)
    await settle(shop, request, status, "QUEUED")
    before = await the_request(shop, request)

    with pytest.raises(TransitionNotAllowed) as refused:
        await shop.do(record_request_payment, transfer(), request)

    assert refused.value == TransitionNotAllowed(field=AT, state=status, target="PAID")
    assert await the_request(shop, request) == before
    assert await payments(shop) == []


async def test_a_request_that_is_not_theirs_is_none(shop: Shop, other_shop: Shop) -> None:
    theirs, _ = await ask(other_shop)
    before = await the_request(other_shop, theirs)

    for named in (theirs, RequestId(new_id())):
        with pytest.raises(PaymentRequestNotFound) as refused:
            await shop.do(record_request_payment, transfer(), named)
        assert refused.value == PaymentRequestNotFound(field=AT)

    assert await payments(shop) == []
    assert await the_request(other_shop, theirs) == before


async def test_what_can_not_be_recorded_pays_nothing(shop: Shop) -> None:
    request, ada = await ask(shop)
    nobody = CustomerId(new_id())
    both = transfer(customer_id=ada, payer=CustomerDraft(first_name="Ada"))

    with pytest.raises(CustomerNotFound) as unknown:
        await shop.do(record_request_payment, transfer(customer_id=nobody), request)
    with pytest.raises(Failures) as doubled:
        await shop.do(record_request_payment, both, request)
    with pytest.raises(Failures) as empty:
        await shop.do(record_request_payment, transfer("0"), request)

    assert unknown.value == CustomerNotFound(field=("customer_id",))
    assert [type(failure) for failure in doubled.value.failures] == [ExactlyOneArgument]
    assert [type(failure) for failure in empty.value.failures] == [AmountNotPositive]
    assert await stands(shop, request) == ("QUEUED", ["QUEUED", "QUEUED"])
    assert await payments(shop) == []
