"""The filter inputs that every noun shares: texts, ranges, ids, and the logic around them."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Text, Uuid, and_, any_, func, literal_column, not_, or_, true
from sqlalchemy.types import TypeEngine

from db.plan.build import Build, Convert, as_given
from db.plan.json import text_literal
from db.plan.limits import given
from db.plan.nodes import Condition
from db.plan.selection import Field, Value
from domain.caller import Caller
from domain.ids import Kind, decode
from domain.storable import require_storable

_ACCENTS = "[\u0300-\u036f]"

Where = Mapping[str, Value]
Atom = Callable[[Value], Condition]


def combined(where: Where, atoms: Mapping[str, Atom], again: Callable[[Where], Condition]) -> Condition:
    """Return the condition of a where input: its own atoms and AND, OR, NOT over further inputs.

    A key that is absent or null asks for nothing. An atom over a null column is not fulfilled, and
    so its NOT is, which SQL's three-valued logic would leave open.
    """
    conditions: list[Condition] = [
        atoms[name](value) for name, value in where.items() if given(where, name) and name in atoms
    ]
    if given(where, "AND"):
        conditions.append(and_(true(), *map(again, where["AND"])))
    if given(where, "OR"):
        conditions.append(or_(literal_column("false"), *map(again, where["OR"])))
    if given(where, "NOT"):
        conditions.append(again(where["NOT"]).is_not(true()))
    return and_(true(), *conditions)


def storable(value: Any, caller: Caller) -> str:
    """Return a text that Postgres can hold.

    Errors: a Failure for NUL characters and lone surrogates.
    """
    del caller
    return require_storable(value)


def lowered(value: Any, caller: Caller) -> str:
    """Return a text as `lower()` of a column would have it."""
    return storable(value, caller).lower()


def text_filter(
    build: Build,
    field: Field,
    column: ColumnElement[Any],
    value: Where,
    *,
    convert: Convert = storable,
    is_null: ColumnElement[Any] | None = None,
) -> Condition:
    """Return the condition of a StringFilterInput on a column that `convert` brings values in line with.

    Whole texts are compared exactly, parts without regard to case and accents.
    """

    def bound(name: str) -> ColumnElement[Any]:
        return build.bind(value[name], Text(), convert, field=field)

    conditions: list[Condition] = []
    if given(value, "eq"):
        conditions.append(column == bound("eq"))
    if given(value, "in"):
        several = build.bind(
            value["in"],
            ARRAY(Text()),
            lambda texts, caller: [convert(text, caller) for text in texts],
            field=field,
        )
        conditions.append(column == any_(several))
    if given(value, "contains"):
        conditions.append(func.strpos(_folded(column), _folded(bound("contains"))) > 0)
    if given(value, "startsWith"):
        conditions.append(func.starts_with(_folded(column), _folded(bound("startsWith"))))
    if given(value, "isNull"):
        asked = column if is_null is None else is_null
        conditions.append(asked.is_(None) if value["isNull"] else asked.is_not(None))
    return and_(true(), *conditions)


def _folded(text: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a text without case and accents; both sides are folded by Postgres, so that they agree."""
    apart = func.normalize(text, literal_column("NFKD"))
    bare = func.regexp_replace(apart, text_literal(_ACCENTS), text_literal(""), text_literal("g"))
    return func.lower(bare)


def range_filter(
    build: Build,
    field: Field,
    column: ColumnElement[Any],
    value: Where,
    type_: TypeEngine[Any],
    convert: Convert = as_given,
) -> Condition:
    """Return the condition of a range input; bounds that are absent do not bound."""
    comparisons: dict[str, Callable[[ColumnElement[Any]], Condition]] = {
        "gte": lambda bound: column >= bound,
        "lte": lambda bound: column <= bound,
        "lt": lambda bound: column < bound,
    }
    return and_(
        true(),
        *(
            comparison(build.bind(value[name], type_, convert, field=field))
            for name, comparison in comparisons.items()
            if given(value, name)
        ),
    )


def ids(build: Build, value: Value, kind: Kind) -> ColumnElement[Any]:
    """Return the array of ids of one kind; what is no such id matches nothing, like an unknown one."""

    def decoded(texts: Sequence[str], _caller: Caller) -> list[Any]:
        return [found for text in texts if (found := decode(text, kind)) is not None]

    return build.bind(value, ARRAY(Uuid()), decoded)


def one_of_ids(build: Build, column: ColumnElement[Any], value: Value, kind: Kind) -> Condition:
    """Tell whether a column is among these ids."""
    return column == any_(ids(build, value, kind))


def id_set(build: Build, column: ColumnElement[Any], value: Where, kind: Kind) -> Condition:
    """Return the condition of an IdSetInput; rows without an id are in none of the ids."""
    conditions: list[Condition] = []
    if given(value, "any"):
        conditions.append(one_of_ids(build, column, value["any"], kind))
    if given(value, "none"):
        conditions.append(or_(column.is_(None), not_(one_of_ids(build, column, value["none"], kind))))
    return and_(true(), *conditions)


def one_of_words(column: ColumnElement[Any], words: Sequence[str]) -> Condition:
    """Tell whether a column holds one of these enum values."""
    if not words:
        return literal_column("false")
    return column.in_([literal_column(f"'{name}'") for name in words if re.fullmatch(r"[A-Z0-9_]+", name)])
