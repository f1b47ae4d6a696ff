"""A moment as people of a language write it, in the time zone where it counts."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time


def format_day(moment: datetime, time_zone: str, locale_tag: str) -> str:
    """Return the day of a moment in full, e.g. `22. November 2026`; `locale_tag` is normalised."""
    local = moment.astimezone(ZoneInfo(time_zone))
    day: str = format_date(local, "long", locale=_cldr(locale_tag))
    return day


def format_moment(moment: datetime, time_zone: str, locale_tag: str) -> str:
    """Return day and minute of a moment, e.g. `22. November 2026, 14:05`."""
    local = moment.astimezone(ZoneInfo(time_zone))
    minute: str = format_time(local, "short", locale=_cldr(locale_tag))
    return f"{format_day(moment, time_zone, locale_tag)}, {minute}"


def _cldr(locale_tag: str) -> str:
    return locale_tag.replace("-", "_")
