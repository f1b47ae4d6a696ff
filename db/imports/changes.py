"""Customers whose rows say something new are changed, with what leads to them and what is told of them."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    exists,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import array, insert

from db.constant import constant
from db.customers.parts import contact
from db.imports.outcomes import DERIVED, NAMING, VALUES
from db.imports.parts import IDENTITY_COLUMNS, IMPORT_NAME, MERCHANT, customer
from domain.timeline import TimelineEventType


def judged_of(outcomes: CTE) -> CTE:
    """Return the outcomes with what differs from what was there: `fields` names the columns, but for the
    group, of which `is_moved` tells."""
    differing = [
        case((outcomes.c[name].is_distinct_from(outcomes.c[f"had_{name}"]), constant(name)))
        for name in VALUES
    ]
    return select(
        outcomes,
        func.array_remove(array(differing), null()).label("fields"),
        outcomes.c.joined_id.is_distinct_from(outcomes.c.group_id).label("is_moved"),
    ).cte("judged")


def unchanged_of(judged: CTE) -> CTE:
    """Return those that say what was there already."""
    return (
        select(judged)
        .where(func.cardinality(judged.c.fields) == constant(0), ~judged.c.is_moved)
        .cte("unchanged")
    )


def changes_of(judged: CTE) -> CTE:
    """Return those that differ from what was there.

    `stale` tells that the derived columns must be worked out anew, because neither those that the
    customer had nor those of the row fit.
    """
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
        .where(or_(func.cardinality(judged.c.fields) > constant(0), judged.c.is_moved))
        .cte("changes")
    )


def _has_further_contacts(judged: CTE) -> ColumnElement[bool]:
    return exists(
        select(contact.c.id).where(contact.c.merchant_id == MERCHANT, contact.c.customer_id == judged.c.id)
    )


def changing(changes: CTE) -> CTE:
    """Return the statement part that writes the changed customers.

    They are there, and locked; an insertion that always meets its conflict finds each by its key, which the
    planner could turn round in an update that joins.
    """
    kept = ("id", "created_at", "creation_source")
    said = (*VALUES, *DERIVED)
    values = select(
        *(MERCHANT, changes.c.version + constant(1), func.now(), changes.c.joined_id),
        *(changes.c[name] for name in (*kept, *said)),
    )
    columns = (customer.c.merchant_id, customer.c.version, customer.c.updated_at, customer.c.group_id)
    insertion = insert(customer).from_select(
        [*columns, *(customer.c[name] for name in (*kept, *said))], values
    )
    written = ("version", "updated_at", "group_id", *said)
    return insertion.on_conflict_do_update(
        index_elements=[customer.c.merchant_id, customer.c.id],
        set_={name: insertion.excluded[name] for name in written},
    ).cte("changed")


def released_by(changes: CTE) -> Select[Any, Any, Any]:
    """Return what leads to a changed customer no longer: (kind, value, customer_id)."""
    parts = (
        select(
            constant(kind.value, Text).label("kind"), _had(changes, name).label("value"), changes.c.id
        ).where(_had(changes, name).is_not(None), _had(changes, name).is_distinct_from(changes.c[name]))
        for kind, (name, _) in IDENTITY_COLUMNS.items()
    )
    return select(*union_all(*parts).subquery("no_longer").c)


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
    ).where(changes.c.is_moved)
