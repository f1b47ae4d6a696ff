"""An enum of the domain becomes one of the API by what it says about each of its values."""

from enum import StrEnum

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition


def describe(enum: type[StrEnum], description: str, /, *, name: str | None = None, **values: str) -> None:
    """Make `enum` an enum of the API, named as its class unless `name` says otherwise.

    Errors: TypeError unless `values` says something about each value, and about nothing else.
    """
    if apart := set(enum.__members__) ^ set(values):
        raise TypeError(f"{enum.__name__} and its descriptions differ in {sorted(apart)}")
    strawberry.enum(enum, name=name, description=description)
    definition: StrawberryEnumDefinition = getattr(enum, "__strawberry_definition__")  # noqa: B009 - Strawberry puts it there
    for value in definition.values:
        value.description = values[value.name]
