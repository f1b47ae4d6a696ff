"""The customers whom an undone import has changed get back what they had, and where they were."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    Integer,
    Select,
    Text,
    Uuid,
    bindparam,
    case,
    cast,
    column,
    exists,
    func,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB, array

from db.assignment import move_events, moves
from db.constant import constant
from db.counts import counting
from db.customers.parts import given_identities
from db.identity import claiming
from db.imports.changes import changing, moving_changed, new_identities_of, released_by
from db.imports.logged_rows import import_row
from db.imports.outcomes import DERIVED, NAMING, VALUES
from db.imports.parts import IMPORT, IMPORT_NAME, MERCHANT, customer, group
from db.statement import Statement
from db.tables import CustomFieldDefinition
from db.tables.tenant import table_of
from db.timeline import noting
from domain.timeline import TimelineEventType

definition = table_of(CustomFieldDefinition)

_BEFORE = import_row.c.before
_OF_THIS_IMPORT = (import_row.c.merchant_id == MERCHANT) & (import_row.c.import_id == IMPORT)

_chosen = (
    func.unnest(
        bindparam("rows", type_=ARRAY(Integer)),
        bindparam("events", type_=ARRAY(Uuid)),
        bindparam("group_events", type_=ARRAY(Uuid)),
    )
    .table_valued(column("row", Integer), column("event_id", Uuid), column("group_event_id", Uuid))
    .render_derived(name="chosen")
)


def _restoring() -> CTE:
    """Return the customers of the chosen rows as they are and as they were before the import.

    The columns are those of db.imports.changes: `had_…` is what a customer has now.
    """
    kept = ("id", "version", "created_at", "creation_source", "group_id", *DERIVED)
    changed = func.jsonb_object_keys(_BEFORE).column_valued("changed")
    fields = func.array(
        select(changed).where(changed != constant("group_id")).order_by(changed).scalar_subquery()
    )
    return (
        select(
            *(_chosen.c.row, _chosen.c.event_id, _chosen.c.group_event_id, fields.label("fields")),
            *(customer.c[name] for name in kept),
            *(customer.c[name].label(f"had_{name}") for name in VALUES),
            *(_earlier(name).label(name) for name in VALUES),
            _if_changed("group_id", _earlier_group()).label("joined_id"),
            _BEFORE.op("?|")(array([constant(name, Text) for name in NAMING])).label("stale"),
        )
        .select_from(
            _chosen.join(import_row, _OF_THIS_IMPORT & (import_row.c.row == _chosen.c.row)).join(
                customer, (customer.c.merchant_id == MERCHANT) & (customer.c.id == import_row.c.customer_id)
            )
        )
        .cte("before")
    )


def _if_changed(name: str, value: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((func.jsonb_exists(_BEFORE, constant(name)), value), else_=customer.c[name])


def _earlier(name: str) -> ColumnElement[Any]:
    return _if_changed(name, _earlier_fields() if name == "custom_fields" else _text(name))


def _text(name: str) -> ColumnElement[str]:
    return _BEFORE.op("->>")(constant(name))


def _earlier_fields() -> ColumnElement[Any]:
    """The values of those custom fields that the merchant still has."""
    given = func.jsonb_each(type_coerce(_BEFORE.op("->")(constant("custom_fields")), JSONB))
    value = given.table_valued(column("key", Text), column("value", JSONB)).render_derived(name="own")
    known = exists(
        select(definition.c.id).where(
            definition.c.merchant_id == MERCHANT, cast(definition.c.id, Text) == value.c.key
        )
    )
    values = select(func.jsonb_object_agg(value.c.key, value.c.value)).where(known).scalar_subquery()
    return func.coalesce(values, func.jsonb_build_object())


def _earlier_group() -> ColumnElement[Any]:
    """The group, if it is still there; nobody is in a group that has been deleted."""
    return (
        select(group.c.id)
        .where(group.c.merchant_id == MERCHANT, group.c.id == cast(_text("group_id"), Uuid))
        .scalar_subquery()
    )


def _restoration() -> Statement:
    before = _restoring()
    restoring = select(before, before.c.joined_id.is_distinct_from(before.c.group_id).label("is_moved")).cte(
        "restoring"
    )
    moving = moving_changed(restoring).cte("moving")
    effects = (
        changing(restoring),
        counting(moves(moving, moving.c.joined_id)),
        noting(_told(restoring, moving)),
    )
    stale = select(func.array_agg(restoring.c.id)).where(restoring.c.stale).scalar_subquery()
    return Statement(
        select(
            stale.label("stale"),
            _listed(released_by(restoring)).label("released"),
            _listed(union_all(*new_identities_of(restoring))).label("claimed"),
        ).add_cte(*effects)
    )


def _told(restoring: CTE, moving: CTE) -> Select[*tuple[object, ...]]:
    data = func.jsonb_build_object(
        *(constant("fields"), func.to_jsonb(restoring.c.fields)),
        *(constant("import"), IMPORT_NAME, constant("row"), restoring.c.row),
        *(constant("version"), restoring.c.version + constant(1)),
    )
    event_type = constant(TimelineEventType.IMPORT_UNDONE.value, Text)
    undone = select(restoring.c.event_id, restoring.c.id, event_type.label("type"), data.label("data"))
    return select(*union_all(undone, move_events(moving, moving.c.joined_id)).subquery("all_events").c)


def _listed(identities: Any) -> ColumnElement[Any]:
    kind, value, customer_id = identities.subquery().c
    one = func.jsonb_build_object(
        *(constant("kind"), kind, constant("value"), value, constant("customer_id"), customer_id)
    )
    return select(func.jsonb_agg(one)).scalar_subquery()


# The customers of these rows get back what they had; their identities follow. One row: `stale`: whose derived
# columns are to be worked out; `released` and `claimed`: what is to lead to them no longer, and again, as
# JSON arrays of kind, value and customer_id; null for none.
RESTORE = _restoration()

_claimed = claiming(given_identities)

# How many of these identities were free, and lead to their customers from now on.
CLAIM = Statement(select(func.count()).select_from(_claimed))
