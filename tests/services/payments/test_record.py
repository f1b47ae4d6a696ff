"""A payment is recorded and finds its customer, or makes one."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from db.connect import Connection
from domain.customer import CustomerDraft, MatchKey
from domain.errors import (
    AmountNotPositive,
    AmountOutOfRange,
    AmountTooPrecise,
    Conflict,
    CurrencyUnknown,
    CustomerNotFound,
    ExactlyOneArgument,
    Failures,
    IdempotencyKeyReused,
    Invalid,
    TooLong,
)
from domain.ids import CustomerId, new_id
from domain.payment import CustomerResolution, PaymentStatus
from services.mutating import Once, perform
from services.payments.draft import PaymentDraft
from services.payments.record import record_payment
from services.payments.recorded import Candidate
from tests.factories import Shop

PHONE, E164 = "0151 23456789", "+4915123456789"


def paid(amount: str = "12.50", **fields: Any) -> PaymentDraft:
    return PaymentDraft(Decimal(amount), "EUR", **fields)


def by(**fields: Any) -> CustomerDraft:
    return CustomerDraft(**fields)


async def totals(shop: Shop, customer: CustomerId) -> list[tuple[str, int, int]]:
    """Currency, payments and minor units that the totals hold for a customer."""
    rows = await shop.fetch(
        "select currency, payment_count, paid_minor from customer_total"
        " where merchant_id = $1 and customer_id = $2 order by currency",
        customer,
    )
    return [tuple(row) for row in rows]


async def payments(shop: Shop) -> int:
    count: int = await shop.value("select count(*) from payment where merchant_id = $1")
    return count


async def customers(shop: Shop) -> int:
    count: int = await shop.value("select count(*) from customer where merchant_id = $1")
    return count


async def test_an_unknown_payer_becomes_a_customer(shop: Shop) -> None:
    """Every payment makes its customer, who is found by the next one, however the number is written."""
    first = await shop.do(record_payment, paid(payer=by(first_name="Ada", phone=PHONE)))
    again = await shop.do(record_payment, paid("7.50", payer=by(phone="+49 151 23456789", first_name="A.")))

    assert first.resolution is CustomerResolution.CREATED
    assert (again.customer_id, again.resolution) == (first.customer_id, CustomerResolution.MATCHED)
    assert first.customer_id is not None
    assert await totals(shop, first.customer_id) == [("EUR", 2, 2000)]
    [row] = await shop.fetch(
        "select display_name, phone_e164, creation_source, version from customer where merchant_id = $1"
    )
    assert tuple(row) == ("Ada", E164, "PAYMENT", 1)


async def test_a_payment_leaves_event_time_and_timeline(shop: Shop) -> None:
    ada = await shop.customer("Ada")

    recorded = await shop.do(record_payment, paid(customer_id=ada, method="CARD", reference=" R-1 "))

    assert (recorded.customer_id, recorded.resolution) == (ada, CustomerResolution.LINKED_BY_ID)
    [payment] = await shop.fetch(
        "select amount_minor, refunded_minor, currency, status, method, reference, provider,"
        " provider_reference, paid_at = created_at as now, history_at = created_at as history"
        " from payment where merchant_id = $1"
    )
    assert tuple(payment) == (1250, 0, "EUR", "SUCCEEDED", "CARD", "R-1", "", None, True, True)
    [event] = await shop.fetch("select type, amount_minor from payment_event where merchant_id = $1")
    assert tuple(event) == ("SUCCEEDED", 1250)
    assert await shop.value(
        "select data from timeline_event where merchant_id = $1 and type = 'PAYMENT'"
    ) == (f'{{"status": "SUCCEEDED", "payment": "pay_{recorded.payment_id}"}}')


async def test_a_payer_of_several_customers_is_none_of_them(shop: Shop) -> None:
    """Phone of one, e-mail of another: both are shown, nobody is chosen, nobody is counted."""
    ada = await shop.customer("Ada", phone=PHONE)
    bob = await shop.customer("Bob", email="bob@example.com", external_reference="B-1")

    recorded = await shop.do(
        record_payment,
        paid(payer=by(phone=PHONE, email="BOB@example.com", external_reference="B-1")),
    )

    assert (recorded.customer_id, recorded.resolution) == (None, CustomerResolution.AMBIGUOUS)
    assert recorded.candidates == (
        Candidate(ada, (MatchKey.PHONE,)),
        Candidate(bob, (MatchKey.EMAIL, MatchKey.EXTERNAL_REFERENCE)),
    )
    assert (await totals(shop, ada), await totals(shop, bob), await payments(shop)) == ([], [], 1)


@pytest.mark.parametrize("payer", [None, CustomerDraft(), CustomerDraft(first_name="  ", note="bar")])
async def test_a_payment_without_payer_is_kept(shop: Shop, payer: CustomerDraft | None) -> None:
    recorded = await shop.do(record_payment, paid(payer=payer))

    assert (recorded.customer_id, recorded.resolution) == (None, CustomerResolution.UNLINKED)
    assert (await payments(shop), await customers(shop)) == (1, 0)


async def test_a_payer_with_a_bad_phone_is_kept_as_written(shop: Shop) -> None:
    await shop.do(record_payment, paid(payer=by(first_name="Ada", phone="unbekannt")))

    [row] = await shop.fetch("select phone_raw, phone_e164 from customer where merchant_id = $1")
    assert tuple(row) == ("unbekannt", None)


async def test_money_that_has_not_arrived_is_not_counted(shop: Shop) -> None:
    ada = await shop.customer("Ada")

    await shop.do(record_payment, paid(customer_id=ada, status=PaymentStatus.PENDING))

    assert await totals(shop, ada) == []
    assert await shop.value("select paid_at from payment where merchant_id = $1") is None


async def test_the_same_reference_of_a_provider_is_the_same_payment(shop: Shop) -> None:
    """For ever, whatever else is given; but not with another amount."""
    given = {"provider": "stripe", "provider_reference": "pi_1"}
    first = await shop.do(record_payment, paid(payer=by(first_name="Ada"), **given))

    again = await shop.do(record_payment, paid(payer=by(first_name="Bob"), **given))
    with pytest.raises(Conflict) as refused:
        await shop.do(record_payment, paid("12.51", **given))

    assert again == first
    assert refused.value == Conflict(field=("provider_reference",))
    assert (await payments(shop), await customers(shop)) == (1, 1)


async def test_the_same_reference_at_once_is_one_payment(shop: Shop) -> None:
    """Without any idempotency key: the provider's reference is one."""
    draft = paid(payer=by(phone=PHONE), provider_reference="pi_1")

    recorded = await asyncio.gather(*(shop.do(record_payment, draft) for _ in range(10)))

    assert len({one.payment_id for one in recorded}) == 1
    assert (await payments(shop), await customers(shop)) == (1, 1)


