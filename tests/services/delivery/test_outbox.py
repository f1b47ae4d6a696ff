"""A message is in the outbox with what it tells of, or not at all."""

import pytest

from db.delivery.parts import CHANNEL
from domain.customer import Channel
from domain.ids import RequestId, new_id
from services.delivery.outbox import queue_messages
from tests.services.delivery.post_office import PostOffice
from tests.services.delivery.sending import ADDRESSES, SECRETS, a_message


class Broken(Exception):
    """Something goes wrong after the messages are queued."""


async def test_a_message_is_kept_as_it_will_be_sent(office: PostOffice) -> None:
    (request_id,) = await office.outbox.ask(1, [Channel.EMAIL])

    (row,) = await office.outbox.deliveries()
    kept = {name: row[name] for name in ("request_id", "channel", "subject", "text", "html", "status")}
    assert kept == {
        "request_id": request_id,
        "channel": "EMAIL",
        "subject": "Rechnung",
        "text": f"12,50 € {request_id}",
        "html": "<p>12,50 €</p>",
        "status": "QUEUED",
    }
    address = ADDRESSES[Channel.EMAIL]
    merchant_id = office.outbox.shop.caller.merchant_id
    assert (row["address"], row["address_hash"]) == (address, SECRETS.address_hash(merchant_id, address))
    assert (row["attempt"], row["provider"], row["tried_since"]) == (0, "", None)


async def test_messages_of_what_did_not_happen_are_not_there(office: PostOffice) -> None:
    (request_id,) = await office.outbox.ask(1, [])

    async def break_off() -> None:
        async with office.writing(office.outbox.shop.caller.merchant_id) as tx:
            await office.outbox.queue(tx, [request_id], [Channel.SMS])
            raise Broken

    with pytest.raises(Broken):
        await break_off()

    assert await office.outbox.deliveries() == []


async def test_workers_are_woken_once_a_statement(office: PostOffice) -> None:
    heard: list[str] = []

    async with office.hearing(heard, CHANNEL):
        await office.outbox.ask(50)
        await office.until(lambda: _is_woken(heard))

    assert heard == [""]


async def test_no_messages_are_no_work(office: PostOffice) -> None:
    heard: list[str] = []

    async with office.hearing(heard, CHANNEL):
        async with office.writing(office.outbox.shop.caller.merchant_id) as tx:
            await queue_messages(tx, office.outbox.shop.caller.merchant_id, [])
        await office.outbox.ask()
        await office.until(lambda: _is_woken(heard))

    assert heard == [""]


async def test_a_message_belongs_to_a_request_of_its_merchant(office: PostOffice) -> None:
    other = await office.another_outbox()
    (foreign,) = await other.ask(1, [])
    merchant_id = office.outbox.shop.caller.merchant_id

    for request_id in (foreign, RequestId(new_id())):
        with pytest.raises(Exception, match="foreign key"):
            async with office.writing(merchant_id) as tx:
                await queue_messages(tx, merchant_id, [a_message(office.outbox.shop, request_id)])


async def _is_woken(heard: list[str]) -> bool:
    return bool(heard)
