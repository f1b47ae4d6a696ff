"""The payment history: payments and what became of them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.enums.payment import CustomerResolution, PaymentStatus
from schema.money import Money
from schema.node import Node
from schema.page import Connection

if TYPE_CHECKING:
    from schema.customer import Customer
    from schema.payment_request import PaymentRequest


@strawberry.type(description="What happened to a payment. Events are added and never changed.")
class PaymentEvent:
    type: PaymentStatus = strawberry.field(description="What the payment became.")
    amount: Money = strawberry.field(description="How much it concerned.")
    at: datetime = strawberry.field(description="When it happened.")
    message: str | None = strawberry.field(description="What was said about it, such as a reason.")


@strawberry.type(description="A payment. Its amount never changes; what happens to it is in its events.")
class Payment(Node):
    customer: Annotated["Customer", strawberry.lazy("schema.customer")] | None = strawberry.field(
        description="Who paid; null when it is not known."
    )
    customer_resolution: CustomerResolution = strawberry.field(
        description="How the payment came to its customer."
    )
    amount: Money = strawberry.field(description="What was paid.")
    refunded: Money = strawberry.field(description="How much of it was given back.")
    status: PaymentStatus = strawberry.field(description="Where the payment stands.")
    method: str | None = strawberry.field(description="How it was paid, such as `card`.")
    reference: str | None = strawberry.field(description="What it was for, such as an invoice number.")
    provider: str | None = strawberry.field(description="Who handled the payment.")
    provider_reference: str | None = strawberry.field(description="The provider's id of the payment.")
    payment_request: Annotated["PaymentRequest", strawberry.lazy("schema.payment_request")] | None = (
        strawberry.field(description="The payment request that it answers; null when it answers none.")
    )
    paid_at: datetime | None = strawberry.field(description="When the money arrived; null when it has not.")
    created_at: datetime = strawberry.field(description="When the payment was recorded.")
    events: list[PaymentEvent] = strawberry.field(description="What happened to the payment, oldest first.")


@strawberry.type(description="One page of payments.")
class PaymentConnection(Connection[Payment]):
    totals: list[Money] = strawberry.field(
        description="What the payments of the whole list add up to without refunds, one sum a currency."
    )
