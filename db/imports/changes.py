"""Customers whose rows say something new are changed, with what leads to them and what is told of them."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    delete,
    exists,
    func,
    null,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import array

from db.constant import constant
from db.customers.parts import contact
from db.identity import identity
from db.imports.outcomes import DERIVED, NAMING, VALUES
from db.imports.parts import IDENTITY_COLUMNS, IMPORT_NAME, MERCHANT, customer
from domain.timeline import TimelineEventType


def changes_of(outcomes: CTE) -> CTE:
    """Return the outcomes that differ from what was there; `fields` names the columns that do.

    `stale` tells that the derived columns must be worked out anew, because neither those that the
    customer had nor those of the row fit.
    """
    differing = [
        case((outcomes.c[name].is_distinct_from(outcomes.c[f"had_{name}"]), constant(name)))
        for name in VALUES
    ]
    judged = select(outcomes, func.array_remove(array(differing), null()).label("fields")).cte("judged")
    renamed = judged.c.fields.op("&&")(array([constant(name, Text) for name in NAMING]))
    as_said = and_(
        *(judged.c[name].is_not_distinct_from(judged.c[f"said_{name}"]) for name in NAMING),
        ~_has_further_contacts(judged),
    )
    derived = (
        case(
            (~renamed, judged.c[f"had_{name}"]),
            (as_said, judged.c[f"said_{name}"]),
            else_=judged.c[f"had_{name}"],
        )
        for name in DERIVED
    )
    return (
        select(
            judged,
            *(value.label(name) for name, value in zip(DERIVED, derived, strict=True)),
            and_(renamed, ~as_said).label("stale"),
        )
        .where(or_(func.cardinality(judged.c.fields) > constant(0), _is_moved(judged)))
        .cte("changes")
    )


def _has_further_contacts(judged: CTE) -> ColumnElement[bool]:
    return exists(
        select(contact.c.id).where(contact.c.merchant_id == MERCHANT, contact.c.customer_id == judged.c.id)
    )


def _is_moved(outcomes: CTE) -> ColumnElement[bool]:
    return outcomes.c.joined_id.is_distinct_from(outcomes.c.group_id)


def changing(changes: CTE) -> CTE:
    """Return the statement part that writes the changed customers."""
    names = (*VALUES, *DERIVED)
    return (
        update(customer)
        .where(customer.c.merchant_id == MERCHANT, customer.c.id == changes.c.id)
        .values({customer.c[name]: changes.c[name] for name in names})
        .values(group_id=changes.c.joined_id, version=customer.c.version + constant(1), updated_at=func.now())
        .cte("changed")
    )


def releasing(changes: CTE) -> CTE:
    """Return the statement part that drops what leads to a customer no longer."""
    dropped = union_all(
        *(
            select(
                constant(kind.value, Text).label("kind"), _had(changes, name).label("value"), changes.c.id
            ).where(_had(changes, name).is_not(None), _had(changes, name).is_distinct_from(changes.c[name]))
            for kind, (name, _) in IDENTITY_COLUMNS.items()
        )
    ).cte("dropped")
    return (
        delete(identity)
        .where(
            identity.c.merchant_id == MERCHANT,
            identity.c.kind == dropped.c.kind,
            identity.c.value == dropped.c.value,
            identity.c.customer_id == dropped.c.id,
        )
        .cte("released")
    )


def new_identities_of(changes: CTE) -> list[Select[Any, Any, Any]]:
    """Return, per kind, what leads to the changed customers only now: (kind, value, customer_id)."""
    return [
        select(constant(kind.value, Text).label("kind"), changes.c[name].label("value"), changes.c.id).where(
            changes.c[name].is_not(None), changes.c[name].is_distinct_from(_had(changes, name))
        )
        for kind, (name, _) in IDENTITY_COLUMNS.items()
    ]


def _had(changes: CTE, name: str) -> ColumnElement[Any]:
    return changes.c[f"had_{name}"]


def updates(changes: CTE) -> Select[Any, Any, Any, Any]:
    """Return what the timelines tell of changed values."""
    data = func.jsonb_build_object(
        *(constant("fields"), func.to_jsonb(changes.c.fields)),
        *(constant("import"), IMPORT_NAME, constant("row"), changes.c.row),
    )
    event_type = constant(TimelineEventType.UPDATED.value).label("type")
    return select(changes.c.event_id, changes.c.id, event_type, data.label("data")).where(
        func.cardinality(changes.c.fields) > constant(0)
    )


def moving_changed(changes: CTE) -> Select[Any, Any, Any, Any]:
    """Return who of them changes group: event_id, id, group_id and joined_id."""
    return select(
        changes.c.group_event_id.label("event_id"), changes.c.id, changes.c.group_id, changes.c.joined_id
    ).where(_is_moved(changes))
