"""How deep values beside a document may be nested, and how long their lists are: what reads them recurses."""

from collections.abc import Mapping
from typing import Any

from app.graphql.limits import MAX_LIST_LENGTH, MAX_VALUE_DEPTH
from app.graphql.worded import Oversized


def oversized_variable(variables: Mapping[str, Any]) -> Oversized | None:
    """Return what to say of variables of which one holds too much, or None."""
    level = [value for value in variables.values() if isinstance(value, dict | list)]
    for _ in range(MAX_VALUE_DEPTH):
        if not level:
            return None
        if any(isinstance(value, list) and len(value) > MAX_LIST_LENGTH for value in level):
            return Oversized("list_too_long", limit=MAX_LIST_LENGTH)
        level = [
            inner
            for value in level
            for inner in (value.values() if isinstance(value, dict) else value)
            if isinstance(inner, dict | list)
        ]
    return Oversized("value_too_deep", limit=MAX_VALUE_DEPTH) if level else None