async def test_payments_of_one_new_payer_at_once_make_one_customer(shop: Shop) -> None:
    draft = paid("1", payer=by(first_name="Ada", phone=PHONE, email="ada@example.com"))

    recorded = await asyncio.gather(*(shop.do(record_payment, draft) for _ in range(20)))

    [customer] = {one.customer_id for one in recorded}
    resolutions = sorted(one.resolution for one in recorded)
    assert resolutions == [CustomerResolution.CREATED] + [CustomerResolution.MATCHED] * 19
    assert customer is not None
    assert (await totals(shop, customer), await customers(shop)) == ([("EUR", 20, 2000)], 1)


async def test_fifty_twins_of_one_key_are_one_payment(shop: Shop) -> None:
    """In flight at once, with a payer whom nobody knows yet: one payment, one customer, one answer."""
    draft = paid(payer=by(first_name="Ada", phone=PHONE))
    once = Once("paymentRecord", "till-7-0001", {"amount": "12.50"})

    async def work(tx: Connection) -> dict[str, Any]:
        return (await record_payment(tx, shop.caller, draft, once)).seed

    async def answer(tx: Connection, seed: dict[str, Any]) -> dict[str, Any]:
        return seed

    seeds = await asyncio.gather(
        *(perform(shop.pool, shop.caller, work, answer, once, remembered_by_work=True) for _ in range(50))
    )

    assert seeds == [seeds[0]] * 50
    assert seeds[0]["resolution"] == "CREATED"
    assert (await payments(shop), await customers(shop)) == (1, 1)


