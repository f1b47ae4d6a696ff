"""What is followed for as long as one likes: each change of customers, payments and payment requests."""

from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry

from resolvers import ids
from resolvers.context import Context
from services.changed_rows import Changed, Followed
from services.following import Moment

Group = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only customers who are in this group by then.")
]
Batch = Annotated[strawberry.ID | None, strawberry.argument(description="Only requests of this batch.")]

Moments = AsyncGenerator[Moment | Changed, None]


def customer_changed(context: Context, group_id: Group = None) -> Moments:
    """Follow customers. Errors: GroupNotFound at group_id."""
    group = ids.optional_group_id(group_id, ("group_id",))
    return context.changed_rows.moments(context.caller.merchant_id, Followed.CUSTOMERS, group)


def payment_recorded(context: Context) -> Moments:
    """Follow the payment history."""
    return context.changed_rows.moments(context.caller.merchant_id, Followed.PAYMENTS)


def payment_request_changed(context: Context, batch_id: Batch = None) -> Moments:
    """Follow payment requests. Errors: BatchNotFound at batch_id."""
    batch = None if batch_id is None else ids.batch_id(batch_id)
    return context.changed_rows.moments(context.caller.merchant_id, Followed.REQUESTS, batch)
