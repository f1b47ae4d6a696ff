"""The history of a customer is read in words, in the language of whoever asks, with what is there by now."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from domain.consent import ConsentState, MessagePurpose
from domain.customer import Channel, CustomerDraft
from domain.ids import Kind, encode, new_id
from domain.timeline import TimelineEventType
from services.consent.preference import set_contact_preference
from services.customers.change import update_customer
from services.groups.records import delete_group
from services.payments.refund import refund_payment
from tests.api.furnished import leave_import
from tests.client import Client
from tests.factories import Shop

HISTORY = """
query ($id: ID!) {
  customer(id: $id) { timeline { nodes { type summary } } }
}
"""


async def told(client: Client, customer: UUID, language: str = "en") -> list[str]:
    """Return what the history says, the oldest first, with usual spaces."""
    body = await client.ask(HISTORY, {"id": encode(Kind.CUSTOMER, customer)}, accept_language=language)
    assert "errors" not in body, body
    events = body["data"]["customer"]["timeline"]["nodes"]
    return [event["summary"].replace("\N{NO-BREAK SPACE}", " ") for event in reversed(events)]


async def note(shop: Shop, customer: UUID, type_: TimelineEventType, **data: Any) -> None:
    """Have something happen to a customer that takes a worker."""
    await shop.fetch(
        """
        insert into timeline_event (merchant_id, customer_id, id, type, at, actor, data)
        values ($1, $2, $3, $4, now(), 'system', $5)
        returning id
        """,
        *(customer, new_id(), type_.value, orjson.dumps(data).decode()),
    )


async def test_a_history_is_told(client: Client, shop: Shop) -> None:
    """What use cases have written down: changes, groups, money and wishes."""
    ada = await shop.customer("Ada", phone="+491701234567")
    guests = await shop.group("Gäste", [ada])
    await shop.put([ada], await shop.group("VIP"))
    await shop.do(update_customer, ada, CustomerDraft(last_name="Vogt", note="Kaffee"))
    payment = await shop.payment("49", customer_id=ada)
    await shop.do(refund_payment, payment, (Decimal("9"), "EUR"))
    await shop.do(
        set_contact_preference, ada, Channel.SMS, MessagePurpose.TRANSACTIONAL, ConsentState.OPTED_OUT
    )
    await shop.request(ada, "20", reference="RE-7")

    assert await told(client, ada) == [
        "The customer was created.",
        "The customer joined the group “Gäste”.",
        "The customer moved from the group “Gäste” to the group “VIP”.",
        "Changed: last name and note.",
        "A payment of €49.00 was received.",
        "Part of a payment of €49.00 was refunded.",
        "It was noted that the customer wants no payment requests by text.",
        "The payment request “RE-7” for €20.00 was not sent: no email address and opted out of messages.",
    ]

    await shop.do(delete_group, guests)
    assert (await told(client, ada))[1:3] == [
        "The customer joined a group that no longer exists.",
        "The customer joined the group “VIP”.",
    ]


async def test_what_workers_write_down_is_told(client: Client, shop: Shop) -> None:
    """With the name of the file, and what the message was about."""
    ada = await shop.customer("Ada", phone="+491701234567")
    request = encode(Kind.PAYMENT_REQUEST, await shop.request(ada, "20", reference="RE-7"))
    row = {"import": encode(Kind.IMPORT, await leave_import(shop)), "row": 3}
    await note(shop, ada, TimelineEventType.IMPORTED, **row)
    await note(shop, ada, TimelineEventType.UPDATED, fields=["phone_e164", "phone_raw"], **row)
    await note(shop, ada, TimelineEventType.IMPORT_UNDONE, fields=["note"], version=4, **row)
    await note(shop, ada, TimelineEventType.REQUEST_SENT, request=request, channel="SMS")
    await note(shop, ada, TimelineEventType.REQUEST_DELIVERED, request=request, channel="SMS")

    assert (await told(client, ada))[1:] == [
        "The customer was imported from “kunden.csv” (row 3).",
        "Changed by the import of “kunden.csv” (row 3): phone number.",
        "The import of “kunden.csv” (row 3) was undone. As before again: note.",
        "The payment request “RE-7” for €20.00 was sent by text.",
        "The payment request “RE-7” for €20.00 was delivered by text.",
    ]


async def test_each_reads_it_in_their_own_language(client: Client, shop: Shop) -> None:
    """The operation is known from the second time on, and its plan keeps no words."""
    ada = await shop.customer("Ada")
    await shop.payment("1234.50", customer_id=ada)

    assert [await told(client, ada, language) for language in ("de", "fr", "en-GB", "de-CH")] == [
        ["Der Kunde wurde angelegt.", "Eine Zahlung über 1.234,50 € ist eingegangen."],
        ["Le client a été créé.", "Un paiement de 1\N{NARROW NO-BREAK SPACE}234,50 € a été reçu."],
        ["The customer was created.", "A payment of €1,234.50 was received."],
        ["Der Kunde wurde angelegt.", "Eine Zahlung über 1.234,50 € ist eingegangen."],
    ]


async def test_nothing_of_another_merchant_is_named(client: Client, shop: Shop, other_shop: Shop) -> None:
    """Also where an event says an id of theirs, or none at all."""
    ada = await shop.customer("Ada")
    strangers = encode(Kind.GROUP, await other_shop.group("Geheim"))
    payment = encode(Kind.PAYMENT, await other_shop.payment())
    await note(shop, ada, TimelineEventType.GROUP_CHANGED, **{"from": None, "to": strangers})
    await note(shop, ada, TimelineEventType.PAYMENT, payment=payment, status="SUCCEEDED")
    await note(shop, ada, TimelineEventType.PAYMENT, payment="pay_1", status="SUCCEEDED")

    assert (await told(client, ada))[1:] == [
        "The customer joined a group that no longer exists.",
        "A payment has changed.",
        "A payment has changed.",
    ]