async def test_a_key_serves_one_request_only(shop: Shop) -> None:
    """Other arguments under the same key are refused, and nothing happens."""

    async def record(amount: str) -> None:
        once = Once("paymentRecord", "till-7-0001", {"amount": amount})

        async def work(tx: Connection) -> dict[str, Any]:
            return (await record_payment(tx, shop.caller, paid(amount), once)).seed

        async def answer(tx: Connection, seed: dict[str, Any]) -> None: ...

        await perform(shop.pool, shop.caller, work, answer, once, remembered_by_work=True)

    await record("12.50")
    with pytest.raises(IdempotencyKeyReused) as refused:
        await record("99.00")

    assert refused.value == IdempotencyKeyReused(field=("idempotency_key",), key="till-7-0001")
    assert await payments(shop) == 1


async def test_a_foreign_customer_is_as_an_unknown_one(shop: Shop, other: Shop) -> None:
    """Neither by id nor by phone does a payment reach a customer of another merchant."""
    stranger = await other.customer("Bob", phone=PHONE)

    for customer in (stranger, CustomerId(new_id())):
        with pytest.raises(CustomerNotFound) as refused:
            await shop.do(record_payment, paid(customer_id=customer))
        assert refused.value == CustomerNotFound(field=("customer_id",))
    recorded = await shop.do(record_payment, paid(payer=by(phone=PHONE)))

    assert recorded.resolution is CustomerResolution.CREATED
    assert (await payments(shop), await payments(other)) == (1, 0)


async def test_everything_wrong_is_said_at_once(shop: Shop) -> None:
    with pytest.raises(Failures) as refused:
        await shop.do(
            record_payment,
            PaymentDraft(
                Decimal("0.001"),
                "EUR",
                payer=by(vat_id="x" * 51),
                customer_id=CustomerId(new_id()),
                status=PaymentStatus.REFUNDED,
                method="m" * 51,
            ),
        )

    assert refused.value.failures == (
        AmountTooPrecise(field=("amount", "amount"), amount=Decimal("0.001"), currency="EUR", decimals=2),
        Invalid(field=("status",)),
        ExactlyOneArgument(field=("payer",), arguments=("payer", "customerId")),
        TooLong(field=("payer", "vat_id"), limit=50, length=51),
        TooLong(field=("method",), limit=50, length=51),
    )
    assert await payments(shop) == 0


@pytest.mark.parametrize(
    ("amount", "currency", "failure"),
    [
        ("0", "EUR", AmountNotPositive(field=("amount", "amount"), amount=Decimal("0.00"))),
        ("-1", "EUR", AmountNotPositive(field=("amount", "amount"), amount=Decimal("-1.00"))),
        ("1", "XAU", CurrencyUnknown(field=("amount", "currency"), currency="XAU")),
    ],
)
async def test_an_amount_is_money_above_nothing(
    shop: Shop, amount: str, currency: str, failure: Exception
) -> None:
    with pytest.raises(Failures) as refused:
        await shop.do(record_payment, PaymentDraft(Decimal(amount), currency))

    assert refused.value.failures == (failure,)


async def test_a_total_that_can_not_be_stored_is_refused(shop: Shop) -> None:
    """2^63 - 1 cents can be paid once, and not a cent more."""
    ada = await shop.customer("Ada")
    await shop.do(record_payment, paid("92233720368547758.07", customer_id=ada))

    with pytest.raises(AmountOutOfRange) as refused:
        await shop.do(record_payment, paid("0.01", customer_id=ada))

    assert refused.value == AmountOutOfRange(
        field=("amount", "amount"), amount=Decimal("0.01"), currency="EUR"
    )
    assert await totals(shop, ada) == [("EUR", 1, 2**63 - 1)]
