"""What is called off does not go out: from that moment nothing is claimed, and the requests follow."""

from pathlib import Path

import pytest

from domain.errors import BatchNotReady
from services.delivery.outbox import queue_messages
from services.jobs import LostClaim
from services.payment_requests.batches import queueing
from services.payment_requests.batches.run import run_batch
from services.removal import call_off_abandoned_batches
from services.storage import Storage
from tests.services.payment_requests.batches.desk import MACHINERY, Desk


async def test_what_is_not_out_is_canceled_with_its_messages(desk: Desk) -> None:
    """What is out stays out; what is being sent at this moment is waited for."""
    await desk.reachable(4)
    batch_id = await desk.checked()
    await desk.send(batch_id)
    await desk.work(batch_id)
    first, second, *_ = await desk.messages()
    await desk.shop.fetch(
        "update delivery set status = 'SENT' where merchant_id = $1 and id = $2", first["id"]
    )
    await desk.shop.fetch(
        "update payment_request set status = 'SENT' where merchant_id = $1 and id = $2", first["request_id"]
    )
    await desk.shop.fetch(
        "update delivery set status = 'SENDING' where merchant_id = $1 and id = $2", second["id"]
    )

    await desk.cancel(batch_id)
    at_once = (await desk.row(batch_id))["status"]
    await desk.work(batch_id)

    assert at_once == "CANCELED"
    assert await desk.statuses(batch_id) == {"SENT": 1, "QUEUED": 1, "CANCELED": 2}
    assert [message["status"] for message in await desk.messages()] == [
        *("SENT", "SENDING"),
        *("CANCELED", "CANCELED"),
    ]
    await desk.carry()
    await desk.time_passes()
    for _job in ("the one that was sending", "the one that calls off"):
        await desk.work(batch_id)
    jobs = await desk.shop.fetch("select state from job where merchant_id = $1 order by id")
    assert [job["state"] for job in jobs] == ["SUCCEEDED", "CANCELED", "CANCELED"]


async def test_a_worker_in_the_middle_stops(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its next step finds the batch called off, and nothing of that step stays."""
    await desk.reachable(6)
    batch_id = await desk.checked()
    await desk.send(batch_id)
    monkeypatch.setattr(queueing, "CHUNK", 2)
    calls = []

    async def called_off_meanwhile(*args: object) -> None:
        calls.append(args)
        if len(calls) == 2:
            await desk.cancel(batch_id)
        await queue_messages(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(queueing, "queue_messages", called_off_meanwhile)
    claim = await desk.claim(batch_id)

    with pytest.raises(LostClaim):
        await run_batch(desk.shop.pool, claim, MACHINERY)

    assert await desk.statuses(batch_id) == {"QUEUED": 2, "DRAFT": 4}
    await desk.work(batch_id)
    assert await desk.statuses(batch_id) == {"CANCELED": 6}


async def test_drafts_that_nobody_approved_never_were(desk: Desk) -> None:
    """Customers' lists show no requests that were not made; their links lead nowhere."""
    await desk.reachable(2)
    batch_id = await desk.checked()

    await desk.cancel(batch_id)
    await desk.work(batch_id)

    assert await desk.requests(batch_id) == []
    assert await desk.shop.value("select count(*) from payment_link where merchant_id = $1") == 0


async def test_what_has_ended_is_not_called_off(desk: Desk) -> None:
    """And called off twice is called off."""
    await desk.reachable(1)
    done, gone = await desk.checked(), await desk.checked()
    await desk.send(done)
    await desk.work(done)
    await desk.carry()
    await desk.time_passes()
    await desk.work(done)
    await desk.cancel(gone)
    before = await desk.row(gone)

    await desk.cancel(gone)

    assert await desk.row(gone) == before
    with pytest.raises(BatchNotReady):
        await desk.cancel(done)


async def test_a_preflight_that_nobody_approves_is_given_up(desk: Desk, tmp_path: Path) -> None:
    """After 30 days, with its drafts; one that is younger waits on."""
    await desk.reachable(1)
    old, young = await desk.checked(), await desk.checked()
    await desk.shop.fetch(
        "update payment_request_batch set created_at = now() - interval '31 days'"
        " where merchant_id = $1 and id = $2",
        old,
    )

    await call_off_abandoned_batches(desk.shop.pool, Storage.at(tmp_path.as_uri()))
    await desk.work(old)

    assert (await desk.row(old))["status"] == "CANCELED"
    assert (await desk.row(young))["status"] == "WAITING_FOR_USER"
    assert (len(await desk.requests(old)), len(await desk.requests(young))) == (0, 1)
