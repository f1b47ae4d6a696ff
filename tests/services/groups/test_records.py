"""A group is made, changed and taken away."""

import pytest

from domain.errors import (
    CustomerNotFound,
    Failures,
    GroupConflict,
    GroupNameTaken,
    GroupNotFound,
    Required,
    TooLong,
    VersionConflict,
)
from domain.group import GroupConflictPolicy
from domain.ids import GroupId, new_id
from services.groups.assign import Assignment, Move
from services.groups.records import create_group, delete_group, remove_customers, update_group
from tests.factories import Shop


async def groups(shop: Shop) -> list[tuple[str, str | None, int]]:
    rows = await shop.fetch(
        "select name, description, version from customer_group where merchant_id = $1 order by id"
    )
    return [tuple(row) for row in rows]


async def test_a_group_is_made_with_its_customers(shop: Shop) -> None:
    ada = await shop.customer("Ada")

    created = await shop.do(create_group, " Stamm  kunden ", " die besten ", [ada])

    assert created.assignment == Assignment((Move(ada, None, created.group_id),), ())
    assert (await groups(shop), await shop.members(created.group_id)) == (
        [("Stamm kunden", "die besten", 1)],
        [ada],
    )


async def test_a_name_is_taken_whatever_its_case_and_accents(shop: Shop, other: Shop) -> None:
    """By a group of this merchant only."""
    await other.group("Gäste")
    await shop.group("Gäste")
    guests = await shop.group("Besucher")

    with pytest.raises(GroupNameTaken) as refused:
        await shop.do(create_group, "GASTE")
    assert refused.value == GroupNameTaken(field=("name",), name="GASTE")
    with pytest.raises(GroupNameTaken) as refused:
        await shop.do(update_group, guests, name="gä-ste")
    assert refused.value == GroupNameTaken(field=("name",), name="gä-ste")

    assert await groups(shop) == [("Gäste", None, 1), ("Besucher", None, 1)]


async def test_a_group_that_would_take_from_another_is_not_made(shop: Shop) -> None:
    """Unless asked to: then those in another group are moved."""
    ada = await shop.customer("Ada")
    regulars = await shop.group("Stammkunden", [ada])

    with pytest.raises(GroupConflict) as refused:
        await shop.do(create_group, "Gäste", None, [ada])
    assert refused.value == GroupConflict(field=("customer_ids",), customers=1)
    assert await groups(shop) == [("Stammkunden", None, 1)]

    created = await shop.do(create_group, "Gäste", None, [ada], GroupConflictPolicy.MOVE)
    assert created.assignment.moved == (Move(ada, regulars, created.group_id),)


async def test_name_and_description_change_one_by_one(shop: Shop) -> None:
    group = await shop.group("Gäste")

    await shop.do(update_group, group, description="neu")
    await shop.do(update_group, group, name="Besucher", expected_version=2)
    assert await groups(shop) == [("Besucher", "neu", 3)]

    await shop.do(update_group, group, description=None)
    assert await groups(shop) == [("Besucher", None, 4)]


async def test_what_does_not_fit_is_refused(shop: Shop) -> None:
    group = await shop.group("Gäste")

    with pytest.raises(Required) as blank:
        await shop.do(update_group, group, name=" ")
    with pytest.raises(TooLong) as long:
        await shop.do(create_group, "Andere", "x" * 2001)
    with pytest.raises(VersionConflict) as stale:
        await shop.do(update_group, group, name="Andere", expected_version=2)

    assert blank.value == Required(field=("name",))
    assert long.value == TooLong(field=("description",), limit=2000, length=2001)
    assert stale.value == VersionConflict(field=("expected_version",), expected=2, actual=1)
    assert await groups(shop) == [("Gäste", None, 1)]


async def test_customers_of_a_deleted_group_go_on(shop: Shop) -> None:
    """To the group named, or to none; and the name is free again."""
    ada = await shop.customer("Ada")
    guests = await shop.group("Gäste", [ada])
    regulars = await shop.group("Stammkunden")

    assert await shop.do(delete_group, guests, regulars) == Assignment((Move(ada, guests, regulars),), ())
    assert await shop.do(delete_group, regulars) == Assignment((Move(ada, regulars, None),), ())

    assert (await groups(shop), await shop.members(None)) == ([], [ada])
    counted = await shop.fetch(
        "select group_id, customers from customer_count where merchant_id = $1 and customers > 0"
    )
    assert [(row["group_id"].int, row["customers"]) for row in counted] == [(0, 1)]
    await shop.group("Gäste")


async def test_only_members_are_removed_from_a_group(shop: Shop) -> None:
    """Who is in another group stays there; who is in none is left alone."""
    ada, bob, eve = [await shop.customer(name) for name in ("Ada", "Bob", "Eve")]
    guests = await shop.group("Gäste", [ada])
    regulars = await shop.group("Stammkunden", [bob])

    removed = await shop.do(remove_customers, guests, [ada, bob, eve])

    assert removed == Assignment((Move(ada, guests, None),), (bob,))
    assert await shop.members(regulars) == [bob]
    assert await shop.members(None) == sorted([ada, eve])


async def test_a_foreign_group_is_as_an_unknown_one(shop: Shop, other: Shop) -> None:
    theirs, stranger = await other.group("Fremde"), await other.customer("Bob")
    group = await shop.group("Gäste")

    for unknown in (theirs, GroupId(new_id())):
        for attempt in (
            shop.do(update_group, unknown, name="Unsere"),
            shop.do(delete_group, unknown),
            shop.do(remove_customers, unknown, []),
        ):
            with pytest.raises(GroupNotFound) as refused:
                await attempt
            assert refused.value == GroupNotFound(field=("id",))
        with pytest.raises(GroupNotFound) as no_target:
            await shop.do(delete_group, group, unknown)
        assert no_target.value == GroupNotFound(field=("move_customers_to",))
    with pytest.raises(Failures) as no_customer:
        await shop.do(remove_customers, group, [stranger])
    assert no_customer.value.failures == (CustomerNotFound(field=("customer_ids", 0)),)

    assert (await groups(shop), await groups(other)) == ([("Gäste", None, 1)], [("Fremde", None, 1)])
