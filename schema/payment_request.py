"""Payment requests: whom they ask for what, how their messages fare, and what came of them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.enums.customer import Channel, SendBlocker
from schema.enums.payment_request import DeliveryError, DeliveryStatus, PaymentRequestStatus
from schema.money import Money
from schema.node import Node
from schema.rendered_message import RenderedMessage
from schema.scalars import URL

if TYPE_CHECKING:
    from schema.customer import Customer
    from schema.payment import Payment
    from schema.payment_request_batch import PaymentRequestBatch


@strawberry.type(description="A message of a payment request on its way to one address.")
class Delivery:
    channel: Channel = strawberry.field(description="On which channel it goes out.")
    address: str = strawberry.field(description="The phone number or e-mail address it goes to.")
    status: DeliveryStatus = strawberry.field(description="Where it stands.")
    attempts: int = strawberry.field(description="How often it was tried to hand it over.")
    last_error: str | None = strawberry.field(
        description="Why it did not go out or arrive, and what to do; in the language asked for."
    )
    last_error_code: DeliveryError | None = strawberry.field(description="The same, to branch on.")
    created_at: datetime = strawberry.field(description="When it was written.")
    at: datetime = strawberry.field(description="Since when it stands there.")
    provider_message_id: str | None = strawberry.field(
        description="The id that it has with who carries it; null before that is known."
    )
    message: RenderedMessage = strawberry.field(description="What it says.")


@strawberry.type(description="A customer is asked to pay a sum, by messages that lead to a page.")
class PaymentRequest(Node):
    reference: str = strawberry.field(
        description="What it is for, such as an invoice; made up when none was given."
    )
    customer: Annotated["Customer", strawberry.lazy("schema.customer")] = strawberry.field(
        description="Who is asked."
    )
    amount: Money = strawberry.field(description="What is asked for.")
    amount_paid: Money = strawberry.field(
        description="What its payments have brought in its currency, without what was given or taken back."
    )
    amount_due: Money = strawberry.field(
        description="What is left to pay; nothing once it is paid, whatever is given back later."
    )
    channels: list[Channel] = strawberry.field(description="On which channels it was to go out.")
    status: PaymentRequestStatus = strawberry.field(description="Where it stands.")
    blockers: list[SendBlocker] = strawberry.field(
        description="Why it did not go out on each of its channels; empty when it did."
    )
    messages: list[RenderedMessage] = strawberry.field(
        description="What was written to the customer, the oldest first; empty when nothing was."
    )
    deliveries: list[Delivery] = strawberry.field(description="How those messages fare, in the same order.")
    url: URL = strawberry.field(
        description="The page where the customer pays; nobody can guess it. A skipped request has none."
    )
    created_at: datetime = strawberry.field(description="When it was made.")
    expires_at: datetime | None = strawberry.field(
        description="Until when it can be paid; null when it can for ever."
    )
    sent_at: datetime | None = strawberry.field(description="When its first message went out; null before.")
    delivered_at: datetime | None = strawberry.field(
        description="When a message of it first arrived; null when that is not known."
    )
    viewed_at: datetime | None = strawberry.field(description="When its page was first opened; null before.")
    paid_at: datetime | None = strawberry.field(description="When it was paid; null before.")
    canceled_at: datetime | None = strawberry.field(
        description="When it was called off; null when it was not."
    )
    batch: Annotated["PaymentRequestBatch", strawberry.lazy("schema.payment_request_batch")] | None = (
        strawberry.field(description="The batch that it belongs to; null when it was made alone.")
    )
    payment: Annotated["Payment", strawberry.lazy("schema.payment")] | None = strawberry.field(
        description="The latest payment for it, also one that is not through; then the one that paid it."
    )
    payments: list[Annotated["Payment", strawberry.lazy("schema.payment")]] = strawberry.field(
        description="All payments for it, the oldest first, also those that came to nothing or too late."
    )
