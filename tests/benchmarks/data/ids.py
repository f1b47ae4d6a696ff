"""Which id a row of the benchmark has: UUIDv7s that come out the same on every run."""

from enum import IntEnum
from uuid import UUID

from tests.benchmarks.data.shape import BEGIN

_BEGIN_MS = int(BEGIN.timestamp() * 1000)
# Odd, so that multiplying by it only rearranges the numbers below 2**62.
_SCATTER = 0x1E3779B97F4A7C15


class Series(IntEnum):
    """Which table an id belongs to, so that no two tables share one."""

    MERCHANT = 1
    GROUP = 2
    CUSTOMER = 3
    PAYMENT = 4


def hex_id(series: Series, number: int, after_ms: int = 0) -> str:
    """Return 32 hexadecimal digits of the UUIDv7 with this number, made `after_ms` after the beginning.

    Source: RFC 9562, 5.7; the random bits are the number, scattered.
    """
    scattered = number * _SCATTER & 0x3FFF_FFFF_FFFF_FFFF
    return f"{_BEGIN_MS + after_ms:012x}7{series:03x}{0x8000_0000_0000_0000 | scattered:016x}"


def uuid_of(series: Series, number: int) -> UUID:
    """Return the id of a row made at the beginning: a merchant or a group."""
    return UUID(hex_id(series, number))
