"""Where a failure lies is completed by whoever handed the value on."""

from collections.abc import Iterator
from contextlib import contextmanager

from domain.errors import Failure, Failures


@contextmanager
def at_field(*prefix: str | int) -> Iterator[None]:
    """Put `prefix` before the field path of each failure that rises from within."""
    try:
        yield
    except (Failure, Failures) as refused:
        raise refused.at(*prefix) from None
