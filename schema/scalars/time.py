"""Points in time are RFC 3339 with an offset in and UTC out; dates are ISO 8601."""

import re
from datetime import UTC, date, datetime

from schema.scalars.definition import require_text, text_scalar

_DATE = r"\d{4}-\d\d-\d\d"
_OFFSET = r"(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)"
_FULL_DATE = re.compile(_DATE, re.ASCII)
_DATE_TIME = re.compile(rf"{_DATE}[Tt ]\d\d:\d\d:\d\d(?:\.\d{{1,9}})?{_OFFSET}", re.ASCII)

# The first and the last moment that Python knows; the driver writes them as -infinity and infinity.
_ENDLESS = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


def _read_time(value: object) -> datetime:
    text = require_text(value)
    if _DATE_TIME.fullmatch(text) is None:
        raise ValueError
    # What is finer than a microsecond is cut off; Postgres keeps no more either.
    moment = datetime.fromisoformat(text.upper()).astimezone(UTC)
    if moment in _ENDLESS:
        raise ValueError
    return moment


def _write_time(moment: datetime) -> str:
    """Return a time as Postgres writes it into JSON, so that both ways out look the same."""
    if moment.tzinfo is None:
        raise ValueError("a time without an offset is no point in time")
    text = moment.astimezone(UTC).replace(tzinfo=None).isoformat()
    return (text.rstrip("0") if "." in text else text) + "+00:00"


def _read_date(value: object) -> date:
    text = require_text(value)
    if _FULL_DATE.fullmatch(text) is None:
        raise ValueError
    return date.fromisoformat(text)


DATE_TIME = text_scalar(
    "DateTime",
    description="A point in time with its offset, such as `2026-01-31T12:00:00Z`. Answers are in UTC.",
    specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
    expected="a time with an offset, such as 2026-01-31T12:00:00Z",
    parse=_read_time,
    serialise=_write_time,
)
DATE = text_scalar(
    "Date",
    description="A day of the calendar, such as `2026-01-31`.",
    specified_by_url="https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
    expected="a date such as 2026-01-31",
    parse=_read_date,
    serialise=date.isoformat,
)
