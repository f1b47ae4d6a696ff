"""The vocabulary in which the catalog is written: leaves, parts, and relations to one and to many."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Text, and_, case, cast, column, func, null, or_, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from db.plan.build import Build, Node, conditions_of
from db.plan.json import NeverNull, Word, array_of, text_literal
from db.plan.row import Row
from db.plan.selection import Field
from domain.ids import Kind

Condition = ColumnElement[bool]


def leaf(attribute: Any) -> Node:
    """A column as it is."""
    return lambda _build, row, _field: row[attribute]


def code(attribute: Any) -> Node:
    """A column of one of the domain's enums or codes, which has nothing to escape."""
    return lambda _build, row, _field: NeverNull(row[attribute], Word())


def expression(of: Callable[[Any], ColumnElement[Any]]) -> Node:
    """A value computed from the source, e.g. from several columns of its row."""
    return lambda _build, source, _field: of(source)


def global_id(kind: Kind, attribute: Any) -> Node:
    """An id as clients see it, e.g. `cus_0192…`."""
    return lambda _build, row, _field: id_text(kind, row[attribute])


def id_text(kind: Kind, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return what `domain.ids.encode` would."""
    text = text_literal(f"{kind}_").concat(cast(column, Text))
    return NeverNull(text, Word()) if isinstance(column, Column) and not column.nullable else text


def part(
    type_name: str, of: Callable[[Any], Any], *, exists: Callable[[Any], Condition] | None = None
) -> Node:
    """An object that lies in the same row, e.g. an address; null unless it `exists`."""

    def build_part(build: Build, source: Any, field: Field) -> ColumnElement[Any]:
        value = build.object(type_name, of(source), field)
        return value if exists is None else case((exists(source), value), else_=null())

    return build_part


def any_of(*attributes: Any) -> Callable[[Row], Condition]:
    """Tell whether at least one of these columns is there."""
    return lambda row: or_(*(row[attribute].is_not(None) for attribute in attributes))


def to_one(type_name: str, table: type[SQLModel], joined: Callable[[Any, Row], Condition]) -> Node:
    """The one row of another table that belongs to this one, or null."""

    def build_to_one(build: Build, source: Any, field: Field) -> ColumnElement[Any]:
        target = Row.of(table)
        conditions = conditions_of(build, target, merchant_of(table), [joined(source, target)])
        with build.inside(target):
            value = build.object(type_name, target, field)
        return build.subquery(select(value).select_from(target.source).where(and_(*conditions)))

    return build_to_one


def to_many(
    type_name: str,
    table: type[SQLModel],
    joined: Callable[[Build, Any, Row, Field], Sequence[Condition]],
    order: Callable[[Row], Sequence[ColumnElement[Any]]],
    *,
    source_of: Callable[[Row], Any] = lambda row: row,
) -> Node:
    """All rows of another table that belong to this one, in order; for lists that stay short.

    `source_of` makes of a row what the type's fields are read from, where that is not the row itself.
    """

    def build_to_many(build: Build, source: Any, field: Field) -> ColumnElement[Any]:
        target = Row.of(table)
        conditions = conditions_of(build, target, merchant_of(table), joined(build, source, target, field))
        chosen = select(target.source).where(and_(*conditions)).order_by(*order(target))
        ordered = build.derived(chosen)
        with build.inside(ordered), build.at("[]"):
            element = build.object(type_name, source_of(ordered), field)
        return build.subquery(select(array_of(element)).select_from(ordered.source))

    return build_to_many


def merchant_of(table: type[SQLModel]) -> Any:
    """Return the attribute that says whose rows a table's are."""
    return table.merchant_id  # type: ignore[attr-defined]


def null_when_empty(attribute: Any) -> Node:
    """A column whose empty text means that nothing is known."""
    return lambda _build, row, _field: func.nullif(row[attribute], text_literal(""))


def json_member(name: str) -> Node:
    """A member of a JSON document that is kept as one, by its name there."""
    return lambda _build, document, _field: document.op("->")(text_literal(name))


def json_elements(
    type_name: str,
    of: Callable[[Any], ColumnElement[Any]],
    *,
    source_of: Callable[[ColumnElement[Any]], Any] = lambda element: element,
) -> Node:
    """The elements of a JSON array that is kept as one, in their order, each as an object of a type.

    `source_of` makes of an element what the type's fields are read from, where that is something else.
    """

    def build_elements(build: Build, source: Any, field: Field) -> ColumnElement[Any]:
        elements = elements_of(of(source))
        with build.inside(elements), build.at("[]"):
            element = build.object(type_name, source_of(elements.source.c.element), field)
        collected = array_of(element, position=elements.source.c.place)
        return build.subquery(select(collected).select_from(elements.source))

    return build_elements


def elements_of(document: ColumnElement[Any]) -> Row:
    """Return the elements of a JSON array as rows `element`, `place`; none when it is null."""
    elements = func.jsonb_array_elements(document).table_valued(
        column("element", JSONB), with_ordinality="place", name="elements"
    )
    return Row(elements.render_derived())
