"""A page has 0 to 250 entries, from one end."""

import pytest

from domain.errors import Failure, PageBothDirections, PageSizeInvalid
from domain.paging import page_size


@pytest.mark.parametrize(
    ("first", "last", "size"),
    [(None, None, 50), (0, None, 0), (250, None, 250), (None, 7, 7), (None, 0, 0)],
)
def test_a_page_is_as_large_as_asked(first: int | None, last: int | None, size: int) -> None:
    assert page_size(first, last) == size


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        (251, None, PageSizeInvalid(field=("first",), limit=250, value=251)),
        (-1, None, PageSizeInvalid(field=("first",), limit=250, value=-1)),
        (None, -1, PageSizeInvalid(field=("last",), limit=250, value=-1)),
        (1, 1, PageBothDirections(field=("first",))),
    ],
)
def test_a_page_that_can_not_be_given_is_refused(
    first: int | None, last: int | None, refusal: Failure
) -> None:
    with pytest.raises(Failure) as refused:
        page_size(first, last)

    assert refused.value == refusal
