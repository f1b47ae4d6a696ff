"""What a provider tells of a payment is in the history once, with its customer and its request."""

import asyncio
from itertools import permutations
from typing import Any

import pytest

from domain.ids import Kind, decode
from domain.payment_request import PaymentRequestStatus
from tests.factories import Shop
from tests.webhooks_in.conftest import Payable, asked, payments, remembered
from tests.webhooks_in.senders import StandardSender, told

EUROS = {"amount": "12.50", "currency": "EUR"}


def paid(reference: str, request: Payable | None = None, **further: Any) -> dict[str, Any]:
    named = {} if request is None else {"request_id": request.name}
    return {"provider_reference": reference, "amount": EUROS, **named, **further}


async def test_a_request_is_paid(shop: Shop, standard: StandardSender, request_for: Payable) -> None:
    """The payment is its customer's and in the history, and nobody is asked any more."""
    answer = await standard.tell("payment.succeeded", paid("tr_1", request_for, method="sofort"))

    assert told(answer) == (204, [])
    assert await payments(shop) == [("tr_1", 1250, 0, "SUCCEEDED")]
    assert await request_for.status() == "PAID"
    assert await request_for.messages() == ["CANCELED"]
    row = (await shop.fetch("select * from payment where merchant_id = $1"))[0]
    assert row["id"] == await request_for.payment()
    assert (row["customer_id"], row["customer_resolution"]) == (request_for.customer, "LINKED_BY_ID")
    assert (row["provider"], row["method"]) == ("mollie", "sofort")
    assert row["paid_at"].isoformat() == "2026-11-20T10:00:00+00:00"
    totals = "select payment_count, paid_minor from customer_total where merchant_id = $1"
    assert [tuple(total) for total in await shop.fetch(totals)] == [(1, 1250)]
    actors = "select actor from timeline_event where merchant_id = $1 and type = 'PAYMENT'"
    assert [decode(row["actor"], Kind.WEBHOOK_ENDPOINT) for row in await shop.fetch(actors)] != [None]


async def test_an_event_that_comes_five_times_counts_once(
    shop: Shop, standard: StandardSender, request_for: Payable
) -> None:
    answers = [
        await standard.tell("payment.succeeded", paid("tr_1", request_for), event_id="msg_1")
        for _ in range(5)
    ]

    assert [answer.status_code for answer in answers] == [204] * 5
    assert await payments(shop) == [("tr_1", 1250, 0, "SUCCEEDED")]
    assert await remembered(shop) == 1


async def test_an_event_that_comes_five_times_at_once_counts_once(
    shop: Shop, standard: StandardSender, request_for: Payable
) -> None:
    answers = await asyncio.gather(
        *(standard.tell("payment.succeeded", paid("tr_1", request_for), event_id="msg_1") for _ in range(5))
    )

    assert [answer.status_code for answer in answers] == [204] * 5
    assert await payments(shop) == [("tr_1", 1250, 0, "SUCCEEDED")]


async def test_a_payment_told_under_five_numbers_at_once_counts_once(
    shop: Shop, standard: StandardSender, request_for: Payable
) -> None:
    """Senders that number each attempt anew still name the payment as before."""
    answers = await asyncio.gather(
        *(standard.tell("payment.succeeded", paid("tr_1", request_for)) for _ in range(5))
    )

    assert [answer.status_code for answer in answers] == [204] * 5
    assert await payments(shop) == [("tr_1", 1250, 0, "SUCCEEDED")]
    totals = "select payment_count, paid_minor from customer_total where merchant_id = $1"
    assert [tuple(total) for total in await shop.fetch(totals)] == [(1, 1250)]


_STORY = [
    ("payment.pending", {}),
    ("payment.succeeded", {}),
    ("payment.refunded", {"refunded": {"amount": "5.00", "currency": "EUR"}}),
    ("payment.refunded", {"refunded": {"amount": "7.50", "currency": "EUR"}}),
]


@pytest.mark.parametrize("order", list(permutations(range(len(_STORY)))))
async def test_events_come_in_any_order(
    shop: Shop, standard: StandardSender, request_for: Payable, order: tuple[int, ...]
) -> None:
    """However its story is told, a payment ends the same."""
    for index in order:
        name, further = _STORY[index]
        answer = await standard.tell(name, paid("tr_1", request_for, **further), event_id=f"msg_{index}")
        assert told(answer) == (204, [])

    assert await payments(shop) == [("tr_1", 1250, 750, "PARTIALLY_REFUNDED")]
    assert await request_for.status() == "PAID"
    totals = "select payment_count, paid_minor from customer_total where merchant_id = $1"
    assert [tuple(total) for total in await shop.fetch(totals)] == [(1, 500)]


async def test_a_payment_that_failed_may_succeed_and_not_the_other_way_round(
    shop: Shop, standard: StandardSender, request_for: Payable
) -> None:
    await standard.tell("payment.failed", paid("tr_1", request_for))
    failed = (await payments(shop), await request_for.status())
    await standard.tell("payment.succeeded", paid("tr_1", request_for))
    await standard.tell("payment.failed", paid("tr_1", request_for))

    assert failed == ([("tr_1", 1250, 0, "FAILED")], "QUEUED")
    assert await payments(shop) == [("tr_1", 1250, 0, "SUCCEEDED")]
    assert await request_for.status() == "PAID"


async def test_a_payment_on_its_way_is_shown_with_its_request(
    shop: Shop, standard: StandardSender, request_for: Payable
) -> None:
    await standard.tell("payment.pending", paid("tr_1", request_for))

    assert await request_for.status() == "QUEUED"
    assert await request_for.messages() == ["QUEUED"]
    assert await request_for.payment() is not None


