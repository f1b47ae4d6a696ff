"""How a field declares arguments although no Python function computes it.

A root field with all it selects becomes one SQL statement, so a nested field has no resolver, and
Strawberry would read arguments from a resolver's signature. `with_arguments` gives them to the field
itself: it stays an annotated attribute like any other, its value is read as any other's is, and the
planner reads the arguments from the query.
"""

from typing import Any

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField


def with_arguments(description: str, **arguments: object) -> Any:
    """Return a field that takes `arguments`, each an `Annotated[<type>, strawberry.argument(...)]`.

    An argument may be left out when its type allows None, or when it is given as `(annotation, default)`.
    """
    field = strawberry.field(description=description)
    assert isinstance(field, StrawberryField)
    field.arguments = [
        StrawberryArgument(name, None, StrawberryAnnotation(annotation), default=default)
        for name, (annotation, default) in (
            (name, given if isinstance(given, tuple) else (given, strawberry.UNSET))
            for name, given in arguments.items()
        )
    ]
    return field
