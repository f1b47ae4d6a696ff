"""A cursor is the sort key of a row: opaque outside, and good only for the order it was made in."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Text, cast, func, literal_column

from domain.errors import CursorInvalid

# base64 of Postgres breaks lines and has characters that URLs would escape.
_FROM_BASE64, _TO_URL_SAFE = "E'+/=\\n'", "'-_'"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a cursor points: one value for each sort key, as the database's own types."""

    values: tuple[Any, ...]


def cursor_text(signature: str, keys: Sequence[ColumnElement[Any]]) -> ColumnElement[str]:
    """Return the cursor of a row: base64url of the JSON array of signature and keys."""
    parts = func.json_build_array(literal_column(f"'{signature}'::text"), *keys)
    encoded = func.encode(
        func.convert_to(cast(parts, Text), literal_column("'UTF8'")), literal_column("'base64'")
    )
    return func.translate(encoded, literal_column(_FROM_BASE64), literal_column(_TO_URL_SAFE))


def read_cursor(text: str, signature: str, types: Sequence[type]) -> Position:
    """Return where a cursor points.

    Errors: CursorInvalid for whatever was not made by `cursor_text` in this order.
    """
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        made_in, *values = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if made_in != signature or len(values) != len(types):
            raise CursorInvalid
        return Position(tuple(_read(value, type_) for value, type_ in zip(values, types, strict=True)))
    except (ValueError, TypeError, AttributeError, OverflowError, InvalidOperation, RecursionError):
        raise CursorInvalid from None


def _read(value: Any, type_: type) -> Any:
    if type_ is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError("a moment without zone")
        return moment.astimezone(UTC)  # the first and last day have no UTC in some zones
    if type_ is int and type(value) is int and -(2**63) <= value < 2**63:
        return value
    if type_ is str and isinstance(value, str) and "\0" not in value:
        return value
    if type_ is UUID:
        return UUID(value)
    if type_ is Decimal:
        return Decimal(str(value))
    raise ValueError("a key of another type")
