"""Customers go into a group, or out of theirs, in one statement: the move, the counts, the timeline."""

from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CTE,
    Boolean,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Text,
    Uuid,
    bindparam,
    cast,
    exists,
    func,
    or_,
    select,
    true,
    union_all,
    update,
)

from db.constant import constant
from db.counts import counting
from db.statement import Statement
from db.tables import Customer, CustomerGroup
from db.tables.tenant import table_of
from db.timeline import noting
from domain.ids import Kind
from domain.timeline import TimelineEventType

customer = table_of(Customer)
group = table_of(CustomerGroup)

MERCHANT = bindparam("merchant", type_=Uuid)
TARGET = bindparam("group", type_=Uuid)  # null: out of every group
ONLY_FROM = bindparam("only_from", type_=Uuid)  # null: from wherever they are
EXPECTED_VERSION = bindparam("expected_version", type_=Integer)  # null: any
FROM_OTHERS = bindparam("from_others", type_=Boolean)  # whether who is in another group moves too


def _assignment(chosen: FromClause) -> Statement:
    """Return the statement that assigns the customers of `chosen` (customer_id, event_id).

    Its rows: `known_group`, then per customer found `id`, `group_id` and `version` as they were, and
    whether it is `moved`. One row with `id` null when no customer was found.
    """
    # Locked in the order of their ids: two bulk moves never wait for each other in a circle.
    before = _found(chosen).order_by(customer.c.id).with_for_update(key_share=True, of=customer).cte("before")
    moving = _moving(before)
    effects = (_moved(moving), counting(moves(moving, TARGET)), noting(move_events(moving, TARGET)))
    return Statement(_outcome(before, moving).add_cte(*effects))


def _weighing(chosen: FromClause) -> Statement:
    """Return the statement that tells what the assignment would do, with the same rows, and locks nobody."""
    before = _found(chosen).cte("before")
    return Statement(_outcome(before, _moving(before)))


def _found(chosen: FromClause) -> Select[UUID, UUID, UUID, int]:
    return (
        select(chosen.c.event_id, customer.c.id, customer.c.group_id, customer.c.version)
        .select_from(chosen.join(customer, customer.c.id == chosen.c.customer_id))
        .where(customer.c.merchant_id == MERCHANT)
    )


def _outcome(before: CTE, moving: CTE) -> Select[bool, UUID, UUID, int, bool]:
    one_row = select(constant(1).label("one")).subquery("one_row")
    return select(
        _is_known(),
        before.c.id,
        before.c.group_id,
        before.c.version,
        moving.c.id.is_not(None).label("moved"),
    ).select_from(one_row.outerjoin(before, true()).outerjoin(moving, moving.c.id == before.c.id))


def _moving(before: CTE) -> CTE:
    return (
        select(before.c.event_id, before.c.id, before.c.group_id)
        .where(
            before.c.group_id.is_distinct_from(TARGET),
            _is_known(),
            or_(TARGET.is_(None), before.c.group_id.is_(None), FROM_OTHERS),
            or_(ONLY_FROM.is_(None), before.c.group_id == ONLY_FROM),
            or_(EXPECTED_VERSION.is_(None), before.c.version == EXPECTED_VERSION),
        )
        .cte("moving")
    )


def _is_known() -> ColumnElement[bool]:
    target = select(group.c.id).where(group.c.merchant_id == MERCHANT, group.c.id == TARGET)
    return or_(TARGET.is_(None), exists(target)).label("known_group")


def _moved(moving: CTE) -> CTE:
    return (
        update(customer)
        .where(customer.c.merchant_id == MERCHANT, customer.c.id == moving.c.id)
        .values(group_id=TARGET, version=customer.c.version + constant(1), updated_at=func.now())
        .returning(customer.c.id)
        .cte("moved")
    )


def moves(moving: FromClause, to: ColumnElement[UUID]) -> Select[UUID, int]:
    """Return what moving from `group_id` of `moving` to `to` changes in the counts."""
    left = select(moving.c.group_id, constant(-1).label("change"))
    joined = select(to.label("group_id"), constant(1).label("change")).select_from(moving)
    return select(*union_all(left, joined).subquery("left_and_joined").c)


def move_events(moving: FromClause, to: ColumnElement[UUID]) -> Select[UUID, UUID, str, object]:
    """Return what the timelines tell of it; `moving` has `event_id`, `id` of the customer and `group_id`."""
    return select(
        moving.c.event_id,
        moving.c.id,
        constant(TimelineEventType.GROUP_CHANGED.value).label("type"),
        func.jsonb_build_object(
            constant("from"), _named(moving.c.group_id), constant("to"), _named(to)
        ).label("data"),
    ).select_from(moving)


def _named(group_id: ColumnElement[UUID]) -> ColumnElement[str]:
    """The id as the API shows it, null for no group."""
    return constant(f"{Kind.GROUP}_", Text) + cast(group_id, Text)


_ONE = select(
    bindparam("customer", type_=Uuid).label("customer_id"), bindparam("event", type_=Uuid).label("event_id")
).subquery("chosen")
_MANY = (
    func.unnest(bindparam("customers", type_=ARRAY(Uuid)), bindparam("events", type_=ARRAY(Uuid)))
    .table_valued("customer_id", "event_id", name="chosen")
    .render_derived()
)

# One customer has a statement of its own: for a list, Postgres plans anew each time, since the
# best plan depends on its length.
ASSIGN_ONE = _assignment(_ONE)
ASSIGN_MANY = _assignment(_MANY)
WEIGH_MANY = _weighing(_MANY)
