"""Mutations of customers, one by one and in bulk."""

from typing import Annotated, Any

import strawberry

from db.connect import Connection
from domain.customer import CustomerDraft, ErrorPolicy
from domain.errors import Failures
from domain.locale import Locale
from resolvers import arguments as say
from resolvers.context import Context
from resolvers.drafts import customer_draft
from resolvers.ids import customer_id, text_or_none
from resolvers.user_errors import user_errors
from resolvers.work import Work
from schema.inputs.customer_input import CustomerInput
from services.at_field import at_field
from services.customers.bulk_create import BulkRow, bulk_create
from services.customers.change import update_customer
from services.customers.create import create_customer
from services.customers.remove import delete_customer
from services.mutating import Once, Seed

Input = Annotated[CustomerInput, strawberry.argument(description="What is known of the customer.")]
Inputs = Annotated[list[CustomerInput], strawberry.argument(description="Up to 250 customers.")]
Policy = Annotated[
    ErrorPolicy, strawberry.argument(description="What happens to the others when some can't be saved.")
]


def customer_create(context: Context, input: Input, strict: say.Strict = False) -> Work:
    """Add a customer."""
    with at_field("input"):
        draft = customer_draft(input)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        return {"customer": str(await create_customer(tx, context.caller, draft, strict=strict))}

    return Work(run)


def customer_update(
    context: Context,
    id: say.CustomerIdArgument,
    input: Input,
    expected_version: say.ExpectedVersion = None,
    strict: say.Strict = False,
) -> Work:
    """Change what the input gives of a customer."""
    customer = customer_id(id)
    with at_field("input"):
        draft = customer_draft(input)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        await update_customer(
            tx, context.caller, customer, draft, expected_version=expected_version, strict=strict
        )
        return {"customer": str(customer)}

    return Work(run)


def customer_delete(context: Context, id: say.CustomerIdArgument) -> Work:
    """Delete a customer who has never paid."""
    customer = customer_id(id)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        await delete_customer(tx, context.caller, customer)
        return {"deletedId": id}

    return Work(run)


def customer_bulk_create(
    context: Context,
    customers: Inputs,
    error_policy: Policy = ErrorPolicy.REJECT_EVERYTHING,
    strict: say.Strict = False,
) -> Work:
    """Add many customers at once."""
    drafts = [_draft(given, index) for index, given in enumerate(customers)]

    async def run(tx: Connection, _once: Once | None) -> Seed:
        rows = await bulk_create(tx, context.caller, drafts, error_policy, strict=strict)
        return {
            "count": sum(row.customer_id is not None for row in rows),
            "results": [_result(row, context.caller.language) for row in rows],
        }

    return Work(run)


def _draft(given: CustomerInput, index: int) -> CustomerDraft:
    with at_field("customers", index):
        return customer_draft(given)


def _result(row: BulkRow, language: Locale) -> dict[str, Any]:
    errors = user_errors(Failures(row.failures), language) if row.failures else []
    return {"index": row.index, "customer": text_or_none(row.customer_id), "userErrors": errors}
