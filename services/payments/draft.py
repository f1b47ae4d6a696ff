"""What is given for a payment, and whether it can be taken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.customer import CustomerDraft
from domain.draft_check import check_draft
from domain.errors import AmountInvalid, CurrencyUnknown, ExactlyOneArgument, Failure, Failures, Invalid
from domain.ids import CustomerId
from domain.money import Money, money_of
from domain.payment import PaymentStatus, check_payment_texts, require_positive
from services.at_field import at_field

# Where a payment can stand when it is recorded; the rest is what becomes of it.
RECORDABLE = frozenset(
    {
        PaymentStatus.PENDING,
        PaymentStatus.AUTHORIZED,
        PaymentStatus.SUCCEEDED,
        PaymentStatus.FAILED,
        PaymentStatus.CANCELED,
    }
)


@dataclass(frozen=True, slots=True)
class PaymentDraft:
    """A payment as it is given: `amount` in major units; by a known customer, by a payer, or by nobody."""

    amount: Decimal
    currency: str
    payer: CustomerDraft | None = None
    customer_id: CustomerId | None = None
    status: PaymentStatus = PaymentStatus.SUCCEEDED
    method: str | None = None
    reference: str | None = None
    provider: str | None = None
    provider_reference: str | None = None
    paid_at: datetime | None = None

    @property
    def texts(self) -> dict[str, str | None]:
        """The texts without outer spaces, None for blank ones."""
        given = {
            "method": self.method,
            "reference": self.reference,
            "provider": self.provider,
            "provider_reference": self.provider_reference,
        }
        return {name: (text or "").strip() or None for name, text in given.items()}


def checked_payment(draft: PaymentDraft) -> Money:
    """Return the sum, once everything else can be taken too; Failures with all that can't."""
    failures = list(_failures(draft))
    try:
        money = checked_amount(draft.amount, draft.currency)
    except Failure as failure:
        raise Failures([failure, *failures]) from None
    if failures:
        raise Failures(failures)
    return money


def checked_amount(amount: Decimal, currency: str) -> Money:
    """Return a sum above nothing.

    Errors: CurrencyUnknown at amount and currency; AmountInvalid and its kinds at amount and amount.
    """
    with at_field("amount"):
        try:
            return require_positive(money_of(amount, currency))
        except AmountInvalid as failure:
            raise failure.at("amount") from None
        except CurrencyUnknown as failure:
            raise failure.at("currency") from None


def _failures(draft: PaymentDraft) -> Iterator[Failure]:
    if draft.status not in RECORDABLE:
        yield Invalid(field=("status",))
    if draft.payer is not None and draft.customer_id is not None:
        yield ExactlyOneArgument(field=("payer",), arguments=("payer", "customerId"))
    if draft.payer is not None:
        yield from (failure.at("payer") for failure in check_draft(draft.payer))
    yield from check_payment_texts(draft.texts)
