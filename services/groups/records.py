"""A group is made, changed and taken away."""

from collections.abc import Sequence
from dataclasses import dataclass

from db import groups
from db.connect import Connection
from db.errors import refused_as
from domain.caller import Caller
from domain.customer import UNSET, GivenText
from domain.errors import Failure, GroupNameTaken, GroupNotFound, VersionConflict
from domain.group import GroupConflictPolicy, group_description, group_key, group_name
from domain.ids import CustomerId, GroupId, new_id
from services.groups.assign import Assignment, assign_customers

NOBODY = Assignment((), ())


@dataclass(frozen=True, slots=True)
class CreatedGroup:
    """A new group, and what became of those who were to go into it."""

    group_id: GroupId
    assignment: Assignment


async def group_id_of(tx: Connection, caller: Caller, name: str) -> GroupId:
    """Return the group of this name, without regard to case, accents and spaces.

    Errors: GroupNotFound at group.
    """
    found = await groups.ID_OF.fetch_value(tx, merchant=caller.merchant_id, name_key=group_key(name))
    if found is None:
        raise GroupNotFound(field=("group",))
    return GroupId(found)


async def create_group(
    tx: Connection,
    caller: Caller,
    name: str,
    description: str | None = None,
    customer_ids: Sequence[CustomerId] = (),
    on_conflict: GroupConflictPolicy = GroupConflictPolicy.FAIL,
) -> CreatedGroup:
    """Make a group and put customers into it.

    Errors: Required, TooLong … at name or description; GroupNameTaken; those of assign_customers.
    """
    kept = _named(name)
    group_id = GroupId(new_id())
    created = await groups.CREATE.fetch_value(
        tx,
        merchant=caller.merchant_id,
        group=group_id,
        name=kept,
        name_key=group_key(kept),
        description=_described(description),
    )
    if created is None:
        raise GroupNameTaken(field=("name",), name=kept)
    if not customer_ids:
        return CreatedGroup(group_id, NOBODY)
    return CreatedGroup(group_id, await assign_customers(tx, caller, customer_ids, group_id, on_conflict))


async def update_group(
    tx: Connection,
    caller: Caller,
    group_id: GroupId,
    *,
    name: str | None = None,
    description: GivenText = UNSET,
    expected_version: int | None = None,
) -> None:
    """Change name, description or both; a description of None is cleared, a name never is.

    Errors: GroupNotFound at id, VersionConflict at expected_version, GroupNameTaken, Required … at name.
    """
    kept = None if name is None else _named(name)
    with refused_as(unique=GroupNameTaken(field=("name",), name=kept)):
        row = await groups.UPDATE.fetch_row(
            tx,
            merchant=caller.merchant_id,
            group=group_id,
            name=kept,
            name_key=None if kept is None else group_key(kept),
            description=None if description is UNSET else _described(description),
            described=description is not UNSET,
            expected_version=expected_version,
        )
    if row is None:
        raise GroupNotFound(field=("id",))
    if not row["changed"]:
        raise VersionConflict(field=("expected_version",), expected=expected_version, actual=row["version"])


async def delete_group(
    tx: Connection, caller: Caller, group_id: GroupId, move_to: GroupId | None = None
) -> Assignment:
    """Take a group away; its customers go to `move_to`, or into no group.

    Errors: GroupNotFound at id or move_customers_to. Whoever joins meanwhile makes a foreign-key
            violation, upon which the whole is done again.
    """
    if move_to == group_id:
        raise GroupNotFound(field=("move_customers_to",))
    members = await groups.MEMBERS.fetch(tx, merchant=caller.merchant_id, group=group_id)
    assignment = await _moved_on(tx, caller, [row["id"] for row in members], group_id, move_to)
    if await groups.DELETE.fetch_value(tx, merchant=caller.merchant_id, group=group_id) is None:
        raise GroupNotFound(field=("id",))
    return assignment


async def remove_customers(
    tx: Connection, caller: Caller, group_id: GroupId, customer_ids: Sequence[CustomerId]
) -> Assignment:
    """Take customers out of this group; who is in another one stays there and is skipped.

    Errors: GroupNotFound at id; CustomerNotFound at customer_ids and the index.
    """
    if not await groups.EXISTS.fetch_value(tx, merchant=caller.merchant_id, group=group_id):
        raise GroupNotFound(field=("id",))
    return await assign_customers(
        tx, caller, customer_ids, None, GroupConflictPolicy.MOVE, only_from=group_id
    )


async def _moved_on(
    tx: Connection, caller: Caller, members: list[CustomerId], group_id: GroupId, move_to: GroupId | None
) -> Assignment:
    try:
        return await assign_customers(
            tx, caller, members, move_to, GroupConflictPolicy.MOVE, only_from=group_id
        )
    except GroupNotFound:
        raise GroupNotFound(field=("move_customers_to",)) from None


def _named(name: str) -> str:
    try:
        return group_name(name)
    except Failure as failure:
        raise failure.at("name") from None


def _described(description: str | None) -> str | None:
    try:
        return group_description(description)
    except Failure as failure:
        raise failure.at("description") from None
