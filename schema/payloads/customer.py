"""What mutations of customers answer."""

import strawberry

from schema.customer import Customer
from schema.user_errors import CustomerUserError


@strawberry.type(description="What became of a customer.")
class CustomerPayload:
    customer: Customer | None = strawberry.field(description="The customer; null when nothing was saved.")
    user_errors: list[CustomerUserError] = strawberry.field(
        description="Why nothing was saved; empty when it was."
    )


@strawberry.type(description="What became of one of many customers.")
class CustomerBulkRow:
    index: int = strawberry.field(description="The place in the list that was given, counted from 0.")
    customer: Customer | None = strawberry.field(description="The customer; null when it was not saved.")
    user_errors: list[CustomerUserError] = strawberry.field(
        description="Why the customer was not saved; empty when it was."
    )


@strawberry.type(description="What became of many customers.")
class CustomerBulkPayload:
    count: int = strawberry.field(description="How many customers were changed.")
    results: list[CustomerBulkRow] = strawberry.field(description="What became of each, in the order given.")
    user_errors: list[CustomerUserError] = strawberry.field(
        description="Why the request as a whole was refused; empty when it was not."
    )
