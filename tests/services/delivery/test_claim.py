"""A claim takes what is due, of each merchant as much as of any other, and nothing that must not go out."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from domain.consent import ConsentSource
from domain.customer import Channel
from services.consent.opt_out import opt_out
from services.delivery.claim import Claims
from services.messengers.log import LogMessenger
from tests.services.delivery.post_office import PostOffice, ids
from tests.services.delivery.sending import ADDRESSES, SECRETS

SMS = LogMessenger(Channel.SMS)


def of_merchants(claims: Claims) -> Counter[object]:
    return Counter(claimed.outgoing.merchant_id for claimed in claims.claimed)


async def test_one_message_does_not_wait_for_a_hundred_of_another_merchant(office: PostOffice) -> None:
    small = await office.another_outbox()
    await office.outbox.ask(100)
    await small.ask(1)

    claims = await office.claim(10)

    assert of_merchants(claims) == {
        office.outbox.shop.caller.merchant_id: 5,
        small.shop.caller.merchant_id: 1,
    }


async def test_with_little_room_each_merchant_has_its_turn(office: PostOffice) -> None:
    """Each claim goes on behind the merchants of the one before, and begins anew after the last."""
    outboxes = [office.outbox, *[await office.another_outbox() for _ in range(4)]]
    for outbox in outboxes:
        await outbox.ask(3)

    taken: list[Counter[object]] = []
    claims = await office.claim(2)
    for _ in range(6):
        taken.append(of_merchants(claims))
        claims = await office.claim(2, after=claims.after)

    everyone = {outbox.shop.caller.merchant_id for outbox in outboxes}
    assert set().union(*taken[:3]) == everyone
    assert set().union(*taken[3:]) == everyone
    assert all(set(round_.values()) == {1} for round_ in taken if len(round_) == 2)


async def test_what_has_waited_longest_goes_first(office: PostOffice) -> None:
    await office.outbox.ask(3)
    last, first, _ = [row["id"] for row in await office.outbox.deliveries()]
    await office.run_sql("update delivery set next_at = next_at - interval '1 hour' where id = $1", first)
    await office.run_sql("update delivery set next_at = next_at - interval '1 minute' where id = $1", last)

    claims = await office.claim(2)

    assert [claimed.outgoing.delivery_id for claimed in claims.claimed] == [first, last]


async def test_two_workers_never_claim_the_same(office: PostOffice) -> None:
    await office.outbox.ask(60)

    claims = await asyncio.gather(*(office.claim(20) for _ in range(6)))

    claimed = [reference for one in claims for reference in ids(one)]
    assert len(claimed) == len(set(claimed))


async def test_a_claimed_message_is_another_s_once_the_lease_is_over(office: PostOffice) -> None:
    await office.outbox.ask()

    (first,) = (await office.claim(1)).claimed
    meanwhile = await office.claim(1)
    await office.time_passes()
    (second,) = (await office.claim(1)).claimed

    assert (first.attempt, first.handed_over_at) == (1, None)
    assert meanwhile.claimed == []
    assert (second.attempt, second.tried_since) == (2, first.tried_since)
    (row,) = await office.outbox.deliveries()
    assert (row["status"], second.handed_over_at) == ("SENDING", row["at"])


async def test_only_the_channel_that_is_asked_for_is_claimed(office: PostOffice) -> None:
    await office.outbox.ask(1, [Channel.EMAIL])

    assert (await office.claim(1, SMS)).claimed == []
    assert len((await office.claim(1, LogMessenger(Channel.EMAIL))).claimed) == 1


async def test_a_message_carries_what_its_messenger_needs(office: PostOffice) -> None:
    (request_id,) = await office.outbox.ask(1, token="K" * 22)

    (claimed,) = (await office.claim(1)).claimed

    outgoing = claimed.outgoing
    assert (outgoing.merchant_name, outgoing.address) == ("Laden", ADDRESSES[Channel.SMS])
    assert (outgoing.text, outgoing.locale) == (f"12,50 € {request_id}", "de-DE")
    assert outgoing.opt_out_url == f"https://pay.example/o/{'K' * 22}/s"


ENDED = {
    "canceled": "update payment_request set status = 'CANCELED'",
    "paid": "update payment_request set status = 'PAID'",
    "marked as expired": "update payment_request set status = 'EXPIRED'",
    "over by now": "update payment_request set expires_at = now()",
    "of a batch that was called off": "update payment_request_batch set canceled_at = now()",
}


@pytest.mark.parametrize("how", ENDED)
async def test_what_is_not_asked_for_any_more_does_not_go_out(office: PostOffice, how: str) -> None:
    batch_id = await office.a_batch()
    await office.outbox.ask(1, batch_id=batch_id)
    await office.run_sql(ENDED[how])

    claims = await office.claim(1)
    await office.send_until(LogMessenger(Channel.SMS), CANCELED=1)

    assert (claims.claimed, len(claims.hindered)) == ([], 1)
    (row,) = await office.outbox.deliveries()
    assert (row["attempt"], row["last_error"]) == (0, None)


async def test_whoever_has_opted_out_gets_nothing(office: PostOffice) -> None:
    """Also when that was said after the message was queued; its request tells."""
    await office.outbox.ask()
    merchant_id = office.outbox.shop.caller.merchant_id
    async with office.writing(merchant_id) as tx:
        await opt_out(tx, SECRETS, merchant_id, Channel.SMS, ADDRESSES[Channel.SMS], ConsentSource.STOP_REPLY)

    await office.send_until(LogMessenger(Channel.SMS), FAILED=1)

    (row,) = await office.outbox.deliveries()
    assert (row["attempt"], row["last_error"]) == (0, "OPTED_OUT")
    assert await office.outbox.request_statuses() == {"UNDELIVERED": 1}


async def test_an_opt_out_from_one_merchant_is_none_from_another(office: PostOffice) -> None:
    other = await office.another_outbox()
    await other.ask()
    merchant_id = office.outbox.shop.caller.merchant_id
    async with office.writing(merchant_id) as tx:
        await opt_out(tx, SECRETS, merchant_id, Channel.SMS, ADDRESSES[Channel.SMS], ConsentSource.STOP_REPLY)

    assert len((await office.claim(1)).claimed) == 1


async def test_what_is_for_later_waits(office: PostOffice) -> None:
    (request_id,) = await office.outbox.ask(1, [])
    merchant_id = office.outbox.shop.caller.merchant_id
    in_an_hour = datetime.now(UTC) + timedelta(hours=1)
    async with office.writing(merchant_id) as tx:
        await office.outbox.queue(tx, [request_id], [Channel.SMS], in_an_hour)

    assert (await office.claim(1)).claimed == []
    await office.time_passes()
    assert len((await office.claim(1)).claimed) == 1
