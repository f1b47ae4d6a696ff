"""Mutations of groups: made, changed, taken away, and joined from the group's own page."""

from typing import Annotated, Any

import strawberry

from db.connect import Connection
from domain.customer import UNSET
from domain.errors import GroupNotFound
from domain.group import GroupConflictPolicy
from domain.ids import GroupId
from resolvers import arguments as say
from resolvers import ids
from resolvers.context import Context
from resolvers.moves import moves
from resolvers.selector import selected
from resolvers.work import Work
from services.groups.assign import Assignment, assign_customers
from services.groups.records import create_group, delete_group, remove_customers, update_group
from services.mutating import Once, Seed

Name = Annotated[str, strawberry.argument(description="The name of the group; no other group has it.")]
NewName = Annotated[str | None, strawberry.argument(description="The name; it stays when not given.")]
Description = Annotated[
    str | None, strawberry.argument(description="What the group is for; null for nothing.")
]
Customers = Annotated[list[strawberry.ID], strawberry.argument(description="The ids of customers.")]
MaybeCustomers = Annotated[
    list[strawberry.ID] | None, strawberry.argument(description="The ids of customers who go into it.")
]
MoveTo = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="The group its customers go into; null for no group."),
]


def customer_group_create(
    context: Context,
    name: Name,
    description: Description = None,
    customer_ids: MaybeCustomers = None,
    on_conflict: say.OnConflict = GroupConflictPolicy.FAIL,
) -> Work:
    """Make a group, and put customers into it."""
    customers = ids.customer_ids(customer_ids or (), ("customer_ids",))

    async def run(tx: Connection, _once: Once | None) -> Seed:
        created = await create_group(tx, context.caller, name, description, customers, on_conflict)
        return _group(created.group_id, created.assignment)

    return Work(run)


def customer_group_update(
    context: Context,
    id: say.GroupIdArgument,
    name: NewName = None,
    description: Description = strawberry.UNSET,
    expected_version: say.ExpectedVersion = None,
) -> Work:
    """Change the name or the description of a group."""
    group = ids.group_id(id)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        await update_group(
            tx,
            context.caller,
            group,
            name=name,
            description=UNSET if description is strawberry.UNSET else description,
            expected_version=expected_version,
        )
        return {"customerGroup": str(group)}

    return Work(run)


def customer_group_delete(
    context: Context, id: say.GroupIdArgument, move_customers_to: MoveTo = None
) -> Work:
    """Take a group away; its customers stay."""
    group = ids.group_id(id)
    target = ids.optional_group_id(move_customers_to, ("move_customers_to",))

    async def run(tx: Connection, _once: Once | None) -> Seed:
        await delete_group(tx, context.caller, group, target)
        return {"deletedId": id}

    return Work(run)


def customer_group_add_customers(
    context: Context,
    id: say.GroupIdArgument,
    select: say.Select,
    on_conflict: say.OnConflict = GroupConflictPolicy.FAIL,
) -> Work:
    """Put customers into a group."""
    group, chosen = ids.group_id(id), selected(select, context.caller)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        try:
            assignment = await assign_customers(
                tx, context.caller, chosen, group, on_conflict, field=("select", "ids")
            )
        except GroupNotFound:
            raise GroupNotFound(field=("id",)) from None
        return _group(group, assignment)

    return Work(run)


def customer_group_remove_customers(
    context: Context, id: say.GroupIdArgument, customer_ids: Customers
) -> Work:
    """Take customers out of a group, into none."""
    group, customers = ids.group_id(id), ids.customer_ids(customer_ids, ("customer_ids",))

    async def run(tx: Connection, _once: Once | None) -> Seed:
        return _group(group, await remove_customers(tx, context.caller, group, customers))

    return Work(run)


def _group(group_id: GroupId, assignment: Assignment) -> dict[str, Any]:
    return {"customerGroup": str(group_id), **moves(assignment)}
