"""Mutations of batches: many customers are asked at once, checked first and sent when that is approved."""

from datetime import datetime
from typing import Annotated

import strawberry

from db.connect import Connection
from resolvers import arguments as say
from resolvers import ids
from resolvers.context import Context
from resolvers.selector import members_of
from resolvers.user_errors import user_errors
from resolvers.work import Work
from schema.enums.customer import Channel
from schema.inputs.money import MoneyInput
from schema.scalars import CurrencyCode
from services.mutating import Once, Seed
from services.payment_requests.batches.cancel import cancel_batch
from services.payment_requests.batches.create import create_batch
from services.payment_requests.batches.draft import BatchDraft
from services.payment_requests.batches.machinery import Machinery
from services.payment_requests.batches.send import send_batch

Amount = Annotated[
    MoneyInput | None,
    strawberry.argument(description="What each is asked for; either this or `amountField`."),
]
AmountField = Annotated[
    str | None,
    strawberry.argument(
        description="The key of a custom field, a number, that holds what each customer is asked for."
    ),
]
AmountCurrency = Annotated[
    CurrencyCode | None,
    strawberry.argument(
        description="The currency of the amounts in `amountField`; the merchant's when not given."
    ),
]
Template = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="The template of the messages; the default one when not given."),
]
Channels = Annotated[
    list[Channel],
    strawberry.argument(description="On which channels it goes out: all of them that reach a customer."),
]
Reference = Annotated[
    str | None,
    strawberry.argument(
        description="What all are asked for, such as a fee; each gets a reference of its own when not given."
    ),
]
ExpiresAt = Annotated[
    datetime | None,
    strawberry.argument(
        description="Until when it can be paid, within 366 days of its sending; for 30 days when not given."
    ),
]
ScheduledFor = Annotated[
    datetime | None,
    strawberry.argument(
        description="When it is sent, within 365 days; as soon as it is approved when not given."
    ),
]
PreflightDigest = Annotated[
    str, strawberry.argument(description="The digest of the preflight that is approved.")
]


def payment_request_batch_create(
    context: Context,
    select: say.Select,
    channels: Channels,
    amount: Amount = None,
    amount_field: AmountField = None,
    amount_currency: AmountCurrency = None,
    template_id: Template = None,
    reference: Reference = None,
    expires_at: ExpiresAt = None,
    scheduled_for: ScheduledFor = None,
) -> Work:
    """Have it found out what a batch would send."""
    draft = BatchDraft(
        selector=members_of(select),
        channels=channels,
        amount=None if amount is None else (amount.amount, amount.currency),
        amount_field=amount_field,
        amount_currency=amount_currency,
        template_id=None if template_id is None else ids.template_id(template_id, ("template_id",)),
        reference=reference,
        expires_at=expires_at,
        scheduled_for=scheduled_for,
    )

    async def run(tx: Connection, _once: Once | None) -> Seed:
        return _seed(await create_batch(tx, context.caller, draft, context.addresses))

    return Work(run)


def payment_request_batch_send(
    context: Context, id: say.BatchIdArgument, preflight_digest: PreflightDigest
) -> Work:
    """Have a batch sent as its preflight shows it; when that holds no longer, say so and answer the batch."""
    machinery = Machinery(context.addresses, context.secrets)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        batch_id = ids.batch_id(id)
        changed = await send_batch(tx, context.caller, batch_id, preflight_digest, machinery)
        errors = user_errors(changed, context.caller.language) if changed else []
        return {**_seed(batch_id), "userErrors": errors}

    return Work(run)


def payment_request_batch_cancel(context: Context, id: say.BatchIdArgument) -> Work:
    """Call a batch off."""

    async def run(tx: Connection, _once: Once | None) -> Seed:
        return _seed(await cancel_batch(tx, context.caller, ids.batch_id(id)))

    return Work(run)


def _seed(batch_id: object) -> Seed:
    return {"paymentRequestBatch": str(batch_id)}
