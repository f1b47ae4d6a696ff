"""What is given for a payment request, and whether it can be taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from domain.customer import Channel
from domain.errors import Failure, Failures, Required
from domain.ids import CustomerId, TemplateId
from domain.money import Money
from domain.payment import check_payment_texts
from domain.payment_request import term_end
from services.payment_requests.reference import new_reference
from services.payments.draft import checked_amount


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """A request as it is given: `amount` in major units; the merchant's default template when None."""

    customer_id: CustomerId
    amount: Decimal
    currency: str
    channels: Sequence[Channel]
    reference: str | None = None
    template_id: TemplateId | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckedRequest:
    """What a draft comes to: each channel once, and a reference and an end in any case."""

    amount: Money
    channels: Sequence[Channel]
    reference: str
    expires_at: datetime


def checked_request(draft: RequestDraft) -> CheckedRequest:
    """Return what a draft comes to.

    Errors: Failures of all that is wrong: Required at channels, those of checked_amount, at amount; TooLong …
            at reference; those of term_end at expires_at.
    """
    reference = (draft.reference or "").strip()
    failures: list[Failure] = check_payment_texts({"reference": reference})
    if not draft.channels:
        failures.append(Required(field=("channels",)))
    amount, ends = Money(0, "EUR"), datetime.now(UTC)
    try:
        amount = checked_amount(draft.amount, draft.currency)
    except Failure as failure:
        failures.append(failure)
    try:
        ends = term_end(draft.expires_at, ends)
    except Failure as failure:
        failures.append(failure)
    if failures:
        raise Failures(failures)
    # Named twice, a channel is still one: nobody wants two messages.
    channels = tuple(dict.fromkeys(draft.channels))
    return CheckedRequest(amount, channels, reference or new_reference(), ends)
