"""Rows of a file: their cells, what they change, and whom they mean."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    Uuid,
    case,
    cast,
    column,
    func,
    literal_column,
    select,
    union_all,
)

from db.plan.build import Build, Node, conditions_of
from db.plan.json import array_of, text_literal
from db.plan.nodes import code, elements_of, expression, leaf, to_many, to_one
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import Customer, CustomerGroup, CustomFieldDefinition, ImportIssue, ImportRow
from domain.columns import ColumnKey, path_of

# Where a column of a customer is not called after its field.
_NAMED_OTHERWISE = {ColumnKey.PHONE: "phone_raw", ColumnKey.GROUP: "group_id"}
# Columns of a customer by the field that they are of, in the order of a sheet. Of a phone and of an e-mail
# address, the other columns follow from what is written.
_FIELDS = {
    _NAMED_OTHERWISE.get(key, "_".join(path_of(key))): key.value
    for key in ColumnKey
    if key is not ColumnKey.KONTOR_ID
}


def _cells(build: Build, row: Row, field: Field) -> ColumnElement[Any]:
    elements = elements_of(row[ImportRow.cells])
    with build.inside(elements), build.at("[]"):
        cell = build.object("ImportCell", elements, field)
    return build.subquery(
        select(array_of(cell, position=elements.source.c.place)).select_from(elements.source)
    )


def _changes(build: Build, row: Row, field: Field) -> ColumnElement[Any]:
    parts = [_of_columns(build, row), _of_own_fields(build, row)]
    changes = Row(union_all(*(part.correlate(*build.enclosing) for part in parts)).subquery())
    with build.inside(changes), build.at("[]"):
        change = build.object("FieldChange", changes, field)
    collected = array_of(change, position=changes.source.c.place)
    return build.subquery(select(collected).select_from(changes.source))


def _of_columns(build: Build, row: Row) -> Select[*tuple[Any, ...]]:
    """Return the columns that differ: place, field, before and after."""
    keys = func.jsonb_object_keys(row[ImportRow.after]).table_valued(column("key", Text), name="keys")
    key = keys.render_derived().c.key
    before, after = (_value(build, row[values], key) for values in (ImportRow.before, ImportRow.after))
    # A group that is still to be made has no name but in its row.
    made = case((key == text_literal("group_id"), func.to_jsonb(row.source.c.group_name)))
    return select(
        case(
            *((key == text_literal(name), literal_column(str(place))) for place, name in enumerate(_FIELDS))
        ).label("place"),
        case(*((key == text_literal(name), text_literal(word)) for name, word in _FIELDS.items())).label(
            "field"
        ),
        before.label("before"),
        func.coalesce(after, made).label("after"),
    ).where(key.in_([text_literal(name) for name in _FIELDS]))


def _value(build: Build, values: ColumnElement[Any], key: ColumnElement[str]) -> ColumnElement[Any]:
    number = (values.op("->>")(text_literal(name)) for name in ("phone_e164", "phone_raw"))
    return case(
        (key == text_literal("phone_raw"), func.to_jsonb(func.coalesce(*number))),
        (key == text_literal("group_id"), func.to_jsonb(_group_name(build, values))),
        else_=values.op("->")(key),
    )


def _group_name(build: Build, values: ColumnElement[Any]) -> ColumnElement[Any]:
    group = Row.of(CustomerGroup)
    group_id = cast(values.op("->>")(text_literal("group_id")), Uuid())
    conditions = conditions_of(build, group, CustomerGroup.merchant_id, [group[CustomerGroup.id] == group_id])
    return (
        select(group[CustomerGroup.name]).where(*conditions).correlate_except(group.source).scalar_subquery()
    )


def _of_own_fields(build: Build, row: Row) -> Select[*tuple[Any, ...]]:
    """Return the custom fields that differ, as far as there are any still."""
    own = Row.of(CustomFieldDefinition)
    name = cast(own[CustomFieldDefinition.id], Text)
    before, after = (
        row[values].op("->")(text_literal("custom_fields")).op("->")(name)
        for values in (ImportRow.before, ImportRow.after)
    )
    differs = before.is_distinct_from(after)
    return select(
        own[CustomFieldDefinition.position] + len(_FIELDS),
        own[CustomFieldDefinition.key],
        before,
        after,
    ).where(*conditions_of(build, own, CustomFieldDefinition.merchant_id, [differs]))


IMPORT_ROW: dict[str, Node] = {
    "number": leaf(ImportRow.row),
    "outcome": code(ImportRow.outcome),
    "cells": _cells,
    "issues": to_many(
        "ImportIssue",
        ImportIssue,
        lambda _build, row, issue, _field: [
            issue[ImportIssue.import_id] == row[ImportRow.import_id],
            issue[ImportIssue.row] == row[ImportRow.row],
        ],
        lambda issue: [issue[ImportIssue.position]],
    ),
    "changes": _changes,
    "customer": to_one(
        "Customer", Customer, lambda row, customer: customer[Customer.id] == row[ImportRow.customer_id]
    ),
}


def _text_of(cell: Row) -> ColumnElement[Any]:
    element = cell.source.c.element
    return case((_is_pair(element), element.op("->>")(literal_column("0"))), else_=_bare(element))


def _understood(cell: Row) -> ColumnElement[Any]:
    element = cell.source.c.element
    understood = case((_is_pair(element), element.op("->>")(literal_column("1"))), else_=_bare(element))
    return func.nullif(understood, text_literal(""))


def _is_pair(element: ColumnElement[Any]) -> ColumnElement[bool]:
    return func.jsonb_typeof(element) == text_literal("array")


def _bare(element: ColumnElement[Any]) -> ColumnElement[Any]:
    return element.op("#>>")(literal_column("'{}'::text[]"))


IMPORT_CELL: dict[str, Node] = {
    "column": expression(lambda cell: cell.source.c.place - 1),
    "raw": expression(_text_of),
    "normalized": expression(_understood),
}


def _column(name: str) -> Node:
    return expression(lambda change: change.source.c[name])


FIELD_CHANGE: dict[str, Node] = {name: _column(name) for name in ("field", "before", "after")}
