"""When a message that did not go out is tried again, and when no more."""

from datetime import datetime, timedelta

# The first pause; each is twice as long as the one before.
_FIRST = timedelta(seconds=2)
_LONGEST = timedelta(minutes=30)
# A provider that wants longer than this is asked again nevertheless.
_LONGEST_ASKED_FOR_S = 6 * 3_600
# A message that nobody takes for so long would come as a surprise.
TRIED_FOR = timedelta(hours=24)
# An idempotent provider knows our reference for a day at least; near its end we don't rely on it.
KNOWN_FOR = timedelta(hours=23)


def pause_before_next(attempt: int, lot: float, retry_after_s: float | None = None) -> timedelta:
    """Return how long to wait after the `attempt`-th attempt, from the first on; `lot` is between 0 and 1.

    What was asked for is waited for, and a little longer: drawn by lot, so that those who were turned away
    together don't come back together.
    """
    doubled = min(_FIRST * (1 << min(attempt - 1, 20)), _LONGEST)
    if retry_after_s is None:
        return doubled * (0.5 + lot / 2)
    asked_for = timedelta(seconds=min(max(retry_after_s, 0), _LONGEST_ASKED_FOR_S))
    return asked_for + _FIRST * lot


def is_too_late(at: datetime, tried_since: datetime, expires_at: datetime | None) -> bool:
    """Tell whether an attempt at this time would come too late for a message."""
    return at >= tried_since + TRIED_FOR or (expires_at is not None and at >= expires_at)
