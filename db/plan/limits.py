"""How much one page may hold, checked when the request's own numbers are known."""

from collections.abc import Mapping
from typing import Any

from db.plan.selection import Field
from domain.caller import Caller
from domain.errors import PageBothDirections, PageSizeInvalid
from domain.paging import DEFAULT_PAGE_SIZE, PAGE_SIZE_LIMIT


def given(arguments: Mapping[str, Any], name: str) -> bool:
    """Tell whether an argument is there and not null."""
    return arguments.get(name) is not None


def page_size(value: Any, caller: Caller) -> int:
    """Return the size of a page, as a Convert.

    Errors: PageSizeInvalid for a negative one or one over the limit.
    """
    del caller
    if not 0 <= value <= PAGE_SIZE_LIMIT:
        raise PageSizeInvalid(limit=PAGE_SIZE_LIMIT, value=value)
    return int(value)


def one_more(value: Any, caller: Caller) -> int:
    """Return the size of a page and one row beyond, which tells whether another page follows."""
    return page_size(value, caller) + 1


def paging_backward(field: Field) -> bool:
    """Tell whether a page is counted from its end.

    Errors: PageBothDirections when both ends are asked for.
    """
    arguments = field.arguments
    if given(arguments, "first") and given(arguments, "last"):
        raise PageBothDirections
    return given(arguments, "last") or (given(arguments, "before") and not given(arguments, "first"))


def asked_size(field: Field) -> Any:
    """Return the page size asked for, a value or a slot, or the default."""
    for name in ("first", "last"):
        if given(field.arguments, name):
            return field.arguments[name]
    return DEFAULT_PAGE_SIZE
