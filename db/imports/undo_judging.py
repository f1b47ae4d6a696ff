"""Whom an undone import gives back what it took, and who stays as it is for a reason.

A customer is kept who was edited, has paid or was asked to since, and whoever would get back a phone, an
e-mail or a reference that leads to somebody else by now; unless that one gives it up in the same undo. Rows
must be taken back from the end of the file: what a later chunk took is then free for the customers of an
earlier one.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    or_,
    select,
    true,
    union,
    union_all,
)

from db.constant import constant
from db.identity import identity
from db.imports.logged_rows import import_row
from db.imports.parts import (
    ABOVE,
    IDENTITY_COLUMNS,
    IMPORT,
    MERCHANT,
    THIS_IMPORT,
    UP_TO,
    customer,
    customer_import,
)
from db.payment_requests.parts import request
from db.payment_requests.remaining import has_been_asked
from db.statement import Statement
from db.tables import Payment
from db.tables.tenant import table_of
from db.timeline import event
from domain.import_outcome import RowOutcome
from domain.import_undo import KEPT_LISTED, UndoKeptReason
from domain.timeline import TimelineEventType

payment = table_of(Payment)

CREATED = constant(RowOutcome.CREATED.value)
_BELOW = bindparam("below", type_=Integer)
_EFFECTS = and_(
    import_row.c.merchant_id == MERCHANT,
    import_row.c.import_id == IMPORT,
    import_row.c.outcome.in_([CREATED, constant(RowOutcome.UPDATED.value)]),
)


def _touched(*, locking: bool) -> CTE:
    """Return the rows in range that have made or changed somebody who is still there, with who that is now.

    When locked, in the order of their ids, as everybody locks customers.
    """
    columns = ("row", "outcome", "customer_id", "version", "before")
    rows = (
        select(*(import_row.c[name] for name in columns))
        .where(_EFFECTS, import_row.c.row > ABOVE, import_row.c.row <= UP_TO)
        .order_by(import_row.c.customer_id)
        .subquery("rows")
    )
    found = select(customer.c.id, customer.c.version, customer.c.updated_at).where(
        customer.c.merchant_id == MERCHANT, customer.c.id == rows.c.customer_id
    )
    present = (found.with_for_update(key_share=True) if locking else found).lateral("present")
    reason = case(
        (_has_paid(rows, present), constant(UndoKeptReason.HAS_PAYMENTS.value, Text)),
        (_was_asked(rows, present), constant(UndoKeptReason.HAS_SENT_REQUESTS.value, Text)),
        (_was_edited(rows, present), constant(UndoKeptReason.EDITED_AFTER_IMPORT.value, Text)),
    )
    return (
        select(rows.c.row, rows.c.outcome, rows.c.before, present.c.id, reason.label("reason"))
        .select_from(rows.join(present, true()))
        .cte("touched")
    )


def _has_paid(rows: FromClause, present: FromClause) -> ColumnElement[bool]:
    """Whether there are payments; who was there before may have paid before, and that is no reason."""
    return exists(
        select(payment.c.id).where(
            payment.c.merchant_id == MERCHANT,
            payment.c.customer_id == present.c.id,
            or_(rows.c.outcome == CREATED, payment.c.created_at >= _since(rows, present)),
        )
    )


def _was_asked(rows: FromClause, present: FromClause) -> ColumnElement[bool]:
    """Whether requests were sent: to whoever was there before, since."""
    return has_been_asked(
        request.c.customer_id == present.c.id,
        or_(rows.c.outcome == CREATED, request.c.created_at >= _since(rows, present)),
    )


def _since(rows: FromClause, present: FromClause) -> ColumnElement[datetime]:
    """When the import changed a customer, or earlier: its beginning."""
    begun = select(customer_import.c.started_at).where(THIS_IMPORT).scalar_subquery()
    return case((present.c.version == rows.c.version, present.c.updated_at), else_=begun)


def _was_edited(rows: FromClause, present: FromClause) -> ColumnElement[bool]:
    """Whether anything has changed since, but for later imports that are undone: each has counted twice."""
    undone = (
        select(func.count())
        .select_from(event)
        .where(
            event.c.merchant_id == MERCHANT,
            event.c.customer_id == present.c.id,
            event.c.type == constant(TimelineEventType.IMPORT_UNDONE.value),
            cast(event.c.data.op("->>")(constant("version")), Integer) > rows.c.version,
        )
        .scalar_subquery()
    )
    return case(
        (present.c.version == rows.c.version, false()),
        else_=present.c.version != rows.c.version + constant(2) * undone,
    )


def _claims(touched: CTE) -> CTE:
    """Return who would get back an identity that leads to somebody else: `id`, and that one as `owner_id`."""
    parts = []
    for kind, (column, _) in IDENTITY_COLUMNS.items():
        owner = (
            select(identity.c.customer_id)
            .where(
                identity.c.merchant_id == MERCHANT,
                identity.c.kind == constant(kind.value),
                identity.c.value == touched.c.before.op("->>")(constant(column)),
            )
            .scalar_subquery()
        )
        # What the import has not changed is not in `before`.
        parts.append(select(touched.c.id, owner.label("owner_id")).where(touched.c.before.is_not(None)))
    every = union_all(*parts).subquery("every_claim")
    return select(every).where(every.c.owner_id != every.c.id).cte("claims")


def _kept(touched: CTE, claims: CTE) -> CTE:
    """Return the ids of those who are kept: for a reason of their own, or because another one is."""
    gives_up = select(touched.c.id).where(touched.c.id == claims.c.owner_id)
    own = union(
        select(touched.c.id).where(touched.c.reason.is_not(None)),
        select(claims.c.id).where(~exists(gives_up)),
    ).subquery("own")
    kept = select(own.c.id).cte("kept", recursive=True)
    return kept.union(select(claims.c.id).where(claims.c.owner_id == kept.c.id))


def _verdicts(*, locking: bool) -> CTE:
    """Return the rows in range with `reason`, null for those that are taken back."""
    touched = _touched(locking=locking)
    kept = _kept(touched, _claims(touched))
    taken = constant(UndoKeptReason.IDENTITY_TAKEN.value, Text)
    reason = func.coalesce(touched.c.reason, case((touched.c.id.in_(select(kept.c.id)), taken)))
    return select(touched.c.row, touched.c.outcome, touched.c.id, reason.label("reason")).cte("verdicts")


def _weighing() -> Statement:
    verdicts = _verdicts(locking=False)
    back, made = verdicts.c.reason.is_(None), verdicts.c.outcome == CREATED
    first = (
        select(verdicts.c.row, verdicts.c.id, verdicts.c.reason)
        .where(~back)
        .order_by(verdicts.c.row)
        .limit(constant(KEPT_LISTED))
        .subquery("first")
    )
    return Statement(
        select(
            func.count().filter(back, made).label("reversed"),
            func.count().filter(back, ~made).label("restored"),
            func.count().filter(~back).label("kept_count"),
            _listed(first).label("kept"),
        ).select_from(verdicts)
    )


def _holding() -> Statement:
    verdicts = _verdicts(locking=True)
    back, made = verdicts.c.reason.is_(None), verdicts.c.outcome == CREATED
    kept = select(verdicts.c.row, verdicts.c.id, verdicts.c.reason).where(~back).subquery("kept_rows")
    return Statement(
        select(
            func.array_agg(verdicts.c.id).filter(back, made).label("removed"),
            func.array_agg(verdicts.c.row).filter(back, ~made).label("restored"),
            _listed(kept).label("kept"),
        ).select_from(verdicts)
    )


def _listed(kept: Any) -> ColumnElement[Any]:
    one = func.jsonb_build_object(
        *(constant("row"), kept.c.row, constant("customer"), kept.c.id, constant("reason"), kept.c.reason)
    )
    listed: Select[Any] = select(func.jsonb_agg(one))
    return listed.select_from(kept).scalar_subquery()


# What undoing the rows in range would come to: `reversed`, `restored` and `kept_count`; `kept`: of the first
# who are kept `row`, `customer` and `reason`, as a JSON array or null.
WEIGH = _weighing()

# The same of each, all locked until the transaction ends: the customers to be `removed`, the rows whose
# customers are to be `restored`, and all who are `kept`; null for none.
HOLD = _holding()

_last = (
    select(import_row.c.row)
    .where(_EFFECTS, import_row.c.row <= _BELOW)
    .order_by(import_row.c.row.desc())
    .limit(bindparam("size", type_=Integer))
    .subquery("last_rows")
)

# The first of the last `size` rows that have had an effect, up to a row; null when there are none.
CHUNK_BEGIN = Statement(select(func.min(_last.c.row)))
