"""What was shown is sent, once to each, and nothing else; what has changed is shown again first."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.customer import CustomerDraft
from domain.errors import BatchChanged, BatchNotFound, BatchNotReady, ExpiryTooEarly, NobodyToSendTo
from domain.ids import BatchId, new_id
from services.customers.change import update_customer
from services.delivery.outbox import queue_messages
from services.payment_requests.batches import queueing
from tests.factories import Shop
from tests.services.payment_requests.batches.desk import Desk


async def test_a_batch_is_done_when_its_messages_are_out(desk: Desk) -> None:
    """Until then it runs; progress counts those who are not waited for any more."""
    await desk.reachable(3)
    batch_id = await desk.checked()

    await desk.send(batch_id)
    await desk.work(batch_id)
    queued = await desk.row(batch_id)
    await desk.carry()
    await desk.time_passes()
    await desk.work(batch_id)

    done = await desk.row(batch_id)
    assert (queued["status"], queued["progress_done"], queued["progress_total"]) == ("RUNNING", 0, 3)
    assert (done["status"], done["progress_done"], done["progress_total"]) == ("SUCCEEDED", 3, 3)
    assert len(await desk.messages()) == 3


async def test_who_did_not_get_it_is_told_by_the_batch(desk: Desk) -> None:
    """A message that was refused makes an end with errors."""
    await desk.reachable(2)
    batch_id = await desk.checked()

    await desk.send(batch_id)
    await desk.work(batch_id)
    await desk.carry("FAILED")
    await desk.time_passes()
    await desk.work(batch_id)

    assert (await desk.row(batch_id))["status"] == "SUCCEEDED_WITH_ERRORS"


async def test_who_is_skipped_is_told_by_the_timeline_once_it_is_sent(desk: Desk) -> None:
    """And not by the preflight: it may never be sent."""
    await desk.reachable(1)
    ada = await desk.shop.customer("Ada")
    sql = "select count(*) from timeline_event where merchant_id = $1 and type = 'REQUEST_SKIPPED'"
    batch_id = await desk.checked()
    before = await desk.shop.value(sql)

    await desk.send(batch_id)
    await desk.work(batch_id)

    assert (before, await desk.shop.value(sql + " and customer_id = $2", ada)) == (0, 1)


async def test_a_customer_who_has_changed_is_shown_again_first(desk: Desk) -> None:
    """Nothing is sent; the preflight is made anew, and with that it goes out."""
    ada, _bob = await desk.reachable(2)
    batch_id = await desk.checked()
    old = await desk.preflight(batch_id)
    await desk.shop.do(update_customer, ada, CustomerDraft(phone=None))

    refused = await desk.send(batch_id)
    await desk.work(batch_id)

    new = await desk.preflight(batch_id)
    assert refused == BatchChanged(field=("preflight_digest",))
    assert (old["will_send"], new["will_send"]) == (2, 1)
    assert await desk.messages() == []
    assert await desk.send(batch_id) is None
    await desk.work(batch_id)
    assert await desk.statuses(batch_id) == {"QUEUED": 1, "SKIPPED": 1}


async def test_somebody_who_opts_out_meanwhile_gets_nothing(desk: Desk) -> None:
    """Whether before it is approved, which makes another preflight, or after, which skips them."""
    ada, bob, _cleo = await desk.reachable(3)
    batch_id = await desk.checked()
    sql = "update customer set sms_block = 'OPTED_OUT' where merchant_id = $1 and id = $2"
    await desk.shop.fetch(sql, ada)

    refused = await desk.send(batch_id)
    await desk.work(batch_id)
    await desk.send(batch_id)
    await desk.shop.fetch(sql, bob)
    await desk.work(batch_id)

    assert isinstance(refused, BatchChanged)
    rows = [(row["status"], row["blockers"]) for row in await desk.requests(batch_id)]
    assert rows == [("SKIPPED", ["OPTED_OUT"]), ("SKIPPED", ["OPTED_OUT"]), ("QUEUED", [])]


async def test_another_digest_sends_nothing(desk: Desk) -> None:
    """And the preflight stays as it is."""
    await desk.reachable(1)
    batch_id = await desk.checked()
    before = await desk.row(batch_id)

    refused = await desk.send(batch_id, "0" * 64)

    assert refused == BatchChanged(field=("preflight_digest",))
    assert await desk.row(batch_id) == before


async def test_what_is_approved_again_is_sent_once(desk: Desk) -> None:
    """By the same digest, whatever has become of it meanwhile."""
    await desk.reachable(2)
    batch_id = await desk.checked()

    digest = (await desk.preflight(batch_id))["digest"]
    await desk.send(batch_id)
    await desk.work(batch_id)
    again = await desk.send(batch_id, digest)
    await desk.time_passes()
    await desk.work(batch_id)

    assert again is None
    assert len(await desk.messages()) == 2


async def test_what_can_not_be_sent_is_refused(desk: Desk, other_shop: Shop) -> None:
    """Nobody to send to; no longer payable; still being checked; another merchant's."""
    await desk.shop.customer("Ohne Telefon")
    nobody = await desk.checked()
    await desk.reachable(1)
    over, unchecked = await desk.checked(), await desk.ask()
    sql = "update payment_request_batch set expires_at = now() where merchant_id = $1 and id = $2"
    await desk.shop.fetch(sql, over)
    digest = (await desk.preflight(over))["digest"]

    with pytest.raises(NobodyToSendTo):
        await desk.send(nobody)
    with pytest.raises(ExpiryTooEarly):
        await desk.send(over)
    with pytest.raises(BatchNotReady):
        await desk.send(unchecked, "0" * 64)
    with pytest.raises(BatchNotFound):
        await Desk(other_shop).send(over, digest)
    with pytest.raises(BatchNotFound):
        await desk.send(BatchId(new_id()), digest)

    assert await desk.messages() == []


