"""Reports come twice, late and in any order; the best that was ever reported stands."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations, product

import pytest

from db.connect import Record
from domain.customer import Channel
from domain.delivery import DeliveryError, DeliveryStatus
from domain.ids import DeliveryId, new_id
from services.delivery.attempt import Outcome
from services.delivery.report import Heard, ProviderMessage, take_report
from services.delivery.settle import settle
from services.messengers.log import LogMessenger
from tests.services.delivery.post_office import PostOffice
from tests.services.delivery.sending import SECRETS

S = DeliveryStatus
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
# From the best to the worst that a provider can report.
BEST = (S.DELIVERED, S.FAILED, S.SENT)


async def report(
    office: PostOffice,
    message: DeliveryId | ProviderMessage,
    status: DeliveryStatus,
    at: datetime | None = None,
) -> Heard:
    merchant_id = office.outbox.shop.caller.merchant_id
    error = DeliveryError.NOT_DELIVERED if status is S.FAILED else None
    async with office.writing(merchant_id) as tx:
        return await take_report(tx, merchant_id, message, status, at, error)


async def sent(office: PostOffice) -> DeliveryId:
    await office.outbox.ask()
    await office.send_until(LogMessenger(Channel.SMS), SENT=1)
    return await the_only(office)


async def the_only(office: PostOffice) -> DeliveryId:
    (row,) = await office.outbox.deliveries()
    return DeliveryId(row["id"])


async def timeline(office: PostOffice) -> list[str]:
    rows: list[Record] = await office.outbox.shop.fetch(
        "select type from timeline_event where merchant_id = $1 and type like 'REQUEST%' order by id"
    )
    return [row["type"] for row in rows]


@pytest.mark.parametrize("order", list(permutations(BEST)))
async def test_whatever_the_order_the_best_report_stands(
    office: PostOffice, order: Sequence[DeliveryStatus]
) -> None:
    """Each comes twice."""
    delivery_id = await sent(office)

    heard = [await report(office, delivery_id, status) for status in (*order, *order)]

    # That it was sent was known; that it failed is news only before it has arrived.
    news = {S.DELIVERED} | ({S.FAILED} if order.index(S.FAILED) < order.index(S.DELIVERED) else set())
    first = [Heard.NEWS if status in news else Heard.NOTHING_NEW for status in order]
    assert heard == [*first, *[Heard.NOTHING_NEW] * 3]
    (row,) = await office.outbox.deliveries()
    assert (row["status"], row["last_error"]) == ("DELIVERED", None)
    assert await office.outbox.request_statuses() == {"DELIVERED": 1}
    assert await timeline(office) == ["REQUEST_SENT", "REQUEST_DELIVERED"]


@pytest.mark.parametrize(("first", "second"), list(product([S.SENT, S.FAILED], repeat=2)))
async def test_what_was_not_delivered_has_failed(
    office: PostOffice, first: DeliveryStatus, second: DeliveryStatus
) -> None:
    delivery_id = await sent(office)

    await report(office, delivery_id, first)
    await report(office, delivery_id, second)

    failed = S.FAILED in (first, second)
    (row,) = await office.outbox.deliveries()
    assert row["status"] == ("FAILED" if failed else "SENT")
    assert row["last_error"] == ("NOT_DELIVERED" if failed else None)
    assert await office.outbox.request_statuses() == {"UNDELIVERED" if failed else "SENT": 1}


async def test_the_time_of_a_report_is_the_time_of_delivery(office: PostOffice) -> None:
    delivery_id = await sent(office)

    await report(office, delivery_id, S.DELIVERED, NOON)
    await report(office, delivery_id, S.DELIVERED, NOON + timedelta(hours=1))

    (row,) = await office.outbox.deliveries()
    delivered_at = "select delivered_at from payment_request where merchant_id = $1"
    assert (row["at"], await office.outbox.shop.value(delivered_at)) == (NOON, NOON)


async def test_a_report_that_comes_before_the_answer_stands(office: PostOffice) -> None:
    """The answer then only tells what the provider calls the message; each event is noted once."""
    merchant_id = office.outbox.shop.caller.merchant_id
    await office.outbox.ask()
    (claimed,) = (await office.claim(1)).claimed

    await report(office, claimed.outgoing.delivery_id, S.DELIVERED)
    await settle(office.pool, SECRETS, merchant_id, [(claimed, Outcome(S.SENT, provider_message_id="gw-1"))])

    (row,) = await office.outbox.deliveries()
    assert (row["status"], row["provider_message_id"]) == ("DELIVERED", "gw-1")
    assert await timeline(office) == ["REQUEST_DELIVERED"]


async def test_an_unknown_message_is_found_by_its_report(office: PostOffice) -> None:
    await sent(office)
    await office.run_sql("update delivery set status = 'UNKNOWN'")
    await office.run_sql("update payment_request set status = 'UNDELIVERED'")

    await report(office, await the_only(office), S.SENT)

    assert await office.outbox.request_statuses() == {"SENT": 1}


async def test_a_message_is_known_by_its_provider_s_name_for_it(office: PostOffice) -> None:
    await sent(office)
    await office.run_sql("update delivery set provider_message_id = 'SM1'")

    heard = [
        await report(office, ProviderMessage(provider, name), S.DELIVERED)
        for provider, name in [("other", "SM1"), ("log", "SM2"), ("log", "SM1")]
    ]

    assert heard == [Heard.NEVER_SENT, Heard.NEVER_SENT, Heard.NEWS]
    assert await office.outbox.statuses() == {"DELIVERED": 1}


async def test_a_report_about_another_merchant_s_message_changes_nothing(office: PostOffice) -> None:
    delivery_id = await sent(office)
    stranger = PostOffice(office.pool, await office.another_outbox())

    heard = [await report(stranger, message, S.FAILED) for message in (delivery_id, DeliveryId(new_id()))]

    assert heard == [Heard.NEVER_SENT] * 2
    assert await office.outbox.statuses() == {"SENT": 1}


async def test_a_late_report_does_not_reopen_a_request(office: PostOffice) -> None:
    """When it was delivered is kept all the same."""
    delivery_id = await sent(office)
    await office.run_sql("update payment_request set status = 'PAID', paid_at = now()")

    await report(office, delivery_id, S.DELIVERED, NOON)

    assert await office.outbox.request_statuses() == {"PAID": 1}
    delivered_at = "select delivered_at from payment_request where merchant_id = $1"
    assert await office.outbox.shop.value(delivered_at) == NOON
