"""Which customers: the atoms of CustomerWhereInput, and the search."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import (
    ARRAY,
    CHAR,
    BigInteger,
    ColumnElement,
    DateTime,
    Text,
    and_,
    any_,
    cast,
    exists,
    func,
    or_,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.plan.build import Build, conditions_of
from db.plan.filters.values import (
    Where,
    combined,
    id_set,
    lowered,
    one_of_ids,
    one_of_words,
    range_filter,
    storable,
    text_filter,
)
from db.plan.limits import given
from db.plan.nodes import Condition
from db.plan.readiness import blocked_by, ready
from db.plan.row import Row
from db.plan.search import found
from db.plan.selection import Field, word
from db.plan.totals import last_payment_at, paid_minor, payment_count
from db.tables import Customer, CustomFieldDefinition
from domain.caller import Caller
from domain.customer import Channel
from domain.ids import Kind
from domain.money import money_of
from domain.phone import read_phone
from domain.readiness import SendBlocker
from domain.storable import require_storable

MOMENT = DateTime(timezone=True)


def listed_customers(build: Build, row: Row, field: Field) -> Sequence[Condition]:
    """Return the conditions of a customer list's `query` and `where`."""
    conditions: list[Condition] = []
    if given(field.arguments, "query"):
        conditions.append(found(build, row[Customer.id], field, field.arguments["query"]))
    if given(field.arguments, "where"):
        conditions.append(customer_where(build, row, field, field.arguments["where"]))
    return conditions


def customer_where(build: Build, row: Row, field: Field, where: Where) -> Condition:
    """Return the condition of a CustomerWhereInput."""
    texts = partial(text_filter, build, field)
    moments = partial(range_filter, build, field, type_=MOMENT)
    atoms = {
        "ids": lambda value: one_of_ids(build, row[Customer.id], value, Kind.CUSTOMER),
        "groupIds": lambda value: id_set(build, row[Customer.group_id], value, Kind.GROUP),
        "hasGroup": lambda value: _has_group(row, value),
        "phone": lambda value: _phone(build, row, field, value),
        "email": lambda value: texts(func.lower(row[Customer.email]), value, convert=lowered),
        "name": lambda value: texts(row[Customer.display_name], value),
        "externalReference": lambda value: texts(row[Customer.external_reference], value),
        "creationSource": lambda value: one_of_words(
            row[Customer.creation_source], [word(source) for source in value]
        ),
        "createdAt": lambda value: moments(row[Customer.created_at], value),
        "updatedAt": lambda value: moments(row[Customer.updated_at], value),
        "lastPaymentAt": lambda value: moments(last_payment_at(build, row), value),
        "totalPaid": lambda value: _total_paid(build, row, field, value),
        "paymentCount": lambda value: range_filter(
            build, field, payment_count(build, row), value, BigInteger()
        ),
        "customField": lambda value: and_(true(), *(_custom_field(build, row, field, one) for one in value)),
        "ready": lambda value: ready(row, Channel(word(value))),
        "blockers": lambda value: blocked_by(row, [SendBlocker(word(one)) for one in value]),
    }
    return combined(where, atoms, lambda inner: customer_where(build, row, field, inner))


def _has_group(row: Row, value: bool) -> Condition:
    return row[Customer.group_id].is_not(None) if value else row[Customer.group_id].is_(None)


def _phone(build: Build, row: Row, field: Field, value: Where) -> Condition:
    """Compare numbers by what they mean, and what is no number by how it is written."""
    column = func.coalesce(row[Customer.phone_e164], row[Customer.phone_raw])
    return text_filter(build, field, column, value, convert=_phone_as_stored, is_null=row[Customer.phone_raw])


def _phone_as_stored(value: str, caller: Caller) -> str:
    require_storable(value)
    return read_phone(value, caller.region).e164 or value


def _total_paid(build: Build, row: Row, field: Field, value: Where) -> Condition:
    currency = value["currency"]
    paid = paid_minor(build, row, build.bind(currency, CHAR(3), field=field))
    bounds = {
        name: build.bind({"amount": value[name], "currency": currency}, BigInteger(), _minor, field=field)
        for name in ("gte", "lte")
        if given(value, name)
    }
    return and_(
        true(),
        *(paid >= bound if name == "gte" else paid <= bound for name, bound in bounds.items()),
    )


def _minor(value: Any, caller: Caller) -> int:
    del caller
    return money_of(value["amount"], value["currency"]).minor


def _custom_field(build: Build, row: Row, field: Field, value: Where) -> Condition:
    """Tell whether a customer's value in the field of this key is as asked; no such field, no match."""
    definition = Row.of(CustomFieldDefinition)
    key = build.bind(value["key"], Text(), storable, field=field)
    stored = row[Customer.custom_fields].op("->")(cast(definition[CustomFieldDefinition.id], Text))
    conditions = conditions_of(
        build, definition, CustomFieldDefinition.merchant_id, [definition[CustomFieldDefinition.key] == key]
    )
    conditions += _custom_value(build, field, stored, value)
    with build.inside(row):
        return exists().where(*conditions).select_from(definition.source).correlate(*build.enclosing)


def _custom_value(build: Build, field: Field, stored: ColumnElement[Any], value: Where) -> list[Condition]:
    present = and_(stored.is_not(None), stored != cast("null", JSONB))
    conditions: list[Condition] = []
    if given(value, "eq"):
        conditions.append(stored == build.bind(value["eq"], JSONB(), _json_text, field=field))
    if given(value, "in"):
        several = build.bind(value["in"], ARRAY(JSONB()), _json_texts, field=field)
        conditions.append(stored == any_(several))
    if given(value, "isNull"):
        conditions.append(or_(present.is_(None), ~present) if value["isNull"] else present)
    return conditions


def _json_text(value: Any, caller: Caller) -> str:
    # Not by orjson, which has no whole numbers over 64 bits, as a literal may hold.
    _require_storable(value, caller)
    return json.dumps(value, ensure_ascii=False)


def _require_storable(value: Any, caller: Caller) -> None:
    match value:
        case str():
            storable(value, caller)
        case list():
            for item in value:
                _require_storable(item, caller)
        case dict():
            _require_storable([*value, *value.values()], caller)


def _json_texts(values: Any, caller: Caller) -> list[str]:
    return [_json_text(value, caller) for value in values]
