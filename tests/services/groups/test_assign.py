"""Every way into a group, and out of it."""

import asyncio
import json

import pytest

from db.chosen import Chosen
from domain.errors import CustomerNotFound, Failures, GroupConflict, GroupNotFound, VersionConflict
from domain.group import GroupConflictPolicy
from domain.ids import GroupId, Kind, encode, new_id
from services.groups.assign import Assignment, Move, assign_customers, set_group
from tests.factories import Shop

MOVE, SKIP, FAIL = GroupConflictPolicy


async def counts(shop: Shop) -> dict[GroupId | None, int]:
    """What the counters say; groups that come out as 0 are left out."""
    rows = await shop.fetch(
        "select group_id, sum(customers)::int as customers from customer_count where merchant_id = $1"
        " group by group_id having sum(customers) <> 0"
    )
    return {GroupId(row["group_id"]) if row["group_id"].int else None: row["customers"] for row in rows}


async def group_events(shop: Shop) -> list[dict[str, str | None]]:
    rows = await shop.fetch(
        "select data from timeline_event where merchant_id = $1 and type = 'GROUP_CHANGED' order by id"
    )
    return [json.loads(row["data"]) for row in rows]


async def test_one_customer_goes_into_a_group_and_out_again(shop: Shop) -> None:
    """The move, the count, the version and the timeline change together."""
    ada = await shop.customer("Ada")
    group = await shop.group("Stammkunden")

    joined = await shop.do(set_group, ada, group)
    assert joined == Move(ada, None, group)
    assert (await shop.members(group), await counts(shop), await shop.version(ada)) == ([ada], {group: 1}, 2)

    left = await shop.do(set_group, ada, None)
    assert left == Move(ada, group, None)
    assert (await shop.members(group), await counts(shop), await shop.version(ada)) == ([], {None: 1}, 3)
    name = encode(Kind.GROUP, group)
    assert await group_events(shop) == [{"from": None, "to": name}, {"from": name, "to": None}]


async def test_who_is_in_the_group_already_is_left_alone(shop: Shop) -> None:
    """Nothing changes, not even the version."""
    ada = await shop.customer("Ada")
    group = await shop.group("Stammkunden", [ada])

    moved = await shop.do(set_group, ada, group)
    assigned = await shop.do(assign_customers, [ada], group, FAIL)

    assert (moved, assigned) == (None, Assignment((), ()))
    assert (await shop.version(ada), len(await group_events(shop))) == (2, 1)


async def test_a_stale_version_moves_nobody(shop: Shop) -> None:
    ada = await shop.customer("Ada")
    group = await shop.group("Stammkunden")

    with pytest.raises(VersionConflict) as refused:
        await shop.do(set_group, ada, group, 7)

    assert refused.value == VersionConflict(field=("expected_version",), expected=7, actual=1)
    assert (await shop.members(group), await counts(shop)) == ([], {None: 1})


async def test_a_foreign_customer_and_a_foreign_group_are_as_unknown_ones(shop: Shop, other: Shop) -> None:
    """Nothing tells an id of another merchant from one that nobody has."""
    ada, group = await shop.customer("Ada"), await shop.group("Stammkunden")
    stranger, theirs = await other.customer("Bob"), await other.group("Fremde")

    for customer in (stranger, new_id()):
        with pytest.raises(CustomerNotFound) as no_customer:
            await shop.do(set_group, customer, group)
        assert no_customer.value == CustomerNotFound(field=("customer_id",))
        with pytest.raises(Failures) as no_customers:
            await shop.do(assign_customers, [ada, customer], group, MOVE)
        assert no_customers.value.failures == (CustomerNotFound(field=("customer_ids", 1)),)
    for target in (theirs, GroupId(new_id())):
        with pytest.raises(GroupNotFound) as no_group:
            await shop.do(set_group, ada, target)
        assert no_group.value == GroupNotFound(field=("group_id",))
        with pytest.raises(GroupNotFound):
            await shop.do(assign_customers, [], target, MOVE)

    assert (await shop.members(None), await other.members(None)) == ([ada], [stranger])
    assert await group_events(shop) == await group_events(other) == []


async def test_the_policy_decides_about_customers_of_another_group(shop: Shop) -> None:
    """SKIP leaves them, FAIL refuses all, MOVE takes them along."""
    ada, bob, eve = sorted([await shop.customer(name) for name in ("Ada", "Bob", "Eve")])
    regulars = await shop.group("Stammkunden", [ada])
    guests = await shop.group("Gäste", [bob])

    with pytest.raises(GroupConflict) as refused:
        await shop.do(assign_customers, [ada, bob, eve], guests, FAIL)
    assert refused.value == GroupConflict(field=("customer_ids",), customers=1)
    assert await counts(shop) == {None: 1, regulars: 1, guests: 1}

    skipped = await shop.do(assign_customers, [ada, bob, eve], guests, SKIP)
    assert skipped == Assignment((Move(eve, None, guests),), (ada,))
    assert await counts(shop) == {regulars: 1, guests: 2}

    moved = await shop.do(assign_customers, [ada, bob, eve], guests, MOVE)
    assert moved == Assignment((Move(ada, regulars, guests),), ())
    assert (await shop.members(guests), await counts(shop)) == ([ada, bob, eve], {guests: 3})


async def test_a_dry_run_tells_and_does_nothing(shop: Shop) -> None:
    ada = await shop.customer("Ada")
    group = await shop.group("Stammkunden")

    weighed = await shop.do(assign_customers, [ada], group, MOVE, dry_run=True)

    assert weighed == Assignment((Move(ada, None, group),), ())
    assert (await shop.members(group), await group_events(shop), await shop.version(ada)) == ([], [], 1)


async def test_a_query_can_choose_the_customers(shop: Shop) -> None:
    ada, _ = await shop.customer("Ada"), await shop.customer("Bob")
    group = await shop.group("Stammkunden")
    chosen = Chosen(
        "select id from customer where merchant_id = $1 and first_name = $2", (shop.caller.merchant_id, "Ada")
    )

    assigned = await shop.do(assign_customers, chosen, group, FAIL)

    assert assigned == Assignment((Move(ada, None, group),), ())
    assert await shop.members(group) == [ada]


async def test_moves_against_each_other_do_not_deadlock_and_counts_stay_exact(shop: Shop) -> None:
    """Twenty bulk moves of the same customers, in different orders, into two groups at once."""
    customers = [await shop.customer(f"Kunde {number}") for number in range(12)]
    groups = [await shop.group("Stammkunden"), await shop.group("Gäste"), None]

    await asyncio.gather(
        *(
            shop.do(assign_customers, customers[turn % 12 :] + customers[: turn % 12], groups[turn % 3], MOVE)
            for turn in range(20)
        )
    )

    members = {group: len(await shop.members(group)) for group in groups}
    assert sum(members.values()) == 12
    assert await counts(shop) == {group: count for group, count in members.items() if count}
