"""A request contradicts itself or names something in no form of ours."""

from domain.errors.values import Invalid


class ExactlyOneArgument(Invalid):
    """Exactly one of several arguments must be given; they are named as the API spells them."""

    code = "exactly_one_argument"
    needs = ("arguments",)


class IdInvalid(Invalid):
    """A text is no id of the kind that is asked for."""

    code = "id_invalid"
    needs = ("value",)


class CursorInvalid(Invalid):
    """A text is no cursor that this list has given out."""

    code = "cursor_invalid"


class PageSizeInvalid(Invalid):
    """A page size is below zero or above the limit."""

    code = "page_size_invalid"
    needs = ("limit", "value")


class PageBothDirections(Invalid):
    """A page is asked for from both ends at once."""

    code = "page_both_directions"
