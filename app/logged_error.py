"""What a log may tell of an error: its kind and where it rose, never the values that it met."""

import traceback
from collections.abc import Iterator

# Classes of SQLSTATE whose messages name tables and servers. Those of 22 and 23 repeat what was written.
_OF_THE_SYSTEM = ("08", "28", "3D", "40", "42", "53", "54", "55", "57", "58", "XX")


def told(error: BaseException) -> str:
    """Return the error's traceback and those of its causes, without a word that may be a customer's."""
    return "".join(_lines(error, set())).rstrip("\n")


def named(error: BaseException) -> str:
    """Return the kind of an error, e.g. `asyncpg.exceptions.UniqueViolationError (23505, customer_pkey)`."""
    facts = ", ".join(_facts(error))
    return f"{kind_of(error)} ({facts})" if facts else kind_of(error)


def kind_of(error: BaseException) -> str:
    """Return the name of an error's class, e.g. `ValueError` or `asyncpg.exceptions.UniqueViolationError`."""
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _facts(error: BaseException) -> Iterator[str]:
    sqlstate = getattr(error, "sqlstate", None)
    if isinstance(sqlstate, str):
        yield sqlstate
        for fact in ("table_name", "constraint_name"):
            if known := getattr(error, fact, None):
                yield str(known)
        if sqlstate.startswith(_OF_THE_SYSTEM):
            yield str(error.args[0]) if error.args else ""
    elif isinstance(error, OSError) and error.strerror:
        yield error.strerror


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _lines(before, seen)
        yield "and from that:\n"
    # The lines of code in it are ours, not a customer's.
    yield from traceback.format_tb(error.__traceback__)
    yield f"{named(error)}\n"
    if isinstance(error, BaseExceptionGroup):
        for number, inner in enumerate(error.exceptions, 1):
            yield f"of which the {number}. is:\n"
            yield from _lines(inner, seen)
