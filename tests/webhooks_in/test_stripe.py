"""Stripe's events, as Stripe writes them, end as payments in the history."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.factories import Shop
from tests.webhooks_in.conftest import Payable, payments, remembered
from tests.webhooks_in.senders import StripeSender, told


def session(request: Payable | None = None, **changed: Any) -> dict[str, Any]:
    """Return a checkout session. Source: Stripe, "The Session object"."""
    return {
        "id": "cs_test_1",
        "object": "checkout.session",
        "mode": "payment",
        "payment_status": "paid",
        "payment_intent": "pi_1",
        "amount_total": 1250,
        "currency": "eur",
        "client_reference_id": None,
        "metadata": {} if request is None else {"request_id": request.name},
        "customer_details": {"name": "Grace Hopper", "email": "grace@example.com", "phone": "+491701234567"},
        **changed,
    }


def charge(**changed: Any) -> dict[str, Any]:
    """Return a charge of the same payment. Source: Stripe, "The Charge object"."""
    return {
        "id": "ch_1",
        "object": "charge",
        "payment_intent": "pi_1",
        "amount": 1250,
        "amount_captured": 1250,
        "amount_refunded": 0,
        "currency": "eur",
        "metadata": {},
        "billing_details": {"name": "Grace Hopper", "email": "grace@example.com", "phone": None},
        **changed,
    }


async def test_a_checkout_pays_its_request(shop: Shop, stripe: StripeSender, request_for: Payable) -> None:
    answer = await stripe.tell("checkout.session.completed", session(request_for))

    assert told(answer) == (204, [])
    assert await payments(shop) == [("pi_1", 1250, 0, "SUCCEEDED")]
    assert await request_for.status() == "PAID"
    row = (await shop.fetch("select * from payment where merchant_id = $1"))[0]
    assert (row["provider"], row["customer_id"]) == ("stripe", request_for.customer)
    assert int(row["paid_at"].timestamp()) == stripe.created


async def test_a_client_reference_names_the_request_as_well(
    stripe: StripeSender, request_for: Payable
) -> None:
    await stripe.tell("checkout.session.completed", session(client_reference_id=request_for.name))

    assert await request_for.status() == "PAID"


async def test_who_paid_elsewhere_with_stripe_becomes_a_customer(shop: Shop, stripe: StripeSender) -> None:
    await stripe.tell("checkout.session.completed", session())

    rows = await shop.fetch("select display_name, email, phone_e164 from customer where merchant_id = $1")
    assert [tuple(row) for row in rows] == [("Grace Hopper", "grace@example.com", "+491701234567")]


@pytest.mark.parametrize(
    ("event", "status", "request_status"),
    [
        ("checkout.session.async_payment_succeeded", "SUCCEEDED", "PAID"),
        ("checkout.session.async_payment_failed", "FAILED", "QUEUED"),
    ],
)
async def test_money_that_follows_later_is_pending_until_then(
    shop: Shop, stripe: StripeSender, request_for: Payable, event: str, status: str, request_status: str
) -> None:
    await stripe.tell("checkout.session.completed", session(request_for, payment_status="unpaid"))
    pending = (await payments(shop), await request_for.status())

    await stripe.tell(event, session(request_for))

    assert pending == ([("pi_1", 1250, 0, "PENDING")], "QUEUED")
    assert await payments(shop) == [("pi_1", 1250, 0, status)]
    assert await request_for.status() == request_status


@pytest.mark.parametrize("first", ["completed", "refunded"])
async def test_a_refund_may_be_told_before_its_payment(
    shop: Shop, stripe: StripeSender, request_for: Payable, first: str
) -> None:
    events = {
        "completed": ("checkout.session.completed", session(request_for)),
        "refunded": (
            "charge.refunded",
            charge(amount_refunded=500, metadata={"request_id": request_for.name}),
        ),
    }
    for name in sorted(events, key=lambda name: name != first):
        assert told(await stripe.tell(*events[name])) == (204, [])

    assert await payments(shop) == [("pi_1", 1250, 500, "PARTIALLY_REFUNDED")]
    assert await request_for.status() == "PAID"


async def test_a_refund_that_we_have_recorded_ourselves_counts_once(shop: Shop, stripe: StripeSender) -> None:
    """Stripe tells what has been given back in all."""
    await stripe.tell("checkout.session.completed", session())
    await stripe.tell("charge.refunded", charge(amount_refunded=500))
    await stripe.tell("charge.refunded", charge(amount_refunded=500))
    await stripe.tell("charge.refunded", charge(amount_refunded=1250))

    assert await payments(shop) == [("pi_1", 1250, 1250, "REFUNDED")]
    events = "select type, amount_minor from payment_event where merchant_id = $1 order by id"
    assert [tuple(event) for event in await shop.fetch(events)] == [
        ("SUCCEEDED", 1250),
        ("PARTIALLY_REFUNDED", 500),
        ("REFUNDED", 750),
    ]


def dispute(**changed: Any) -> dict[str, Any]:
    """Return a dispute. Source: Stripe, "The Dispute object"."""
    return {
        "id": "dp_1",
        "object": "dispute",
        "charge": "ch_1",
        "payment_intent": "pi_1",
        "amount": 1250,
        "currency": "eur",
        "reason": "fraudulent",
        "status": "lost",
        **changed,
    }


@pytest.mark.parametrize(
    ("changed", "after"),
    [
        ({}, (1250, 0, "CHARGED_BACK")),
        ({"status": "won"}, (1250, 0, "SUCCEEDED")),
        ({"amount": 250}, (1250, 250, "PARTIALLY_REFUNDED")),
        ({"payment_intent": "pi_of_something_else"}, (1250, 0, "SUCCEEDED")),
    ],
)
async def test_a_dispute_takes_the_money_once_it_is_lost(
    shop: Shop, stripe: StripeSender, changed: Mapping[str, Any], after: tuple[int, int, str]
) -> None:
    await stripe.tell("checkout.session.completed", session())

    answer = await stripe.tell("charge.dispute.closed", dispute(**changed))

    assert told(answer) == (204, [])
    assert await payments(shop) == [("pi_1", *after)]


@pytest.mark.parametrize(
    ("event", "object"),
    [
        ("checkout.session.expired", session()),
        ("checkout.session.completed", session(payment_status="no_payment_required")),
        ("checkout.session.completed", session(mode="subscription")),
        ("charge.succeeded", charge()),
        ("charge.dispute.created", dispute(status="needs_response")),
        ("customer.created", {"id": "cus_1"}),
    ],
)
async def test_what_is_no_payment_is_none(
    shop: Shop, stripe: StripeSender, event: str, object: Mapping[str, Any]
) -> None:
    assert told(await stripe.tell(event, object)) == (204, [])
    assert await payments(shop) == []
    assert await remembered(shop) == 0


async def test_stripe_counts_some_currencies_otherwise(shop: Shop, stripe: StripeSender) -> None:
    """Yen have no smaller unit anywhere, krónur only at Stripe, and dinars have three decimals."""
    for number, (currency, amount) in enumerate([("jpy", 1250), ("isk", 125000), ("kwd", 12500)]):
        answer = await stripe.tell(
            "checkout.session.completed",
            session(payment_intent=f"pi_{number}", currency=currency, amount_total=amount),
        )
        assert told(answer) == (204, [])

    rows = await shop.fetch("select amount_minor, currency from payment where merchant_id = $1 order by id")
    assert [tuple(row) for row in rows] == [(1250, "JPY"), (1250, "ISK"), (12500, "KWD")]


async def test_a_currency_that_nobody_can_read_is_not_guessed(shop: Shop, stripe: StripeSender) -> None:
    answer = await stripe.tell("checkout.session.completed", session(currency="ugx"))

    assert told(answer) == (422, ["CURRENCY_UNKNOWN"])
    assert answer.json()["errors"][0]["extensions"]["field"] == ["data", "object", "currency"]
    assert await payments(shop) == []


async def test_an_event_that_comes_again_under_its_number_counts_once(
    shop: Shop, stripe: StripeSender, request_for: Payable
) -> None:
    for _ in range(5):
        await stripe.tell("checkout.session.completed", session(request_for), event_id="evt_1")

    assert await payments(shop) == [("pi_1", 1250, 0, "SUCCEEDED")]
    assert await remembered(shop) == 1
