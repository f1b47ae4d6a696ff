"""Refunds never exceed what was paid."""

import pytest

from domain.errors import (
    AmountNotPositive,
    CurrencyMismatch,
    Failure,
    NulCharacter,
    RefundExceedsPayment,
    TooLong,
    TransitionNotAllowed,
)
from domain.money import Money
from domain.payment import CAPTURED, PaymentStatus, check_payment_texts, refunded_status, require_positive

PAID = Money(1000, "EUR")


@pytest.mark.parametrize(
    ("status", "refunded", "refund", "becomes"),
    [
        (PaymentStatus.SUCCEEDED, 0, 1, PaymentStatus.PARTIALLY_REFUNDED),
        (PaymentStatus.SUCCEEDED, 0, 1000, PaymentStatus.REFUNDED),
        (PaymentStatus.PARTIALLY_REFUNDED, 400, 599, PaymentStatus.PARTIALLY_REFUNDED),
        (PaymentStatus.PARTIALLY_REFUNDED, 400, 600, PaymentStatus.REFUNDED),
    ],
)
def test_a_refund_leaves_a_rest_or_nothing(
    status: PaymentStatus, refunded: int, refund: int, becomes: PaymentStatus
) -> None:
    assert refunded_status(status, PAID, Money(refunded, "EUR"), Money(refund, "EUR")) is becomes


@pytest.mark.parametrize(
    ("status", "refunded", "refund", "refusal"),
    [
        (
            PaymentStatus.PARTIALLY_REFUNDED,
            400,
            Money(601, "EUR"),
            RefundExceedsPayment(amount=Money(601, "EUR"), available=Money(600, "EUR")),
        ),
        (PaymentStatus.SUCCEEDED, 0, Money(0, "EUR"), AmountNotPositive(amount=Money(0, "EUR").amount)),
        (PaymentStatus.SUCCEEDED, 0, Money(-1, "EUR"), AmountNotPositive(amount=Money(-1, "EUR").amount)),
        (PaymentStatus.SUCCEEDED, 0, Money(1, "CHF"), CurrencyMismatch(currency="CHF", expected="EUR")),
        (
            PaymentStatus.PENDING,
            0,
            Money(1, "EUR"),
            TransitionNotAllowed(state=PaymentStatus.PENDING, target=PaymentStatus.PARTIALLY_REFUNDED),
        ),
        (
            PaymentStatus.REFUNDED,
            1000,
            Money(1, "EUR"),
            TransitionNotAllowed(state=PaymentStatus.REFUNDED, target=PaymentStatus.REFUNDED),
        ),
    ],
)
def test_what_can_not_be_refunded_is_refused(
    status: PaymentStatus, refunded: int, refund: Money, refusal: Failure
) -> None:
    with pytest.raises(Failure) as refused:
        refunded_status(status, PAID, Money(refunded, "EUR"), refund)

    assert refused.value == refusal


def test_money_has_arrived_once_a_payment_succeeded_whatever_became_of_it() -> None:
    assert {"SUCCEEDED", "PARTIALLY_REFUNDED", "REFUNDED", "CHARGED_BACK"} == CAPTURED


def test_a_payment_is_above_zero() -> None:
    assert require_positive(PAID) is PAID
    with pytest.raises(AmountNotPositive):
        require_positive(Money(0, "EUR"))


def test_texts_of_a_payment_are_checked_by_name() -> None:
    texts = {"method": "card", "reference": "x" * 201, "provider": None, "reason": "\x00"}

    assert check_payment_texts(texts) == [
        TooLong(field=("reference",), limit=200, length=201),
        NulCharacter(field=("reason",)),
    ]
