"""When a message that did not go out is tried again, and when no more."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sending import is_too_late, pause_before_next

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempt", "longest_s"), [(1, 2), (2, 4), (3, 8), (10, 1024), (11, 1800), (12, 1800), (10_000, 1800)]
)
def test_each_pause_is_twice_as_long_as_the_one_before(attempt: int, longest_s: int) -> None:
    """The lot shortens it, by half at most."""
    assert pause_before_next(attempt, 1.0) == timedelta(seconds=longest_s)
    assert pause_before_next(attempt, 0.0) == timedelta(seconds=longest_s / 2)


@given(st.integers(1, 100), st.floats(0, 1), st.floats(0, 21_600))
def test_what_the_provider_asks_for_is_waited_for(attempt: int, lot: float, wanted_s: float) -> None:
    pause = pause_before_next(attempt, lot, wanted_s)

    assert timedelta(seconds=wanted_s) <= pause <= timedelta(seconds=wanted_s + 2)


@pytest.mark.parametrize("wanted_s", [1e9, float("inf")])
def test_nobody_is_waited_for_longer_than_six_hours(wanted_s: float) -> None:
    assert pause_before_next(1, 0.0, wanted_s) == timedelta(hours=6)


@pytest.mark.parametrize(
    ("since", "expires", "late"),
    [
        (timedelta(hours=23), None, False),
        (timedelta(hours=24), None, True),
        (timedelta(0), timedelta(seconds=1), False),
        (timedelta(0), timedelta(0), True),
    ],
)
def test_a_message_is_tried_for_a_day_or_until_its_request_expires(
    since: timedelta, expires: timedelta | None, late: bool
) -> None:
    assert is_too_late(NOON, NOON - since, None if expires is None else NOON + expires) is late
