"""Whoever says STOP is written to no more, and is again once they say that this was a mistake."""

from decimal import Decimal

import pytest

from domain.consent import ConsentSource, ConsentState, MessagePurpose
from domain.customer import Channel, CustomerDraft
from services.customers.change import update_customer
from services.customers.remove import delete_customer
from services.payments.draft import PaymentDraft
from services.payments.record import record_payment
from tests.factories import Shop, make_shop
from tests.services.consent.saying import EMAIL, OTHER_EMAIL, OTHER_PHONE, PHONE, Lines


async def test_stop_holds_for_the_customer_and_the_number(shop: Shop, lines: Lines) -> None:
    """For both purposes, on this channel only; the timeline tells it once."""
    ada = await shop.customer(phone=PHONE, email=EMAIL)

    await lines.stop()

    assert await lines.blocks(ada) == ("OPTED_OUT", None)
    assert await lines.said(ada) == [
        ("SMS", "MARKETING", "OPTED_OUT", "STOP_REPLY", "STOPP"),
        ("SMS", "TRANSACTIONAL", "OPTED_OUT", "STOP_REPLY", "STOPP"),
    ]
    assert await lines.suppressed() == [
        ("SMS", lines.hashed(PHONE), "MARKETING", "STOP_REPLY"),
        ("SMS", lines.hashed(PHONE), "TRANSACTIONAL", "STOP_REPLY"),
    ]
    assert await lines.told(ada) == [
        (
            "OPTED_OUT",
            {
                "channel": "SMS",
                "purposes": ["MARKETING", "TRANSACTIONAL"],
                "source": "STOP_REPLY",
                "proof": "STOPP",
            },
        )
    ]


async def test_said_again_it_is_as_it_was(shop: Shop, lines: Lines) -> None:
    """With the time of the first."""
    ada = await shop.customer(phone=PHONE)
    await lines.stop()
    sql = "select array_agg(at) from contact_preference where merchant_id = $1"
    first = await shop.value(sql)

    await lines.stop(source=ConsentSource.OPT_OUT_LINK)

    assert await shop.value(sql) == first
    assert len(await lines.told(ada)) == 1


async def test_a_number_that_nobody_has_is_kept_for_whoever_gets_it(shop: Shop, lines: Lines) -> None:
    await lines.stop()

    ada = await shop.customer(phone=PHONE)

    assert await lines.blocks(ada) == ("SUPPRESSED", None)
    assert await lines.said(ada) == []


async def test_an_opt_out_outlives_its_customer(shop: Shop, lines: Lines) -> None:
    """Deleted and made again, the customer is blocked again; nothing else is left that tells who it was."""
    ada = await shop.customer(phone=PHONE, email=EMAIL)
    await lines.stop()
    await lines.stop(EMAIL, Channel.EMAIL)

    await shop.do(delete_customer, ada)
    again = await shop.customer(phone="0170 1234567", email=EMAIL.upper())

    assert await lines.blocks(again) == ("SUPPRESSED", "SUPPRESSED")
    assert {address for _, address, _, _ in await lines.suppressed()} == {
        lines.hashed(PHONE),
        lines.hashed(EMAIL),
    }


async def test_it_goes_with_the_customer_to_another_number(shop: Shop, lines: Lines) -> None:
    """Whoever wants no messages wants none on a new phone either, also when deleted since."""
    ada = await shop.customer(phone=PHONE)
    await lines.stop()

    await shop.do(update_customer, ada, CustomerDraft(phone=OTHER_PHONE))
    assert await lines.blocks(ada) == ("OPTED_OUT", None)
    await shop.do(delete_customer, ada)
    again = await shop.customer(phone=OTHER_PHONE)

    assert await lines.blocks(again) == ("SUPPRESSED", None)


async def test_what_holds_for_an_address_stays_with_it(shop: Shop, lines: Lines) -> None:
    """A customer who gets a suppressed address is blocked, and is not with a free one."""
    await lines.stop(EMAIL, Channel.EMAIL)
    grace = await shop.customer("Grace", email=OTHER_EMAIL)

    await shop.do(update_customer, grace, CustomerDraft(email=EMAIL))
    assert await lines.blocks(grace) == (None, "SUPPRESSED")
    await shop.do(update_customer, grace, CustomerDraft(email=OTHER_EMAIL))

    assert await lines.blocks(grace) == (None, None)


async def test_a_payer_who_is_new_is_blocked_too(shop: Shop, lines: Lines) -> None:
    await lines.stop()

    recorded = await shop.do(
        record_payment,
        PaymentDraft(Decimal("12.50"), "EUR", payer=CustomerDraft(first_name="Ada", phone=PHONE)),
    )

    assert recorded.customer_id is not None
    assert await lines.blocks(recorded.customer_id) == ("SUPPRESSED", None)


async def test_it_holds_for_one_merchant(shop: Shop, lines: Lines) -> None:
    """And two merchants' hashes of one number have nothing in common."""
    other = await make_shop(shop.pool, "Nebenan")
    await lines.stop()

    ada = await other.customer(phone=PHONE)

    assert await Lines(other).blocks(ada) == (None, None)
    assert Lines(other).hashed(PHONE) != lines.hashed(PHONE)


async def test_a_mistake_is_taken_back_by_the_same_person(shop: Shop, lines: Lines) -> None:
    """For payment requests; nobody asks for advertisements by mistake."""
    ada = await shop.customer(phone=PHONE)
    await lines.stop()

    assert await lines.start() is True

    assert await lines.blocks(ada) == (None, None)
    assert await lines.said(ada) == [
        ("SMS", "MARKETING", "OPTED_OUT", "STOP_REPLY", "STOPP"),
        ("SMS", "TRANSACTIONAL", "OPTED_IN", "OPT_OUT_LINK", "the link"),
    ]
    assert [kind for kind, _ in await lines.told(ada)] == ["OPTED_OUT", "OPTED_IN"]


@pytest.mark.parametrize("source", [ConsentSource.MERCHANT, ConsentSource.PROVIDER_BLOCKLIST])
async def test_what_others_have_said_is_not_taken_back(
    shop: Shop, lines: Lines, source: ConsentSource
) -> None:
    ada = await shop.customer(phone=PHONE)
    await lines.stop(source=source)

    assert await lines.start() is False

    assert await lines.blocks(ada) == ("OPTED_OUT", None)
    assert [kind for kind, _ in await lines.told(ada)] == ["OPTED_OUT"]


async def test_the_persons_own_word_outweighs_the_merchants(shop: Shop, lines: Lines) -> None:
    """Whoever has been opted out by the merchant and then says so itself has said it itself."""
    ada = await shop.customer(phone=PHONE)
    await lines.set(ada, ConsentState.OPTED_OUT)

    await lines.stop()
    await lines.set(ada, ConsentState.OPTED_OUT)

    assert [(purpose, source) for _, purpose, _, source, _ in await lines.said(ada)] == [
        ("MARKETING", "STOP_REPLY"),
        ("TRANSACTIONAL", "STOP_REPLY"),
    ]
    assert {source for *_, source in await lines.suppressed()} == {"STOP_REPLY"}


async def test_advertisements_alone_keep_no_request_back(shop: Shop, lines: Lines) -> None:
    ada = await shop.customer(phone=PHONE)

    await lines.set(ada, ConsentState.OPTED_OUT, purpose=MessagePurpose.MARKETING)

    assert await lines.blocks(ada) == (None, None)
    assert [purpose for _, _, purpose, _ in await lines.suppressed()] == ["MARKETING"]
