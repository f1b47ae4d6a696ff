"""Mutations of payments: recorded, which may make a customer, and given back."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from db.connect import Connection
from domain.payment import PaymentStatus
from resolvers import arguments as say
from resolvers import ids
from resolvers.context import Context
from resolvers.drafts import customer_draft
from resolvers.work import Work
from schema.inputs.customer_input import CustomerInput
from schema.inputs.money import MoneyInput
from services.at_field import at_field
from services.mutating import Once, Seed
from services.payment_requests.record import record_request_payment
from services.payments.draft import PaymentDraft
from services.payments.record import record_payment
from services.payments.recorded import recorded_of
from services.payments.refund import refund_payment

Amount = Annotated[MoneyInput, strawberry.argument(description="What was paid.")]
RefundAmount = Annotated[
    MoneyInput | None, strawberry.argument(description="What is given back; all that is left when not given.")
]
Payer = Annotated[
    CustomerInput | None,
    strawberry.argument(
        description="Who paid, as far as is known: found by reference, phone or e-mail, else a new customer."
    ),
]
PayingCustomer = Annotated[
    strawberry.ID | None, strawberry.argument(description="The customer who paid, when that is known.")
]
Status = Annotated[PaymentStatus, strawberry.argument(description="Where the payment stands.")]
Method = Annotated[str | None, strawberry.argument(description="How it was paid, such as `card`.")]
Reference = Annotated[
    str | None,
    strawberry.argument(
        description="What it was paid for, such as an invoice; that of its request when not given."
    ),
]
Provider = Annotated[str | None, strawberry.argument(description="Who moved the money, such as `stripe`.")]
ProviderReference = Annotated[
    str | None,
    strawberry.argument(description="The provider's own number of the payment; recorded once, for ever."),
]
PaidAt = Annotated[datetime | None, strawberry.argument(description="When it was paid; now when not given.")]
PaidRequest = Annotated[
    strawberry.ID | None,
    strawberry.argument(
        description="The payment request that it pays, in whole or in part. Its customer has paid then, "
        "whatever `payer` says, unless `customerId` names another."
    ),
]
Reason = Annotated[str | None, strawberry.argument(description="Why it is given back.")]


def payment_record(
    context: Context,
    amount: Amount,
    payer: Payer = None,
    customer_id: PayingCustomer = None,
    status: Status = PaymentStatus.SUCCEEDED,
    method: Method = None,
    reference: Reference = None,
    provider: Provider = None,
    provider_reference: ProviderReference = None,
    paid_at: PaidAt = None,
    payment_request_id: PaidRequest = None,
) -> Work:
    """Put a payment into the history, for a customer who is known, found or new; it may pay a request."""
    with at_field("payer"):
        given_payer = None if payer is None else customer_draft(payer)
    draft = PaymentDraft(
        amount=amount.amount,
        currency=amount.currency,
        payer=given_payer,
        customer_id=None if customer_id is None else ids.customer_id(customer_id, ("customer_id",)),
        status=status,
        method=method,
        reference=reference,
        provider=provider,
        provider_reference=provider_reference,
        paid_at=paid_at,
    )
    request = (
        None if payment_request_id is None else ids.request_id(payment_request_id, ("payment_request_id",))
    )

    async def run(tx: Connection, once: Once | None) -> Seed:
        if request is not None:
            return (await record_request_payment(tx, context.caller, draft, request, once)).seed
        return (await record_payment(tx, context.caller, draft, once)).seed

    return Work(run, _recorded, remembers=True)


def payment_refund(
    context: Context, id: say.PaymentIdArgument, amount: RefundAmount = None, reason: Reason = None
) -> Work:
    """Give a payment back, in whole or in part."""
    payment = ids.payment_id(id)
    given = None if amount is None else (amount.amount, amount.currency)

    async def run(tx: Connection, _once: Once | None) -> Seed:
        await refund_payment(tx, context.caller, payment, given, reason)
        return {"payment": str(payment)}

    return Work(run)


def _recorded(seed: Seed) -> dict[str, Any]:
    recorded = recorded_of(seed)
    return {
        "payment": str(recorded.payment_id),
        "customer": ids.text_or_none(recorded.customer_id),
        "resolution": str(recorded.resolution),
        "candidates": [
            {
                "customer": str(candidate.customer_id),
                # Of the three by which customers are found, how many speak for this one.
                "score": len(candidate.matched_on) / 3,
                "matchedOn": [str(key) for key in candidate.matched_on],
            }
            for candidate in recorded.candidates
        ],
    }
