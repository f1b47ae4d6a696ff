"""What became of each row is written down by the statement that settles it."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Text,
    Uuid,
    case,
    cast,
    func,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB, array, insert

from db.constant import constant
from db.imports.outcomes import VALUES
from db.imports.parts import EVERY_IN_RANGE, IMPORT, IS_TAKEN, MERCHANT, staged
from db.tables import ImportRow
from db.tables.tenant import table_of
from domain.import_outcome import RowOutcome
from domain.import_policy import OnMatch

import_row = table_of(ImportRow)

_LOGGED = ("row", "outcome", "customer_id", "version", "before", "after", "cells")
_NOTHING = cast(null(), JSONB)

_Logged = Select[*tuple[Any, ...]]


def logging(newcomers: CTE, changes: CTE, unchanged: CTE, chunk: CTE, on_match: OnMatch) -> CTE:
    """Return the statement part that writes one row of the log for each row of the chunk."""
    parts = [_created(newcomers), _updated(changes), _unchanged(unchanged), _rejected()]
    if on_match is OnMatch.SKIP:
        parts.append(_skipped(chunk))
    settled = union_all(*parts).subquery("settled")
    columns = [import_row.c.merchant_id, import_row.c.import_id, *(import_row.c[name] for name in _LOGGED)]
    return insert(import_row).from_select(columns, select(MERCHANT, IMPORT, *settled.c)).cte("logged")


def _logged(
    rows: FromClause,
    outcome: RowOutcome,
    customer_id: ColumnElement[Any],
    version: ColumnElement[Any],
    before: ColumnElement[Any] = _NOTHING,
    after: ColumnElement[Any] = _NOTHING,
) -> _Logged:
    values = (rows.c.row, constant(outcome.value, Text), customer_id, version, before, after, rows.c.cells)
    return select(*(value.label(name) for name, value in zip(_LOGGED, values, strict=True)))


def _created(newcomers: CTE) -> _Logged:
    return _logged(newcomers, RowOutcome.CREATED, newcomers.c.id, constant(1))


def _updated(changes: CTE) -> _Logged:
    before_and_after = differences(changes)
    version = changes.c.version + constant(1)
    return _logged(
        changes,
        RowOutcome.UPDATED,
        changes.c.id,
        version,
        before_and_after.c.before,
        before_and_after.c.after,
    ).select_from(changes.join(before_and_after, true()))


def differences(changes: CTE) -> FromClause:
    """Return, for each row of `changes`, `before` and `after`: the columns that differ, by name."""
    moved = case((changes.c.is_moved, array([constant("group_id", Text)])))
    fields = func.unnest(changes.c.fields.op("||")(moved)).table_valued("field").render_derived(name="fields")
    # Only the columns that differ, so that a row that changes one thing costs one thing.
    return select(
        _values(changes, fields.c.field, "had_{}", "group_id").label("before"),
        _values(changes, fields.c.field, "{}", "joined_id").label("after"),
    ).lateral("differing")


def _values(changes: CTE, field: ColumnElement[str], name: str, group_id: str) -> ColumnElement[Any]:
    of_field = ((field == constant(value), func.to_jsonb(changes.c[name.format(value)])) for value in VALUES)
    return func.jsonb_object_agg(field, case(*of_field, else_=func.to_jsonb(changes.c[group_id])))


def _unchanged(unchanged: CTE) -> _Logged:
    return _logged(unchanged, RowOutcome.UNCHANGED, unchanged.c.id, unchanged.c.version)


def _skipped(chunk: CTE) -> _Logged:
    skipped = _logged(chunk, RowOutcome.SKIPPED, chunk.c.matched_id, cast(null(), Integer))
    return skipped.where(chunk.c.matched_id.is_not(None))


def _rejected() -> _Logged:
    rejected = _logged(staged, RowOutcome.REJECTED, cast(null(), Uuid), cast(null(), Integer))
    return rejected.where(EVERY_IN_RANGE, ~IS_TAKEN)
