"""What is believed must be understood too: what can't be taken is said where it lies, and may come again."""

import json
from typing import Any

import pytest

from tests.api.furnished import everything
from tests.factories import Shop
from tests.webhooks_in.conftest import payments
from tests.webhooks_in.senders import StandardSender, told

EUROS = {"amount": "12.50", "currency": "EUR"}
REFUSED = (403, ["WEBHOOK_UNVERIFIED"])


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b'"x"', b"{", b"\xff", b'{"type": NaN}', b"[" * 100_000]
)
async def test_what_is_no_object_is_unreadable(standard: StandardSender, body: bytes) -> None:
    """Bytes that are no UTF-8 can't have been signed as Standard Webhooks wants."""
    answer = await standard.send(body, standard.headers(body, "msg_1"))

    assert told(answer) in [(400, ["WEBHOOK_UNREADABLE"]), REFUSED]
    assert (told(answer) == REFUSED) == (body == b"\xff")


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_that_is_too_large_is_not_read_to_its_end(
    standard: StandardSender, announced: bool
) -> None:
    async def pieces() -> Any:
        for _ in range(100):
            yield b"x" * 100_000

    content = b"x" * 1_048_577 if announced else pieces()
    answer = await standard.http.post(standard.url, content=content)

    assert told(answer) == (413, ["BODY_TOO_LARGE"])
    assert answer.headers["connection"] == "close"


GOOD = {"provider_reference": "tr_1", "amount": EUROS}
WRONG: list[tuple[dict[str, Any], str, list[str | int]]] = [
    ({**GOOD, "provider_reference": None}, "REQUIRED", ["data", "provider_reference"]),
    ({**GOOD, "provider_reference": 7}, "INVALID", ["data", "provider_reference"]),
    ({**GOOD, "provider_reference": "x" * 201}, "TOO_LONG", ["provider_reference"]),
    ({**GOOD, "provider_reference": "tr\x00"}, "NUL_CHARACTER", ["provider_reference"]),
    ({**GOOD, "amount": None}, "REQUIRED", ["data", "amount"]),
    ({**GOOD, "amount": 5}, "INVALID", ["data", "amount"]),
    ({**GOOD, "amount": {"currency": "EUR"}}, "REQUIRED", ["data", "amount", "amount"]),
    ({**GOOD, "amount": {"amount": "5"}}, "REQUIRED", ["data", "amount", "currency"]),
    ({**GOOD, "amount": {"amount": True, "currency": "EUR"}}, "INVALID", ["data", "amount", "amount"]),
    ({**GOOD, "amount": {"amount": "x", "currency": "EUR"}}, "INVALID", ["data", "amount", "amount"]),
    (
        {**GOOD, "amount": {"amount": "NaN", "currency": "EUR"}},
        "AMOUNT_INVALID",
        ["data", "amount", "amount"],
    ),
    (
        {**GOOD, "amount": {"amount": 0, "currency": "EUR"}},
        "AMOUNT_NOT_POSITIVE",
        ["data", "amount", "amount"],
    ),
    (
        {**GOOD, "amount": {"amount": 5.001, "currency": "EUR"}},
        "AMOUNT_TOO_PRECISE",
        ["data", "amount", "amount"],
    ),
    (
        {**GOOD, "amount": {"amount": 10**20, "currency": "EUR"}},
        "AMOUNT_OUT_OF_RANGE",
        ["data", "amount", "amount"],
    ),
    (
        {**GOOD, "amount": {"amount": 5, "currency": "XAU"}},
        "CURRENCY_UNKNOWN",
        ["data", "amount", "currency"],
    ),
    ({**GOOD, "payer": "Ada"}, "INVALID", ["data", "payer"]),
    ({**GOOD, "payer": {"email": 5}}, "INVALID", ["data", "payer", "email"]),
]


@pytest.mark.parametrize(("data", "code", "field"), WRONG)
async def test_what_can_not_be_taken_is_said_where_it_lies_and_may_come_again(
    shop: Shop, standard: StandardSender, data: dict[str, Any], code: str, field: list[str | int]
) -> None:
    """It is not remembered, so that the same event, put right, counts."""
    before = await everything(shop)

    answer = await standard.tell("payment.succeeded", data, event_id="msg_1")

    assert told(answer) == (422, [code])
    assert answer.json()["errors"][0]["extensions"]["field"] == field
    assert await everything(shop) == before
    assert told(await standard.tell("payment.succeeded", GOOD, event_id="msg_1")) == (204, [])
    assert len(await payments(shop)) == 1


@pytest.mark.parametrize("unkeepable", ["x" * 5_000, "x\x00"])
async def test_what_is_said_beside_the_sum_may_be_anything(
    shop: Shop, standard: StandardSender, unkeepable: str
) -> None:
    """The money has come: words that can't be kept are left out, and nobody sends the event for ever."""
    words = {"method": unkeepable, "reference": unkeepable, "reason": unkeepable}

    answers = [await standard.tell(f"payment.{what}", {**GOOD, **words}) for what in ("pending", "failed")]

    assert [told(answer) for answer in answers] == [(204, []), (204, [])]
    kept = await shop.fetch("select method, reference, status from payment where merchant_id = $1")
    assert [tuple(row) for row in kept] == [(None, None, "FAILED")]


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-20T10:00:00", "soon"]
)
async def test_what_is_no_moment_is_said(shop: Shop, standard: StandardSender, moment: str) -> None:
    """Not even one that only UTC has no place for."""
    body = json.dumps({"type": "payment.succeeded", "timestamp": moment, "data": GOOD}).encode()

    answer = await standard.send(body, standard.headers(body, "msg_1"))

    assert told(answer) == (422, ["INVALID"])
    assert answer.json()["errors"][0]["extensions"]["field"] == ["timestamp"]
    assert await payments(shop) == []


async def test_another_amount_than_before_is_a_conflict(shop: Shop, standard: StandardSender) -> None:
    await standard.tell("payment.pending", GOOD)

    answer = await standard.tell(
        "payment.succeeded", {**GOOD, "amount": {"amount": "1250.00", "currency": "EUR"}}
    )

    assert told(answer) == (409, ["CONFLICT"])
    assert await payments(shop) == [("tr_1", 1250, 0, "PENDING")]


@pytest.mark.parametrize(
    ("language", "begins"), [("de", "Die Signatur"), ("fr", "La signature"), ("en", "The sig")]
)
async def test_why_is_said_in_the_reader_s_language(
    standard: StandardSender, language: str, begins: str
) -> None:
    answer = await standard.send(b"{}", {"Accept-Language": language})

    assert answer.json()["errors"][0]["message"].startswith(begins)
