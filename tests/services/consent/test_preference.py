"""A merchant says what customers want; over their own word it needs to show that they agreed."""

import pytest

from domain.consent import PROOF_LIMIT, ConsentSource, ConsentState
from domain.customer import Channel
from domain.errors import CustomerNotFound, Failures, ProofRequired, TooLong
from domain.ids import CustomerId, new_id
from services.customers.remove import delete_customer
from tests.factories import Shop
from tests.services.consent.saying import EMAIL, PHONE, Lines

OUT, IN, UNKNOWN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN, ConsentState.UNKNOWN


async def test_what_the_merchant_says_it_takes_back(shop: Shop, lines: Lines) -> None:
    ada = await shop.customer(phone=PHONE)

    await lines.set(ada, OUT)
    assert await lines.blocks(ada) == ("OPTED_OUT", None)
    await lines.set(ada, UNKNOWN)

    assert await lines.blocks(ada) == (None, None)
    assert await lines.suppressed() == []
    assert await lines.said(ada) == [("SMS", "TRANSACTIONAL", "UNKNOWN", "MERCHANT", None)]
    about = {"channel": "SMS", "purposes": ["TRANSACTIONAL"], "source": "MERCHANT"}
    assert await lines.told(ada) == [
        ("OPTED_OUT", about),
        ("UPDATED", about | {"fields": ["contact_preferences"]}),
    ]


@pytest.mark.parametrize("state", [IN, UNKNOWN])
@pytest.mark.parametrize("proof", [None, "", " \N{NO-BREAK SPACE}"])
@pytest.mark.parametrize(
    "source",
    [ConsentSource.STOP_REPLY, ConsentSource.OPT_OUT_LINK, ConsentSource.PROVIDER_BLOCKLIST],
)
async def test_the_persons_own_word_needs_a_proof(
    shop: Shop, lines: Lines, state: ConsentState, proof: str | None, source: ConsentSource
) -> None:
    ada = await shop.customer(phone=PHONE)
    await lines.stop(source=source)

    with pytest.raises(ProofRequired) as refused:
        await lines.set(ada, state, proof=proof)

    assert refused.value.field == ("proof",)
    assert await lines.blocks(ada) == ("OPTED_OUT", None)


async def test_with_a_proof_messages_go_out_again(shop: Shop, lines: Lines) -> None:
    ada = await shop.customer(phone=PHONE)
    await lines.stop()

    await lines.set(ada, IN, proof=" Unterschrift vom 3. Mai ")

    assert await lines.blocks(ada) == (None, None)
    assert (await lines.said(ada))[1] == (
        *("SMS", "TRANSACTIONAL", "OPTED_IN", "MERCHANT"),
        "Unterschrift vom 3. Mai",
    )
    assert [purpose for _, _, purpose, _ in await lines.suppressed()] == ["MARKETING"]


@pytest.mark.parametrize("state", [IN, UNKNOWN])
async def test_deleting_a_customer_is_no_way_round(shop: Shop, lines: Lines, state: ConsentState) -> None:
    """Who has the number now is asked for the same proof."""
    await shop.do(delete_customer, await _who_has_stopped(shop, lines))
    again = await shop.customer(phone=PHONE)

    with pytest.raises(ProofRequired):
        await lines.set(again, state)

    assert await lines.blocks(again) == ("SUPPRESSED", None)


async def test_saying_it_for_them_is_no_way_round(shop: Shop, lines: Lines) -> None:
    """The merchant's own word does not take the place of theirs."""
    ada = await _who_has_stopped(shop, lines)
    await lines.set(ada, OUT)

    with pytest.raises(ProofRequired):
        await lines.set(ada, UNKNOWN)


async def test_a_customer_without_an_address_can_refuse_too(shop: Shop, lines: Lines) -> None:
    """And nothing of it is lost when they get one, or go."""
    ada = await shop.customer(phone=PHONE)

    await lines.set(ada, OUT, channel=Channel.EMAIL)

    assert await lines.blocks(ada) == (None, "OPTED_OUT")
    assert await lines.suppressed() == []


async def test_what_is_said_twice_is_told_once(shop: Shop, lines: Lines) -> None:
    ada = await shop.customer(email=EMAIL)
    for _ in range(2):
        await lines.set(ada, IN, channel=Channel.EMAIL, proof="Formular 7")

    await lines.set(ada, IN, channel=Channel.EMAIL, proof="Formular 8")

    assert [data["proof"] for _, data in await lines.told(ada)] == ["Formular 7", "Formular 8"]


async def test_a_proof_is_kept_or_refused_whole(shop: Shop, lines: Lines) -> None:
    ada = await shop.customer(phone=PHONE)

    with pytest.raises(Failures) as refused:
        await lines.set(ada, IN, proof="x" * (PROOF_LIMIT + 1))

    assert refused.value.failures == (TooLong(field=("proof",), limit=1_000, length=1_001),)
    assert await lines.said(ada) == []


async def test_nobody_is_asked_of_a_customer_who_is_not_there(lines: Lines) -> None:
    with pytest.raises(CustomerNotFound) as refused:
        await lines.set(CustomerId(new_id()), OUT)

    assert refused.value.field == ("customer_id",)


async def _who_has_stopped(shop: Shop, lines: Lines) -> CustomerId:
    ada = await shop.customer(phone=PHONE)
    await lines.stop()
    return ada
