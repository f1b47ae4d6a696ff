"""How many entries a page has."""

from domain.errors import PageBothDirections, PageSizeInvalid

DEFAULT_PAGE_SIZE = 50
PAGE_SIZE_LIMIT = 250


def page_size(first: int | None, last: int | None) -> int:
    """Return the size of a page that is asked for from the front or from the back; 50 when it is not said.

    Errors: PageBothDirections when both are given; PageSizeInvalid, at the argument, outside 0 to 250.
    """
    if first is not None and last is not None:
        raise PageBothDirections(field=("first",))
    argument, size = ("first", first) if last is None else ("last", last)
    if size is None:
        return DEFAULT_PAGE_SIZE
    if not 0 <= size <= PAGE_SIZE_LIMIT:
        raise PageSizeInvalid(field=(argument,), limit=PAGE_SIZE_LIMIT, value=size)
    return size
