"""An event's JSON is read member by member; what is missing or of another kind is said where it lies."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from domain.errors import Failure, FieldPath, Invalid, Required


class Unreadable(Exception):
    """The body is no JSON object."""


@dataclass(frozen=True, slots=True)
class Document:
    """An object within an event, and the path to it.

    Errors: of all readers Required and Invalid, each at its path.
    """

    members: Mapping[str, Any]
    path: FieldPath = ()

    def text(self, name: str) -> str:
        """Return a text that must be there."""
        text = self.text_or_none(name)
        if text is None:
            raise Required(field=(*self.path, name))
        return text

    def text_or_none(self, name: str) -> str | None:
        """Return a text without outer spaces; None when it is missing, null or blank."""
        value = self.members.get(name)
        if not isinstance(value, str | None):
            raise Invalid(field=(*self.path, name))
        return (value or "").strip() or None

    def number(self, name: str) -> Decimal:
        """Return an exact number, written as one or as a text."""
        value = self.members.get(name)
        if value is None:
            raise Required(field=(*self.path, name))
        if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
            raise Invalid(field=(*self.path, name))
        try:
            return Decimal(value)
        except ArithmeticError:
            raise Invalid(field=(*self.path, name)) from None

    def whole(self, name: str) -> int:
        """Return a whole number."""
        number = self.number(name)
        if not number.is_finite() or abs(number) > 2**63 or number != int(number):
            raise Invalid(field=(*self.path, name))
        return int(number)

    def unix_moment(self, name: str) -> datetime:
        """Return a moment that is given in seconds since 1970."""
        try:
            return datetime.fromtimestamp(self.whole(name), UTC)
        except (ValueError, OverflowError, OSError):
            raise Invalid(field=(*self.path, name)) from None

    def moment_or_none(self, name: str) -> datetime | None:
        """Return a moment of RFC 3339."""
        text = self.text_or_none(name)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is not None:
                return moment.astimezone(UTC)  # not all of the years 1 and 9999 are there in UTC
        except (ValueError, OverflowError):
            pass
        raise Invalid(field=(*self.path, name))

    def part(self, name: str) -> "Document":
        """Return an object that must be there."""
        part = self.part_or_none(name)
        if part is None:
            raise Required(field=(*self.path, name))
        return part

    def part_or_none(self, name: str) -> "Document | None":
        """Return an object; None when it is missing or null."""
        value = self.members.get(name)
        if not isinstance(value, dict | None):
            raise Invalid(field=(*self.path, name))
        return None if value is None else Document(value, (*self.path, name))

    def within(self, failure: Failure) -> Failure:
        """Return a failure about a value of this object, at its path."""
        return failure.at(*self.path)


def read_document(body: bytes) -> Document:
    """Return the object that a body is. Errors: Unreadable."""
    try:
        # Numbers stay as exact as they are written.
        members = json.loads(body.decode(), parse_float=Decimal, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(members, dict):
        raise Unreadable
    return Document(members)


def _refused(name: str) -> None:
    raise ValueError(name)  # NaN and the like are no JSON
