"""The kinds of root fields: one reads by plan, again and again if followed, one does, one computes."""

import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, TypeAlias

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from domain.access import Permission
from resolvers.context import Context
from resolvers.work import Work
from schema.arguments import with_arguments
from services.changed_rows import Changed
from services.following import Moment

KIND = "kontor"  # the key in a field's metadata

Moments: TypeAlias = AsyncGenerator[Moment, None] | AsyncGenerator[Moment | Changed, None]

_KEY = Annotated[
    str,
    strawberry.argument(
        description="Sent again with the same arguments, a key gives the same answer and changes nothing."
    ),
]


@dataclass(frozen=True, slots=True)
class Reads:
    """The field is read from the database by its plan; None: for anyone with a key."""

    permission: Permission | None


@dataclass(frozen=True, slots=True)
class Tells(Reads):
    """The field is read by its plan from members that Python makes first, of the same snapshot.

    `members` takes the context, a connection and the arguments, and returns what is JSON-able.
    """

    members: Callable[..., Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Follows:
    """The field is read by its plan at each moment that the context and its arguments yield, to the last.

    Those of `rows` name one that has changed, which is read by its id, and each change is told.
    """

    permission: Permission
    moments: Callable[..., Moments]
    rows: bool


@dataclass(frozen=True, slots=True)
class Does:
    """The field makes, of the context and its arguments, the work of one transaction."""

    permission: Permission
    work: Callable[..., Work]


@dataclass(frozen=True, slots=True)
class Computes:
    """The field's value is computed in Python from the context and its arguments; it is JSON-able."""

    permission: Permission
    value: Callable[..., Awaitable[Any]]


def reads(permission: Permission | None, description: str, **arguments: object) -> Any:
    """Declare a root field that is one SQL statement."""
    field = with_arguments(description, **arguments)
    field.metadata = MappingProxyType({KIND: Reads(permission)})
    return field


def tells(permission: Permission, members: Callable[..., Awaitable[dict[str, Any]]], description: str) -> Any:
    """Declare a root field of objects that are made in Python, and then read by plan like any others.

    The parameters of `members` behind the context and the connection are its arguments.
    """
    field = strawberry.field(description=description)
    assert isinstance(field, StrawberryField)
    field.arguments = _arguments_of(members, behind=2)
    field.metadata = MappingProxyType({KIND: Tells(permission, members)})
    return field


def follows(
    permission: Permission, moments: Callable[..., Moments], description: str, *, rows: bool = False
) -> Any:
    """Declare a field of a subscription, read whenever `moments` says so.

    The parameters of `moments` behind the context are its arguments. A failure that it raises ends the
    subscription with an error.
    """
    field = strawberry.field(description=description)
    assert isinstance(field, StrawberryField)
    field.arguments = _arguments_of(moments)
    field.metadata = MappingProxyType({KIND: Follows(permission, moments, rows)})
    return field


def does(
    permission: Permission,
    work: Callable[..., Work],
    description: str,
    *,
    key_required: bool = False,
    once: bool = False,
) -> Any:
    """Declare a root field that does `work`, whose parameters behind the context are its arguments.

    With `once`, a client may give an idempotency key, or must if `key_required`.
    """
    field = strawberry.field(description=description)
    assert isinstance(field, StrawberryField)
    field.arguments = _arguments_of(work)
    if once or key_required:
        annotation: object = _KEY if key_required else Annotated[_KEY | None, *_KEY.__metadata__]  # type: ignore[attr-defined]
        field.arguments.append(StrawberryArgument("idempotency_key", None, StrawberryAnnotation(annotation)))
    field.metadata = MappingProxyType({KIND: Does(permission, work)})
    return field


def computes(permission: Permission, value: Callable[..., Awaitable[Any]], description: str) -> Any:
    """Declare a root field whose value Python computes."""
    field = strawberry.field(description=description)
    assert isinstance(field, StrawberryField)
    field.arguments = _arguments_of(value)
    field.metadata = MappingProxyType({KIND: Computes(permission, value)})
    return field


def _arguments_of(function: Callable[..., Any], *, behind: int = 1) -> list[StrawberryArgument]:
    parameters = list(inspect.signature(function).parameters.values())
    assert parameters[0].annotation is Context, f"{function.__name__} takes the context first"
    return [
        StrawberryArgument(
            parameter.name,
            None,
            StrawberryAnnotation(parameter.annotation),
            default=_default(parameter),
        )
        for parameter in parameters[behind:]
    ]


def _default(parameter: inspect.Parameter) -> Any:
    """None is what a function makes of an argument left out; the schema need not promise it."""
    return strawberry.UNSET if parameter.default in (inspect.Parameter.empty, None) else parameter.default
