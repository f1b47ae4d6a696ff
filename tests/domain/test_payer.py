"""A payer sees five states, and of some requests nothing at all."""

import pytest

from domain.payer import PayerState, payer_state
from domain.payment_request import OPEN, PaymentRequestStatus

_S = PaymentRequestStatus


@pytest.mark.parametrize("status", sorted(OPEN))
def test_what_is_asked_for_can_be_paid_until_its_time(status: PaymentRequestStatus) -> None:
    """Whether a message has arrived is the merchant's business: who has the link can pay."""
    assert payer_state(status, is_over=False, is_returned=False) is PayerState.OPEN
    assert payer_state(status, is_over=True, is_returned=False) is PayerState.EXPIRED


@pytest.mark.parametrize("status", sorted(OPEN | {_S.EXPIRED, _S.CANCELED}))
def test_who_has_paid_just_now_waits_for_the_event(status: PaymentRequestStatus) -> None:
    """Also when the request was called off or has expired while the payer was paying."""
    assert payer_state(status, is_over=True, is_returned=True) is PayerState.PROCESSING


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (_S.PAID, PayerState.PAID),
        (_S.EXPIRED, PayerState.EXPIRED),
        (_S.CANCELED, PayerState.CANCELED),
        (_S.DRAFT, None),
        (_S.SKIPPED, None),
    ],
)
def test_what_is_over_stays_so(status: PaymentRequestStatus, state: PayerState | None) -> None:
    assert payer_state(status, is_over=True, is_returned=False) is state


def test_paid_is_paid_whoever_has_come_back() -> None:
    assert payer_state(_S.PAID, is_over=True, is_returned=True) is PayerState.PAID
