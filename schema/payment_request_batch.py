"""Many customers asked at once: what that would come to, how far it has come, and what became of each."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.arguments import with_arguments
from schema.enums.customer import Channel
from schema.enums.payment_request import PaymentRequestStatus
from schema.enums.user_error import UserErrorCode
from schema.job import Job
from schema.message_template import TemplateIssue
from schema.money import Money
from schema.node import Node
from schema.page import BOTH_WAYS, Connection
from schema.readiness import BlockerCount
from schema.rendered_message import RenderedMessage

if TYPE_CHECKING:
    from schema.payment_request import PaymentRequest

Statuses = Annotated[
    list[PaymentRequestStatus] | None,
    strawberry.argument(description="Where the requests stand; anywhere when not given."),
]


@strawberry.type(description="Why a batch could not be checked or sent.")
class BatchFailure:
    code: UserErrorCode = strawberry.field(description="The cause, to branch on.")
    message: str = strawberry.field(
        description="What is wrong and what to do about it, in the reader's language."
    )


@strawberry.type(description="What a batch would send, to be looked through before it does.")
class BatchPreflight:
    digest: str = strawberry.field(
        description="Stands for all of this: `paymentRequestBatchSend` takes it, and sends nothing else."
    )
    recipients: int = strawberry.field(description="How many customers are selected.")
    will_send: int = strawberry.field(description="How many of them will get a message.")
    will_skip: list[BlockerCount] = strawberry.field(
        description="Why the others will not, the most frequent reason first; one customer may have several."
    )
    duplicates_collapsed: int = strawberry.field(
        description="How often a customer was named again; each gets one request. "
        "Two customers never have the same number or address."
    )
    total: list[Money] = strawberry.field(
        description="What all who get a message are asked for, one sum a currency; empty when nobody does."
    )
    sms_segments: int = strawberry.field(description="How many text messages a network operator would count.")
    samples: list[RenderedMessage] = strawberry.field(
        description="The first three messages, word for word as they will be sent."
    )
    warnings: list[TemplateIssue] = strawberry.field(
        description="What should be looked at in the messages, each once for a language and channel."
    )


@strawberry.type(
    description="Payment requests to many customers at once, sent when their preflight is approved."
)
class PaymentRequestBatch(Node, Job):
    preflight: BatchPreflight | None = strawberry.field(
        description="What would be sent; null until that is found out."
    )
    requests: Connection[Annotated["PaymentRequest", strawberry.lazy("schema.payment_request")]] = (
        with_arguments(
            "What becomes of each customer, in the order of their ids.", **BOTH_WAYS, status=Statuses
        )
    )
    amount: Money | None = strawberry.field(
        description="What each is asked for; null when that comes from a custom field."
    )
    channels: list[Channel] = strawberry.field(description="On which channels it goes out.")
    scheduled_for: datetime | None = strawberry.field(
        description="When it is sent; null for as soon as it is approved."
    )
    expires_at: datetime | None = strawberry.field(description="Until when its requests can be paid.")
    failure: BatchFailure | None = strawberry.field(description="Why it failed; null when it did not.")
