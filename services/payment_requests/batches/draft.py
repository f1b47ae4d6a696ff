"""What is given for a batch, and whether it can be taken; whom it is about is found out elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

from domain.batch import SCHEDULED_AHEAD_LIMIT
from domain.customer import Channel
from domain.errors import (
    CurrencyUnknown,
    ExactlyOneArgument,
    ExpiryBeforeSending,
    Failure,
    Failures,
    OnlyWithAmountField,
    Required,
    ScheduledInPast,
    ScheduledTooLate,
)
from domain.ids import TemplateId
from domain.money import CURRENCIES, Money
from domain.payment import check_payment_texts
from domain.payment_request import term_end
from services.payments.draft import checked_amount

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BatchDraft:
    """A batch as it is asked for. `selector` is a CustomerSelector as GraphQL coerced it.

    `amount` is in major units, with its currency; or `amount_field` is the key of a custom field, whose
    amounts are in `amount_currency`, or else in the merchant's.
    """

    selector: Mapping[str, Any]
    channels: Sequence[Channel]
    amount: tuple[Decimal, str] | None = None
    amount_field: str | None = None
    amount_currency: str | None = None
    template_id: TemplateId | None = None
    reference: str | None = None
    expires_at: datetime | None = None
    scheduled_for: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckedBatch:
    """What a draft comes to: each channel once, an amount unless each has its own, and an end."""

    amount: Money | None
    currency: str
    channels: Sequence[Channel]
    reference: str | None
    expires_at: datetime
    scheduled_for: datetime | None


def checked_batch(draft: BatchDraft, merchant_currency: str) -> CheckedBatch:
    """Return what a draft comes to.

    Errors: Failures of all that is wrong: Required at channels; ExactlyOneArgument; those of checked_amount
            at amount; OnlyWithAmountField and CurrencyUnknown at amount_currency; TooLong … at reference;
            ScheduledInPast and ScheduledTooLate at scheduled_for; ExpiryBeforeSending and those of term_end
            at expires_at.
    """
    now = datetime.now(UTC)
    reference = (draft.reference or "").strip()
    failures: list[Failure] = check_payment_texts({"reference": reference})
    if not draft.channels:
        failures.append(Required(field=("channels",)))
    amount = _tried(lambda: _amount(draft), failures)
    currency = _tried(lambda: _currency(draft, merchant_currency), failures)
    scheduled_for = _tried(lambda: _schedule(draft.scheduled_for, now), failures)
    # Whoever is asked later has later to pay.
    expires_at = _tried(lambda: _end(draft.expires_at, scheduled_for, now), failures)
    if failures:
        raise Failures(failures)
    assert currency is not None
    assert expires_at is not None
    channels = tuple(dict.fromkeys(draft.channels))
    return CheckedBatch(amount, currency, channels, reference or None, expires_at, scheduled_for)


def _tried(check: Callable[[], T], failures: list[Failure]) -> T | None:
    try:
        return check()
    except Failure as failure:
        failures.append(failure)
        return None


def _amount(draft: BatchDraft) -> Money | None:
    if (draft.amount is None) == (draft.amount_field is None):
        raise ExactlyOneArgument(arguments=["amount", "amountField"])
    return None if draft.amount is None else checked_amount(*draft.amount)


def _currency(draft: BatchDraft, merchant_currency: str) -> str:
    if draft.amount is None:
        currency = draft.amount_currency or merchant_currency
        if currency not in CURRENCIES:
            raise CurrencyUnknown(field=("amount_currency",), currency=currency)
        return currency
    # As there is a currency with the amount, another one would be a surprise, whichever was meant.
    if draft.amount_currency is not None:
        raise OnlyWithAmountField(field=("amount_currency",))
    return draft.amount[1]


def _schedule(moment: datetime | None, now: datetime) -> datetime | None:
    if moment is None:
        return None
    if moment <= now:
        raise ScheduledInPast(field=("scheduled_for",))
    if moment > now + SCHEDULED_AHEAD_LIMIT:
        raise ScheduledTooLate(field=("scheduled_for",), days=SCHEDULED_AHEAD_LIMIT.days)
    return moment


def _end(given: datetime | None, scheduled_for: datetime | None, now: datetime) -> datetime:
    if given is not None and scheduled_for is not None and now < given <= scheduled_for:
        raise ExpiryBeforeSending(field=("expires_at",))
    return term_end(given, scheduled_for or now)
