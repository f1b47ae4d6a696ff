"""Days and minutes are written as people of a language write them, where it counts."""

from datetime import UTC, datetime

import pytest

from domain.days import format_day, format_moment

NEW_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "time_zone", "day", "moment"),
    [
        ("de-DE", "Europe/Berlin", "1. Januar 2027", "1. Januar 2027, 00:30"),
        ("fr-CH", "Europe/Zurich", "1 janvier 2027", "1 janvier 2027, 00:30"),
        ("en-GB", "Europe/London", "31 December 2026", "31 December 2026, 23:30"),
        (
            "en-US",
            "America/New_York",
            "December 31, 2026",
            "December 31, 2026, 6:30\N{NARROW NO-BREAK SPACE}PM",
        ),
    ],
)
def test_a_moment_is_told_where_it_counts(locale: str, time_zone: str, day: str, moment: str) -> None:
    assert format_day(NEW_YEAR, time_zone, locale) == day
    assert format_moment(NEW_YEAR, time_zone, locale) == moment
