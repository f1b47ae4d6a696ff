"""A date as a person wrote it becomes an ISO date, and it is said when it could mean another day."""

import re
from datetime import date

# The time of a day is left out: a date has none.
_TIME = r"(?:(?:T|,?\s)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?(?:[AP]M|Z|UTC|[+-]\d{2}:?\d{2}))?)?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_TIME}")
_WRITTEN = re.compile(rf"(\d{{1,2}})\s?([./-])\s?(\d{{1,2}})\s?\2\s?(\d{{4}}|\d{{2}}){_TIME}")
_MONTH_FIRST = frozenset({"US", "PH", "PR", "GU", "FM", "MH", "PW"})
# German and French speakers write the day first, and nothing else.
_DAY_FIRST = frozenset({"DE", "AT", "CH", "LI", "LU", "BE", "FR", "MC"})


def read_date(text: str, region: str) -> tuple[date | None, bool]:
    """Return the date, None when it is none, and whether the text could mean another one.

    `31.12.2025` has the day first everywhere; `12/31/2025` the month where people write so. A year of two
    digits is one from 1930 to 2029.
    Source: what Excel makes of two digits, unless somebody has changed it.
    """
    if iso := _ISO.fullmatch(text):
        return _date(*map(int, iso.groups())), False
    if not (written := _WRITTEN.fullmatch(text)):
        return None, False
    first, sign, second, year = int(written[1]), written[2], int(written[3]), _year(written[4])
    if sign == ".":
        return _date(year, second, first), False
    month_first = region in _MONTH_FIRST
    likely, other = _date(year, second, first), _date(year, first, second)
    if month_first:
        likely, other = other, likely
    ambiguous = None not in (likely, other) and likely != other and region not in _DAY_FIRST
    return likely or other, ambiguous


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return 1930 + (int(digits) - 30) % 100
