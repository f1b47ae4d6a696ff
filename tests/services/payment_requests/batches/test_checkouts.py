"""Who is about to pay a request of a batch that ends is not let pay: its checkouts are called off with it."""

from domain.ids import new_id
from tests.services.payment_requests.batches.desk import Desk

BEGUN = """
    insert into payment_session (
        merchant_id, id, request_id, provider, locale, created_at, expires_at, provider_reference
    )
    select merchant_id, $2::uuid, id, 'sandbox', 'de', now(), now() + interval '35 minutes', ($2::uuid)::text
    from payment_request where merchant_id = $1 and id = $3
"""
CALLED_OFF = "select request_id from payment_session where merchant_id = $1 and call_off_at is not null"


async def test_of_a_batch_that_is_called_off(desk: Desk) -> None:
    """What is out stays out, and its payer may go on; the other one is called off."""
    await desk.reachable(2)
    batch_id = await desk.checked()
    await desk.send(batch_id)
    await desk.work(batch_id)
    out, waiting = [row["id"] for row in await desk.requests(batch_id)]
    for request in (out, waiting):
        await desk.shop.fetch(BEGUN, new_id(), request)
    await desk.shop.fetch(
        "update delivery set status = 'SENT' where merchant_id = $1 and request_id = $2", out
    )
    await desk.shop.fetch(
        "update payment_request set status = 'SENT' where merchant_id = $1 and id = $2", out
    )

    await desk.cancel(batch_id)
    await desk.work(batch_id)

    assert [row["request_id"] for row in await desk.shop.fetch(CALLED_OFF)] == [waiting]


async def test_of_who_is_skipped_when_the_time_has_come(desk: Desk) -> None:
    """Scheduled, the page passed on by hand, and opted out since: nobody is asked, and nobody pays."""
    away, _reached = await desk.reachable(2)
    batch_id = await desk.checked()
    await desk.send(batch_id)
    requests = await desk.requests(batch_id)
    await desk.shop.fetch("update payment_request set status = 'SCHEDULED' where merchant_id = $1")
    for row in requests:
        await desk.shop.fetch(BEGUN, new_id(), row["id"])
    await desk.shop.fetch(
        "update customer set phone_e164 = null, updated_at = now() where merchant_id = $1 and id = $2", away
    )

    await desk.work(batch_id)

    skipped = [row["id"] for row in requests if row["customer_id"] == away]
    assert [row["request_id"] for row in await desk.shop.fetch(CALLED_OFF)] == skipped
    assert await desk.statuses(batch_id) == {"SKIPPED": 1, "QUEUED": 1}
