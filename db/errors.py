"""What an error of Postgres means to a use case: told by its SQLSTATE and by knowing the statement."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from domain.errors import Failure

# What a second attempt meets differently: the other transaction is through by then. Constraint
# errors count because use cases look first and write after; whoever came between is seen next time.
_PASSING = (
    asyncpg.SerializationError,  # 40001
    asyncpg.DeadlockDetectedError,  # 40P01
    asyncpg.UniqueViolationError,  # 23505
    asyncpg.ForeignKeyViolationError,  # 23503
)


# The server is not there, is ending, or has not begun yet; a connection of before is gone.
_OUTAGE = (
    OSError,  # refused, reset
    asyncpg.PostgresConnectionError,  # 08
    asyncpg.AdminShutdownError,  # 57P01
    asyncpg.CrashShutdownError,  # 57P02
    asyncpg.CannotConnectNowError,  # 57P03
)


class Raced(Exception):
    """Another transaction came between our look and our write; the same work now ends differently."""


def is_passing(error: BaseException) -> bool:
    """Whether the same work, in a new transaction, can end differently."""
    return isinstance(error, (Raced, *_PASSING))


def is_outage(error: BaseException) -> bool:
    """Whether the database is away, so that the same may be asked again a moment later."""
    # What takes too long would take as long again.
    return isinstance(error, _OUTAGE) and not isinstance(error, TimeoutError)


def is_overdue(error: BaseException) -> bool:
    """Whether a statement was stopped because it took too long."""
    # 57014, which is also what is said to whoever cancels a statement; we never do and go on.
    return isinstance(error, asyncpg.QueryCanceledError | TimeoutError)


@contextmanager
def refused_as(
    *,
    unique: Failure | None = None,
    foreign_key: Failure | None = None,
    out_of_range: Failure | None = None,
) -> Iterator[None]:
    """Turn what the enclosed statement can violate into the failure that it means there.

    Which constraint it was is not asked, since Citus gives no name: enclose one statement, in which
    only one constraint of a kind can fail.
    """
    try:
        yield
    except asyncpg.UniqueViolationError as error:
        raise unique or error from None
    except asyncpg.ForeignKeyViolationError as error:
        raise foreign_key or error from None
    except asyncpg.NumericValueOutOfRangeError as error:
        raise out_of_range or error from None
