"""A page as Relay's Cursor Connections define it, cut from a list that is whole and sorted."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

DEFAULT_SIZE = 50


class NoCursor(Exception):
    """A text was not made by this order."""


@dataclass(frozen=True, slots=True)
class Order:
    """`keys` has the sort keys of a row, of `types`; `signature` is part of each cursor."""

    signature: str
    types: tuple[type, ...]
    keys: Callable[[Any], tuple[Any, ...]]
    descending: bool

    def cursor(self, row: Any) -> str:
        """Return the cursor of a row."""
        return write_cursor([self.signature, *map(_as_json, self.keys(row))])

    def read(self, cursor: str) -> tuple[Any, ...]:
        """Return the keys in a cursor. Errors: NoCursor."""
        match decoded_cursor(cursor):
            case [self.signature, *values] if len(values) == len(self.types):
                return tuple(
                    _from_json(value, type_) for value, type_ in zip(values, self.types, strict=True)
                )
        raise NoCursor

    def sorted(self, rows: Sequence[Any]) -> list[Any]:
        return sorted(rows, key=self.keys, reverse=self.descending)

    def is_behind(self, row: Any, place: tuple[Any, ...]) -> bool:
        return self.keys(row) < place if self.descending else self.keys(row) > place


def page(
    order: Order,
    rows: Sequence[Any],
    *,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> SimpleNamespace:
    """Return one page: nodes, edges, page_info, total_count, and `listed`, which is all rows."""
    everything = order.sorted(rows)
    between, earlier, later = everything, False, False
    if after is not None:
        place = order.read(after)
        between = [row for row in between if order.is_behind(row, place)]
        earlier = any(not order.is_behind(row, place) for row in everything)
    if before is not None:
        place = order.read(before)
        between = [row for row in between if order.keys(row) != place and not order.is_behind(row, place)]
        later = any(order.keys(row) == place or order.is_behind(row, place) for row in everything)
    if last is None and (first is not None or before is None):
        nodes = between[: DEFAULT_SIZE if first is None else first]
        later = later or len(nodes) < len(between)
    else:
        size = DEFAULT_SIZE if last is None else last
        nodes = between[max(0, len(between) - size) :]
        earlier = earlier or len(nodes) < len(between)
    edges = [SimpleNamespace(cursor=order.cursor(row), node=row) for row in nodes]
    return SimpleNamespace(
        nodes=nodes,
        edges=edges,
        page_info=SimpleNamespace(
            has_next_page=later,
            has_previous_page=earlier,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
        total_count=len(everything),
        listed=everything,
    )


def write_cursor(values: list[Any]) -> str:
    """Return values as a cursor: base64url, without padding, of their JSON."""
    text = json.dumps(values, ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decoded_cursor(text: str) -> Any:
    """Return the JSON in a cursor, or None for what is none."""
    try:
        return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        return None


def _as_json(value: Any) -> Any:
    match value:
        case datetime():
            text = value.astimezone(UTC).replace(tzinfo=None).isoformat()
            return (text.rstrip("0") if "." in text else text) + "+00:00"
        case UUID():
            return str(value)
    return value


def _from_json(value: Any, type_: type) -> Any:
    if type_ is datetime:
        return datetime.fromisoformat(value)
    return type_(value)
