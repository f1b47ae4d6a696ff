"""Many customers are created by one request."""

import pytest

from domain.customer import CustomerDraft, ErrorPolicy, IdentityKind
from domain.errors import Failures, GroupNotFound, IdentityTaken, NothingKnown, TooManyItems
from domain.ids import GroupId, new_id
from services.customers.bulk_create import bulk_create
from tests.factories import Shop

ADA = CustomerDraft(first_name="Ada", phone="0151 23456789")
NOBODY = CustomerDraft(note="?")


async def test_all_are_there_in_their_order(shop: Shop) -> None:
    """250 at once, each with its identity, half of them in a group."""
    group = await shop.group("Stammkunden")
    drafts = [
        CustomerDraft(first_name=f"Kunde {n}", external_reference=f"K-{n}", group_id=group if n % 2 else None)
        for n in range(250)
    ]

    rows = await shop.do(bulk_create, drafts)

    assert [(row.index, row.failures) for row in rows] == [(n, ()) for n in range(250)]
    named = await shop.fetch("select id, first_name from customer where merchant_id = $1 order by id")
    assert [(row["id"], row["first_name"]) for row in named] == [
        (row.customer_id, f"Kunde {row.index}") for row in rows
    ]
    assert len(await shop.members(group)) == 125
    assert await shop.value("select count(*) from customer_identity where merchant_id = $1") == 250


async def test_one_bad_row_leaves_nothing_and_all_is_said(shop: Shop) -> None:
    """REJECT_EVERYTHING: each failure at its row and field."""
    bob = await shop.customer("Bob", phone="0151 23456789")
    group = GroupId(new_id())
    eve = CustomerDraft(first_name="Eve", group_id=group)

    with pytest.raises(Failures) as refused:
        await shop.do(bulk_create, [eve, NOBODY, CustomerDraft(first_name="Zoe"), ADA])

    assert refused.value.failures == (
        GroupNotFound(field=("customers", 0, "group_id")),
        NothingKnown(field=("customers", 1, "last_name")),
        IdentityTaken(
            field=("customers", 3, "phone"), kind=IdentityKind.PHONE, value="+4915123456789", customer_id=bob
        ),
    )
    assert await shop.members(None) == [bob]


async def test_failed_rows_alone_are_rejected_if_asked(shop: Shop) -> None:
    """REJECT_FAILED_ROWS: of two rows with one phone the first is taken, the second names it."""
    again = CustomerDraft(first_name="Augusta", phone="+4915123456789")

    rows = await shop.do(bulk_create, [NOBODY, ADA, again], ErrorPolicy.REJECT_FAILED_ROWS)

    ada = rows[1].customer_id
    taken = IdentityTaken(field=("phone",), kind=IdentityKind.PHONE, value="+4915123456789", customer_id=ada)
    assert [row.failures for row in rows] == [(NothingKnown(field=("last_name",)),), (), (taken,)]
    assert await shop.members(None) == [ada]


async def test_more_than_250_are_refused(shop: Shop) -> None:
    with pytest.raises(TooManyItems) as refused:
        await shop.do(bulk_create, [CustomerDraft(first_name="Ada")] * 251)

    assert refused.value == TooManyItems(field=("customers",), limit=250, count=251)
    assert await shop.members(None) == []
