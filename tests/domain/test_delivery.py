"""How far its messages bring a request."""

from itertools import combinations

import pytest

from domain.delivery import DELIVERY_TRANSITIONS, DeliveryStatus, reached_by
from domain.payment_request import REQUEST_TRANSITIONS, PaymentRequestStatus

S = DeliveryStatus
R = PaymentRequestStatus


@pytest.mark.parametrize(
    ("deliveries", "reached"),
    [
        ({S.DELIVERED, S.FAILED, S.QUEUED}, R.DELIVERED),
        ({S.SENT, S.FAILED, S.UNKNOWN}, R.SENT),
        ({S.SENT, S.QUEUED}, R.SENT),
        ({S.FAILED, S.QUEUED}, None),
        ({S.UNKNOWN, S.SENDING}, None),
        ({S.FAILED}, R.UNDELIVERED),
        ({S.FAILED, S.CANCELED}, R.UNDELIVERED),
        ({S.UNKNOWN}, R.UNDELIVERED),
        ({S.CANCELED}, None),
        (set(), None),
    ],
)
def test_the_best_of_its_messages_counts(
    deliveries: set[DeliveryStatus], reached: PaymentRequestStatus | None
) -> None:
    assert reached_by(deliveries) is reached


def test_what_messages_reach_a_queued_request_can_become() -> None:
    """Whatever the messages are."""
    every = [set(some) for size in range(len(S) + 1) for some in combinations(S, size)]

    reached = {target for some in every if (target := reached_by(some)) is not None}

    assert reached == {R.SENT, R.DELIVERED, R.UNDELIVERED}
    assert all(REQUEST_TRANSITIONS.allows(R.QUEUED, target) for target in reached)


def test_what_was_delivered_or_called_off_stays_so() -> None:
    assert DELIVERY_TRANSITIONS.final == {S.DELIVERED, S.CANCELED}


@pytest.mark.parametrize("status", sorted(set(S) - {S.DELIVERED, S.CANCELED}))
def test_a_report_of_delivery_is_true_whatever_was_known_before(status: DeliveryStatus) -> None:
    assert DELIVERY_TRANSITIONS.allows(status, S.DELIVERED)
