"""Mutations of payment requests: made, sent again, called off."""

from datetime import datetime
from typing import Annotated

import strawberry

from db.connect import Connection
from resolvers import arguments as say
from resolvers import ids
from resolvers.context import Context
from resolvers.work import Work
from schema.enums.customer import Channel
from schema.inputs.money import MoneyInput
from services.mutating import Once, Seed
from services.payment_requests.cancel import cancel_request
from services.payment_requests.create import create_request
from services.payment_requests.draft import RequestDraft
from services.payment_requests.resend import resend_request

Amount = Annotated[MoneyInput, strawberry.argument(description="What is asked for.")]
Reference = Annotated[
    str | None,
    strawberry.argument(description="What it is for, such as an invoice; one is made up when not given."),
]
Template = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="The template of its messages; the default one when not given."),
]
Channels = Annotated[
    list[Channel],
    strawberry.argument(description="On which channels it goes out: all of them that reach the customer."),
]
WordsAgain = Annotated[
    strawberry.ID | None,
    strawberry.argument(
        description="The template of its messages, such as a reminder; that of before when not given."
    ),
]
ExpiresAt = Annotated[
    datetime | None,
    strawberry.argument(
        description="Until when it can be paid, within 366 days; for 30 days when not given."
    ),
]


def payment_request_create(
    context: Context,
    customer_id: say.CustomerIdArgument,
    amount: Amount,
    channels: Channels,
    reference: Reference = None,
    template_id: Template = None,
    expires_at: ExpiresAt = None,
) -> Work:
    """Ask one customer for money."""
    draft = RequestDraft(
        customer_id=ids.customer_id(customer_id, ("customer_id",)),
        amount=amount.amount,
        currency=amount.currency,
        channels=channels,
        reference=reference,
        template_id=None if template_id is None else ids.template_id(template_id, ("template_id",)),
        expires_at=expires_at,
    )

    async def run(tx: Connection, _once: Once | None) -> Seed:
        created = await create_request(tx, context.caller, draft, context.addresses, context.secrets)
        return {"paymentRequest": str(created)}

    return Work(run)


def payment_request_resend(
    context: Context, id: say.RequestIdArgument, template_id: WordsAgain = None
) -> Work:
    """Send a payment request once more."""
    request = ids.request_id(id)
    template = None if template_id is None else ids.template_id(template_id, ("template_id",))

    async def run(tx: Connection, _once: Once | None) -> Seed:
        addresses, secrets = context.addresses, context.secrets
        await resend_request(tx, context.caller, request, addresses, secrets, template)
        return {"paymentRequest": str(request)}

    return Work(run)


def payment_request_cancel(context: Context, id: say.RequestIdArgument) -> Work:
    """Call a payment request off."""
    request = ids.request_id(id)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        return {"paymentRequest": str(await cancel_request(tx, context.caller, request))}

    return Work(run)
