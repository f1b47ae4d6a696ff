"""Scalars go out in one form, whatever Python holds."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from schema.scalars import SCALARS, CurrencyCode


@pytest.mark.parametrize(
    ("type", "value", "written"),
    [
        (
            datetime,
            datetime(2026, 1, 31, 13, tzinfo=timezone(timedelta(hours=1))),
            "2026-01-31T12:00:00+00:00",
        ),
        (datetime, datetime(2026, 1, 31, 12, 0, 0, 120_000, tzinfo=UTC), "2026-01-31T12:00:00.12+00:00"),
        (datetime, "2026-01-31T12:00:00.12+00:00", "2026-01-31T12:00:00.12+00:00"),
        (date, date(2026, 1, 31), "2026-01-31"),
        (Decimal, Decimal("1E+3"), "1000"),
        (Decimal, "12.50", "12.50"),
        (CurrencyCode, "EUR", "EUR"),
    ],
)
def test_answers_are_written_in_one_form(type: object, value: object, written: str) -> None:
    """Times are UTC, decimals are plain, and what SQL has written stays as it is."""
    serialise = SCALARS[type].serialize

    assert serialise is not None
    assert serialise(value) == written


def test_a_time_without_an_offset_is_never_written() -> None:
    """It would be a bug to guess which moment it is."""
    serialise = SCALARS[datetime].serialize

    assert serialise is not None
    with pytest.raises(ValueError, match="without an offset"):
        serialise(datetime(2026, 1, 31, 12))
