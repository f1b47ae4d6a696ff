"""Before anything is sent it is known who would get what, who would not and why, and what it costs."""

from typing import Any

import pytest

from domain.custom_field import CustomFieldType
from domain.customer import Channel, FieldDraft
from services.payment_requests.batches import preflight
from services.payment_requests.insert import insert_requests
from tests.services.payment_requests.batches.desk import Desk, ids

BOTH = (Channel.SMS, Channel.EMAIL)


async def test_a_preflight_counts_who_is_reached_and_who_is_not(desk: Desk) -> None:
    """Each reason with how many it concerns, the most frequent first; nothing goes out."""
    await desk.reachable(2)
    await desk.shop.customer("Ohne Telefon")
    await desk.shop.customer("Auch ohne")
    await desk.shop.customer("Festnetz", phone="+493012345678")

    batch_id = await desk.checked()

    found = await desk.preflight(batch_id)
    assert (found["recipients"], found["will_send"], found["total_minor"]) == (5, 2, 2500)
    assert found["will_skip"] == [
        {"blocker": "PHONE_MISSING", "count": 2},
        {"blocker": "PHONE_NOT_MOBILE", "count": 1},
    ]
    assert await desk.statuses(batch_id) == {"DRAFT": 2, "SKIPPED": 3}
    assert await desk.messages() == []
    row = await desk.row(batch_id)
    assert (row["status"], row["progress_done"], row["progress_total"]) == ("WAITING_FOR_USER", 5, 5)


async def test_one_channel_that_reaches_somebody_is_enough(desk: Desk) -> None:
    """And the other one's blocker is kept with the request."""
    await desk.shop.customer("Ada", email="ada@example.com")

    batch_id = await desk.checked(channels=BOTH)

    found = await desk.preflight(batch_id)
    assert (found["will_send"], found["will_skip"], found["sms_segments"]) == (1, [], 0)
    (request,) = await desk.requests(batch_id)
    assert (request["status"], request["blockers"]) == ("DRAFT", ["PHONE_MISSING"])


async def test_somebody_who_is_named_again_is_asked_once(desk: Desk) -> None:
    """And it is said how often that was."""
    ada, bob = await desk.reachable(2)

    batch_id = await desk.checked(ids(ada, bob, ada, ada))

    found = await desk.preflight(batch_id)
    assert (found["recipients"], found["duplicates_collapsed"]) == (2, 2)
    assert [row["customer_id"] for row in await desk.requests(batch_id)] == [ada, bob]


async def test_amounts_from_a_custom_field_are_each_customers_own(desk: Desk) -> None:
    """Without a value, or with one that nobody can pay, the customer is skipped and it is said why."""
    await desk.shop.custom_field("fee", CustomFieldType.DECIMAL)

    for number, value in enumerate(("12.5", None, "-3", "1.234")):
        await desk.shop.customer(
            f"Kunde {number}",
            phone=f"+491701234{number:03}",
            custom_fields=() if value is None else (FieldDraft("fee", value),),
        )
    batch_id = await desk.checked(amount=None, amount_field="fee")

    rows = await desk.requests(batch_id)
    assert [(row["amount_minor"], row["status"], row["blockers"]) for row in rows] == [
        (1250, "DRAFT", []),
        (0, "SKIPPED", ["AMOUNT_MISSING"]),
        (0, "SKIPPED", ["AMOUNT_INVALID"]),
        (0, "SKIPPED", ["AMOUNT_INVALID"]),
    ]
    assert (await desk.preflight(batch_id))["total_minor"] == 1250


async def test_samples_are_messages_as_they_are_sent(desk: Desk) -> None:
    """The first three, word for word; and the segments of all messages are counted."""
    await desk.reachable(5)

    batch_id = await desk.checked()

    found = await desk.preflight(batch_id)
    assert len(found["samples"]) == 3
    assert found["sms_segments"] == 5 * found["samples"][0]["segments"]
    await desk.send(batch_id)
    await desk.work(batch_id)
    words = ("channel", "locale", "subject", "text", "html", "encoding", "segments", "unicode_characters")
    sent = [{name: message[name] for name in words} for message in await desk.messages()]
    assert sent[:3] == found["samples"]


async def test_a_preflight_goes_on_where_its_worker_died(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """In whatever chunks, it finds the same; nobody is counted or drafted twice."""
    await desk.reachable(7)
    whole = await desk.preflight(await desk.checked())
    monkeypatch.setattr(preflight, "CHUNK", 2)
    batch_id = await desk.ask()
    calls: list[Any] = []

    async def dying(*args: Any) -> None:
        calls.append(args)
        if len(calls) == 3:
            raise ConnectionError
        await insert_requests(*args)

    monkeypatch.setattr(preflight, "insert_requests", dying)
    with pytest.raises(ConnectionError):
        await desk.work(batch_id)
    half_way = await desk.statuses(batch_id)
    await desk.time_passes()
    await desk.work(batch_id)

    assert half_way == {"DRAFT": 4}
    assert await desk.statuses(batch_id) == {"DRAFT": 7}
    found = await desk.preflight(batch_id)
    same = ("recipients", "will_send", "will_skip", "total_minor", "sms_segments")
    assert [found[name] for name in same] == [whole[name] for name in same]
