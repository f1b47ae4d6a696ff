"""What a client asked for: fields, arguments and the values that come anew with each request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Slot:
    """A value that each request brings: `path` leads to it in the coerced variables.

    `value` is what it was when the plan was made. A plan may depend on its being there, never on it.
    """

    path: tuple[str | int, ...]
    value: Any


@dataclass(frozen=True, slots=True)
class Field:
    """One selected field: `name` in the schema, `key` in the answer, coerced `arguments`.

    `selections` has the fields selected beneath it for each object type that may stand there:
    one entry for an object type, several for an interface, none for a leaf.
    """

    name: str
    key: str
    arguments: Mapping[str, Any]
    selections: Mapping[str, Sequence["Field"]]
    # Where the field stands in the document, for errors: (line, column).
    location: tuple[int, int] = (0, 0)

    def fields_of(self, type_name: str) -> Sequence["Field"]:
        """Return what is selected beneath when an object of this type stands there."""
        return self.selections.get(type_name, ())


Value: TypeAlias = Any  # a scalar, enum member, Slot, or list or mapping of values


def resolve(value: Value, variables: Mapping[str, Any]) -> Any:
    """Return the value with every slot filled from this request's coerced variables."""
    match value:
        case Slot(path=path):
            found: Any = variables
            for step in path:
                found = found[step]
            return found
        case list() | tuple():
            return [resolve(item, variables) for item in value]
        case dict():
            return {name: resolve(item, variables) for name, item in value.items()}
        case _:
            return value


def word(value: Value) -> str:
    """Return an enum value's name in the schema. Enum values shape a plan, so they are never slots."""
    return str(value.value) if isinstance(value, Enum) else str(value)
