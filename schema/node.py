"""Which type a value has, where the schema says only that it is one of several."""

from collections.abc import Mapping
from typing import Any

import strawberry
from strawberry.types import get_object_definition


class Typed:
    """Makes the values of an interface say their type: JSON from SQL by `__typename`, objects by their class.

    Where the schema names one type, JSON need not repeat it.
    """

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        name = get_object_definition(cls, strict=True).name
        return value.get("__typename", name) == name if isinstance(value, Mapping) else isinstance(value, cls)

    @classmethod
    def resolve_type(cls, value: Any, _info: object, _interface: object) -> str:
        if isinstance(value, Mapping):
            return str(value["__typename"])
        return get_object_definition(value, strict=True).name


@strawberry.interface(description="Something with an id by which it can be fetched again.")
class Node(Typed):
    id: strawberry.ID = strawberry.field(description="The id: a prefix for the kind, and a UUID.")
