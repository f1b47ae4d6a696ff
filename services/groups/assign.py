"""Every way into a group, and out of one, ends here; so each leaves the same counts and events."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.assignment import ASSIGN_MANY, ASSIGN_ONE, WEIGH_MANY
from db.chosen import Chosen, chosen_ids
from db.connect import Connection, Record
from domain.caller import Caller
from domain.errors import CustomerNotFound, Failures, FieldPath, GroupConflict, GroupNotFound, VersionConflict
from domain.group import GroupConflictPolicy
from domain.ids import CustomerId, GroupId, new_id


@dataclass(frozen=True, slots=True)
class Move:
    """A customer who has changed group; None stands for no group."""

    customer_id: CustomerId
    from_group_id: GroupId | None
    to_group_id: GroupId | None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who was moved, and who was left in another group; who was in the target already is in neither."""

    moved: tuple[Move, ...]
    skipped: tuple[CustomerId, ...]


async def set_group(
    tx: Connection,
    caller: Caller,
    customer_id: CustomerId,
    group_id: GroupId | None,
    expected_version: int | None = None,
) -> Move | None:
    """Put one customer into a group, or into none; None when that is where it is already.

    Errors: CustomerNotFound at customer_id, GroupNotFound at group_id, VersionConflict at
            expected_version.
    """
    row = await ASSIGN_ONE.fetch_row(
        tx,
        merchant=caller.merchant_id,
        actor=caller.actor,
        customer=customer_id,
        event=new_id(),
        group=group_id,
        from_others=True,
        only_from=None,
        expected_version=expected_version,
    )
    assert row is not None
    if row["id"] is None:
        raise CustomerNotFound(field=("customer_id",))
    if not row["known_group"]:
        raise GroupNotFound(field=("group_id",))
    if expected_version not in (None, row["version"]):
        raise VersionConflict(field=("expected_version",), expected=expected_version, actual=row["version"])
    return _move(row, group_id) if row["moved"] else None


async def assign_customers(
    tx: Connection,
    caller: Caller,
    chosen: Sequence[CustomerId] | Chosen,
    group_id: GroupId | None,
    on_conflict: GroupConflictPolicy,
    *,
    only_from: GroupId | None = None,
    dry_run: bool = False,
    field: FieldPath = ("customer_ids",),
) -> Assignment:
    """Put the chosen customers into a group, or into none; `on_conflict` is for those in another group.

    Nobody is in conflict with "no group": whoever leaves a group was asked to. With `only_from`, who is
    in another group than that one is skipped.
    Errors: GroupNotFound at group_id; CustomerNotFound at `field` and the index of each id that is
            unknown; GroupConflict at `field` with how many are elsewhere, when the policy is FAIL.
    """
    customers = list(dict.fromkeys(await _ids(tx, chosen)))
    rows = await (WEIGH_MANY if dry_run else ASSIGN_MANY).fetch(
        tx,
        merchant=caller.merchant_id,
        customers=customers,
        events=[new_id() for _ in customers],
        group=group_id,
        from_others=on_conflict is GroupConflictPolicy.MOVE,
        only_from=only_from,
        expected_version=None,
        **({} if dry_run else {"actor": caller.actor}),
    )
    if not rows[0]["known_group"]:
        raise GroupNotFound(field=("group_id",))
    found = [row for row in rows if row["id"] is not None]
    # Whom a query chose has been there a moment ago; whoever is gone since can't be missed.
    if not isinstance(chosen, Chosen):
        _require_all(chosen, found, field)
    assignment = _assignment(found, group_id)
    if assignment.skipped and on_conflict is GroupConflictPolicy.FAIL:
        raise GroupConflict(field=field, customers=len(assignment.skipped))
    return assignment


async def _ids(tx: Connection, chosen: Sequence[CustomerId] | Chosen) -> Sequence[UUID]:
    return await chosen_ids(tx, chosen) if isinstance(chosen, Chosen) else chosen


def _require_all(given: Sequence[CustomerId], found: Sequence[Record], field: FieldPath) -> None:
    known: set[UUID] = {row["id"] for row in found}
    missing = [
        CustomerNotFound(field=(*field, index))
        for index, customer_id in enumerate(given)
        if customer_id not in known
    ]
    if missing:
        raise Failures(missing)


def _assignment(found: Sequence[Record], group_id: GroupId | None) -> Assignment:
    moved = tuple(_move(row, group_id) for row in found if row["moved"])
    elsewhere = tuple(row["id"] for row in found if not row["moved"] and row["group_id"] != group_id)
    return Assignment(moved, elsewhere)


def _move(row: Record, group_id: GroupId | None) -> Move:
    return Move(row["id"], row["group_id"], group_id)