async def test_a_scheduled_batch_waits_for_its_time(desk: Desk) -> None:
    """Its requests show that they are scheduled, and go out when the time has come."""
    await desk.reachable(2)
    batch_id = await desk.checked(scheduled_for=datetime.now(UTC) + timedelta(hours=2))

    await desk.send(batch_id)
    await desk.work(batch_id)
    waiting = (await desk.row(batch_id))["status"], await desk.statuses(batch_id)
    wait = await desk.shop.value(
        "select next_at - now() from job where merchant_id = $1 and subject_id = $2 and state = 'PENDING'",
        batch_id,
    )
    await desk.shop.fetch(
        "update payment_request_batch set scheduled_for = now() where merchant_id = $1 and id = $2", batch_id
    )
    await desk.time_passes()
    await desk.work(batch_id)

    assert waiting == ("PENDING", {"SCHEDULED": 2})
    assert timedelta(minutes=119) < wait < timedelta(minutes=121)
    assert await desk.statuses(batch_id) == {"QUEUED": 2}


async def test_a_worker_that_dies_while_it_sends_is_followed_by_another(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which goes on behind the last request that was queued: nobody gets two messages, nobody none."""
    await desk.reachable(7)
    batch_id = await desk.checked()
    await desk.send(batch_id)
    monkeypatch.setattr(queueing, "CHUNK", 2)
    calls: list[Any] = []

    async def dying(*args: Any) -> None:
        calls.append(args)
        await queue_messages(*args)
        if len(calls) == 3:
            raise ConnectionError

    monkeypatch.setattr(queueing, "queue_messages", dying)
    with pytest.raises(ConnectionError):
        await desk.work(batch_id)
    half_way = await desk.statuses(batch_id)
    await desk.time_passes()
    await desk.work(batch_id)

    assert half_way == {"QUEUED": 4, "DRAFT": 3}
    messages = await desk.messages()
    assert len(messages) == len({message["request_id"] for message in messages}) == 7
