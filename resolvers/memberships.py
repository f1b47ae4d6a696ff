"""Mutations from the customer list: the drop-down of one customer, and a selection of many."""

from typing import Annotated

import strawberry

from db.connect import Connection
from domain.group import GroupConflictPolicy
from resolvers import arguments as say
from resolvers import ids
from resolvers.context import Context
from resolvers.selector import selected
from resolvers.work import Work
from services.groups.assign import assign_customers, set_group
from services.mutating import Once, Seed

IntoGroup = Annotated[
    strawberry.ID | None, strawberry.argument(description="The group they go into; null for no group.")
]


def customer_set_group(
    context: Context,
    customer_id: say.CustomerIdArgument,
    group_id: IntoGroup = None,
    expected_version: say.ExpectedVersion = None,
) -> Work:
    """Put one customer into a group, or into none."""
    customer = ids.customer_id(customer_id, ("customer_id",))
    group = ids.optional_group_id(group_id, ("group_id",))

    async def run(tx: Connection, _once: Once | None) -> Seed:
        await set_group(tx, context.caller, customer, group, expected_version)
        return {"customer": str(customer)}

    return Work(run)


def customer_bulk_set_group(
    context: Context,
    select: say.Select,
    group_id: IntoGroup = None,
    on_conflict: say.OnConflict = GroupConflictPolicy.MOVE,
    dry_run: say.DryRun = False,
) -> Work:
    """Put many customers into a group, or into none."""
    group, chosen = ids.optional_group_id(group_id, ("group_id",)), selected(select, context.caller)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        assignment = await assign_customers(
            tx, context.caller, chosen, group, on_conflict, dry_run=dry_run, field=("select", "ids")
        )
        moved = [
            {"index": index, "customer": str(move.customer_id), "userErrors": []}
            for index, move in enumerate(assignment.moved)
        ]
        return {"count": len(moved), "results": moved}

    return Work(run)