@pytest.mark.parametrize("over", [PaymentRequestStatus.EXPIRED, PaymentRequestStatus.CANCELED])
async def test_who_pays_late_has_paid(
    shop: Shop, standard: StandardSender, request_for: Payable, over: PaymentRequestStatus
) -> None:
    await request_for.move(over)

    answer = await standard.tell("payment.succeeded", paid("tr_1", request_for))

    assert told(answer) == (204, [])
    assert await request_for.status() == "PAID"


@pytest.mark.parametrize(
    ("amount", "status", "is_odd"),
    [
        ({"amount": "12.49", "currency": "EUR"}, "QUEUED", False),
        ({"amount": "12.50", "currency": "USD"}, "QUEUED", True),
        ({"amount": "12.51", "currency": "EUR"}, "PAID", False),
    ],
)
async def test_only_the_whole_sum_pays(
    shop: Shop,
    standard: StandardSender,
    request_for: Payable,
    caplog: pytest.LogCaptureFixture,
    amount: dict[str, str],
    status: str,
    is_odd: bool,
) -> None:
    """Money that came is in the history in any case; a part of the sum leaves the rest of it open."""
    answer = await standard.tell("payment.succeeded", paid("tr_1", request_for, amount=amount))

    assert told(answer) == (204, [])
    assert len(await payments(shop)) == 1
    assert await request_for.status() == status
    assert await request_for.payment() is not None
    warned = [record for record in caplog.records if record.name == "kontor.webhooks"]
    assert len(warned) == int(is_odd)


async def test_a_second_payment_of_a_request_is_recorded_too(
    shop: Shop, standard: StandardSender, request_for: Payable
) -> None:
    await standard.tell("payment.succeeded", paid("tr_1", request_for))
    first = await request_for.payment()
    await standard.tell("payment.succeeded", paid("tr_2", request_for))

    assert [reference for reference, *_ in await payments(shop)] == ["tr_1", "tr_2"]
    assert await request_for.payment() == first
    owners = "select distinct customer_id from payment where merchant_id = $1"
    assert [row["customer_id"] for row in await shop.fetch(owners)] == [request_for.customer]


async def test_a_request_of_another_merchant_stays_as_it_was(
    shop: Shop, other_shop: Shop, standard: StandardSender
) -> None:
    """The money came to this merchant, and is in its history without a request."""
    theirs = await asked(other_shop)

    answer = await standard.tell("payment.succeeded", paid("tr_1", theirs))

    assert told(answer) == (204, [])
    assert await payments(shop) == [("tr_1", 1250, 0, "SUCCEEDED")]
    assert await payments(other_shop) == []
    assert await theirs.status() == "QUEUED"
    assert await theirs.messages() == ["QUEUED"]


@pytest.mark.parametrize("named", ["", "req_1", "whatever", None])
async def test_what_names_no_request_names_none(shop: Shop, standard: StandardSender, named: str) -> None:
    answer = await standard.tell("payment.succeeded", paid("tr_1", request_id=named))

    assert told(answer) == (204, [])
    assert await payments(shop) == [("tr_1", 1250, 0, "SUCCEEDED")]


async def test_an_unknown_payer_becomes_a_customer(shop: Shop, standard: StandardSender) -> None:
    payer = {"first_name": "Grace", "last_name": "Hopper", "email": "grace@example.com"}
    await standard.tell("payment.succeeded", paid("tr_1", payer=payer))
    await standard.tell("payment.succeeded", paid("tr_2", payer={"email": "Grace@Example.com"}))

    rows = await shop.fetch("select display_name, creation_source from customer where merchant_id = $1")
    assert [tuple(row) for row in rows] == [("Grace Hopper", "PAYMENT")]
    resolutions = "select customer_resolution from payment where merchant_id = $1 order by id"
    assert [row[0] for row in await shop.fetch(resolutions)] == ["CREATED", "MATCHED"]


async def test_what_can_not_be_kept_of_a_payer_is_left_out(shop: Shop, standard: StandardSender) -> None:
    """The money has come, whatever stands beside it."""
    payer = {
        "first_name": "x" * 201,
        "last_name": "Hop\x00per",
        "locale": "klingon",
        "email": "g@example.com",
    }

    answer = await standard.tell("payment.succeeded", paid("tr_1", payer=payer))

    assert told(answer) == (204, [])
    assert await shop.value("select display_name from customer where merchant_id = $1") == "g@example.com"


async def test_a_charge_back_takes_the_money_out_of_what_was_paid(
    shop: Shop, standard: StandardSender, request_for: Payable
) -> None:
    some = {"refunded": {"amount": "2.50", "currency": "EUR"}}
    await standard.tell("payment.refunded", paid("tr_1", request_for, **some))

    await standard.tell("payment.charged_back", paid("tr_1", request_for, reason="fraudulent"))

    assert await payments(shop) == [("tr_1", 1250, 250, "CHARGED_BACK")]
    totals = "select payment_count, paid_minor from customer_total where merchant_id = $1"
    assert [tuple(total) for total in await shop.fetch(totals)] == [(0, 0)]
    events = "select type, amount_minor, message from payment_event where merchant_id = $1 order by id"
    assert [tuple(event) for event in await shop.fetch(events)] == [
        ("SUCCEEDED", 1250, None),
        ("PARTIALLY_REFUNDED", 250, None),
        ("CHARGED_BACK", 1000, "fraudulent"),
    ]


async def test_events_that_concern_nobody_here_are_taken_and_forgotten(
    shop: Shop, standard: StandardSender
) -> None:
    answer = await standard.tell("invoice.created", {"anything": True})

    assert told(answer) == (204, [])
    assert await remembered(shop) == 0
    heard = "select last_event_at is not null from webhook_endpoint where merchant_id = $1"
    assert await shop.value(heard)
