"""Whom a job is about is kept as JSON, so that a worker can ask the very question that was asked for."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from domain.export import ExportScope

# What db.plan.exporting takes: `where`, `ids`, and nothing for all.
Selector = Mapping[str, Any]


def kept_selection(scope: ExportScope, selector: Selector) -> dict[str, Any]:
    """Return a selection, JSON-able; `selector` is as GraphQL coerced it."""
    return {"scope": scope.value, "selector": kept_selector(selector)}


def kept_selector(selector: Selector) -> dict[str, Any]:
    """Return what any selector is kept as, JSON-able."""
    kept: dict[str, Any] = _kept(selector)
    return kept


def selector_of_kept(kept: Mapping[str, Any]) -> Selector:
    """Return the selector that `kept_selector` was given."""
    selector: Selector = _given(kept)
    return selector


def selector_of(selection: Mapping[str, Any]) -> Selector:
    """Return the selector of a kept selection, equal to the one that was given."""
    return selector_of_kept(selection["selector"])


def _kept(value: Any) -> Any:
    """Return a value as JSON; objects stand one level deeper than what JSON has no type for."""
    match value:
        case Enum():
            return value.value
        case Mapping():
            return {"object": {name: _kept(member) for name, member in value.items()}}
        case list():
            return [_kept(item) for item in value]
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case Decimal():
            return {"decimal": str(value)}
        # An id that is none means nobody, whatever it is made of; Postgres' JSON does not hold it.
        case str() if not value.isprintable():
            return {"escaped": value.encode("unicode_escape").decode("ascii")}
        case _:
            return value


def _given(kept: Any) -> Any:
    match kept:
        case {"object": members}:
            return {name: _given(member) for name, member in members.items()}
        case {"moment": text}:
            return datetime.fromisoformat(text)
        case {"day": text}:
            return date.fromisoformat(text)
        case {"decimal": text}:
            return Decimal(text)
        case {"escaped": text}:
            return text.encode("ascii").decode("unicode_escape")
        case list():
            return [_given(item) for item in kept]
        case _:
            return kept
