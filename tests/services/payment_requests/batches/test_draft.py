"""What is given for a batch fits together, or is told with all that does not."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from domain.customer import Channel
from domain.errors import ExpiryBeforeSending, ExpiryTooEarly, Failure, Failures
from services.payment_requests.batches.draft import BatchDraft, checked_batch

NOW = datetime.now(UTC)
MORNING, NOON, YESTERDAY = NOW + timedelta(hours=1), NOW + timedelta(hours=2), NOW - timedelta(days=1)


def draft(expires_at: datetime | None) -> BatchDraft:
    """A batch that is sent at noon."""
    return BatchDraft({}, [Channel.SMS], (Decimal(10), "EUR"), expires_at=expires_at, scheduled_for=NOON)


@pytest.mark.parametrize(
    ("expires_at", "failure"),
    [
        (MORNING, ExpiryBeforeSending(field=("expires_at",))),
        (NOON, ExpiryBeforeSending(field=("expires_at",))),
        (YESTERDAY, ExpiryTooEarly(field=("expires_at",))),
    ],
)
def test_what_ends_before_it_is_sent_is_told_so(expires_at: datetime, failure: Failure) -> None:
    """A moment that is still to come has not "passed already", as one of yesterday has."""
    with pytest.raises(Failures) as refused:
        checked_batch(draft(expires_at), "EUR")

    assert refused.value.failures == (failure,)


def test_the_term_begins_when_it_is_sent() -> None:
    batch = checked_batch(draft(None), "EUR")

    assert batch.expires_at == NOON + timedelta(days=30)
