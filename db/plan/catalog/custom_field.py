"""Extra fields: their definitions, and a customer's values in them."""

from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Text, any_, cast, func, select

from db.plan.build import Build, Node, conditions_of
from db.plan.filters.values import storable
from db.plan.json import array_of
from db.plan.limits import given
from db.plan.nodes import code, global_id, leaf
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import Customer, CustomFieldDefinition
from domain.caller import Caller
from domain.ids import Kind

CUSTOM_FIELD_DEFINITION: dict[str, Node] = {
    "id": global_id(Kind.CUSTOM_FIELD, CustomFieldDefinition.id),
    "key": leaf(CustomFieldDefinition.key),
    "label": leaf(CustomFieldDefinition.label),
    "type": code(CustomFieldDefinition.type),
    "options": lambda _build, row, _field: func.to_json(row[CustomFieldDefinition.options]),
    "required": leaf(CustomFieldDefinition.required),
    "personalData": leaf(CustomFieldDefinition.personal_data),
    "position": leaf(CustomFieldDefinition.position),
}


def _definition(build: Build, source: tuple[Row, Row], field: Field) -> ColumnElement[Any]:
    return build.object("CustomFieldDefinition", source[1], field)


def _value(_build: Build, source: tuple[Row, Row], _field: Field) -> ColumnElement[Any]:
    customer, definition = source
    return customer[Customer.custom_fields].op("->")(cast(definition[CustomFieldDefinition.id], Text))


CUSTOM_FIELD_VALUE: dict[str, Node] = {"definition": _definition, "value": _value}


def custom_fields(build: Build, customer: Row, field: Field) -> ColumnElement[Any]:
    """Every extra field of the merchant in its order, or those of some keys; null where none is set."""
    with build.inside(customer):
        ordered = _ordered_definitions(build, field)
        with build.inside(ordered), build.at("[]"):
            element = build.object("CustomFieldValue", (customer, ordered), field)
        return build.subquery(select(array_of(element)).select_from(ordered.source))


def _ordered_definitions(build: Build, field: Field) -> Row:
    definition = Row.of(CustomFieldDefinition)
    conditions = conditions_of(build, definition, CustomFieldDefinition.merchant_id)
    if given(field.arguments, "keys"):
        keys = build.bind(field.arguments["keys"], ARRAY(Text()), _storable_texts, field=field)
        conditions.append(definition[CustomFieldDefinition.key] == any_(keys))
    return build.derived(
        select(definition.source)
        .where(*conditions)
        .order_by(definition[CustomFieldDefinition.position], definition[CustomFieldDefinition.id])
    )


def _storable_texts(texts: list[str], caller: Caller) -> list[str]:
    return [storable(text, caller) for text in texts]


def custom_field(build: Build, customer: Row, field: Field) -> ColumnElement[Any]:
    """The value in the extra field of one key; null when there is no such field."""
    definition = Row.of(CustomFieldDefinition)
    key = build.bind(field.arguments["key"], Text(), storable, field=field)
    conditions = conditions_of(
        build, definition, CustomFieldDefinition.merchant_id, [definition[CustomFieldDefinition.key] == key]
    )
    with build.inside(customer, definition):
        value = build.object("CustomFieldValue", (customer, definition), field)
    with build.inside(customer):
        return build.subquery(select(value).select_from(definition.source).where(*conditions))


def own_definitions(build: Build, _source: Any, field: Field) -> ColumnElement[Any]:
    """All extra fields of the merchant, in their order."""
    ordered = _ordered_definitions(build, field)
    with build.inside(ordered), build.at("[]"):
        element = build.object("CustomFieldDefinition", ordered, field)
    return build.subquery(select(array_of(element)).select_from(ordered.source))
