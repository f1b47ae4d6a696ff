"""The rows of a file, in its order: those that are settled from the log, the others as they are staged."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, null, or_, select, union_all

from db.plan.build import Build, conditions_of
from db.plan.filters.values import one_of_words
from db.plan.json import text_literal
from db.plan.limits import given
from db.plan.listed import DefaultOrder, Listed, sorted_by
from db.plan.nodes import Condition
from db.plan.ordering import Key
from db.plan.row import Row
from db.plan.selection import Field, word
from db.tables import CustomerImport, ImportIssue, ImportRow, StagedCustomer
from domain.import_outcome import RowOutcome
from domain.jobs import ImportPhase, JobStatus


def _every_row(build: Build, source: Row) -> Row:
    """Return the rows of the import `source`, as ImportRow has them.

    `group_name` is that of a group that is to be made.
    """
    logged, staged = Row.of(ImportRow), Row.of(StagedCustomer)
    settled = select(
        *(logged[ImportRow.merchant_id], logged[ImportRow.import_id], logged[ImportRow.row]),
        *(logged[ImportRow.outcome], logged[ImportRow.customer_id]),
        *(logged[ImportRow.before], logged[ImportRow.after], logged[ImportRow.cells]),
        cast(null(), Text).label("group_name"),
    ).where(
        *conditions_of(
            build, logged, ImportRow.merchant_id, [logged[ImportRow.import_id] == source[CustomerImport.id]]
        )
    )
    to_come = select(
        *(staged[StagedCustomer.merchant_id], staged[StagedCustomer.import_id], staged[StagedCustomer.row]),
        *(_outcome(staged, source).label("outcome"), staged[StagedCustomer.matched_id].label("customer_id")),
        *(staged[StagedCustomer.before], staged[StagedCustomer.after], staged[StagedCustomer.cells]),
        staged[StagedCustomer.group_name],
    ).where(
        *conditions_of(
            build,
            staged,
            StagedCustomer.merchant_id,
            [
                staged[StagedCustomer.import_id] == source[CustomerImport.id],
                staged[StagedCustomer.row] > source[CustomerImport.settled_row],
                _is_known(source),
            ],
        )
    )
    parts = [part.correlate(*build.enclosing) for part in (settled, to_come)]
    return Row(union_all(*parts).subquery())


def _is_known(source: Row) -> Condition:
    """Tell whether it is known what the rows that are not settled come to."""
    judged = [text_literal(phase) for phase in (ImportPhase.VALIDATED, ImportPhase.COMMITTING)]
    ended = [text_literal(status) for status in (JobStatus.FAILED, JobStatus.CANCELED)]
    return and_(
        source[CustomerImport.phase].in_(judged),
        or_(source[CustomerImport.plan].is_not(None), source[CustomerImport.status].in_(ended)),
    )


def _outcome(staged: Row, source: Row) -> ColumnElement[Any]:
    outcome, status = staged[StagedCustomer.outcome], source[CustomerImport.status]
    rejected = text_literal(RowOutcome.REJECTED)
    return case(
        (or_(outcome == rejected, status == text_literal(JobStatus.FAILED)), rejected),
        (status == text_literal(JobStatus.CANCELED), text_literal(RowOutcome.SKIPPED)),
        else_=func.coalesce(outcome, text_literal(RowOutcome.CREATED)),
    )


def _filtered(build: Build, row: Row, field: Field) -> Sequence[Condition]:
    conditions: list[Condition] = []
    if given(field.arguments, "outcome"):
        words = [word(one) for one in field.arguments["outcome"]]
        conditions.append(one_of_words(row[ImportRow.outcome], words))
    if given(field.arguments, "severity"):
        conditions.append(_has_issue(build, row, word(field.arguments["severity"])))
    return conditions


def _has_issue(build: Build, row: Row, severity: str) -> Condition:
    issue = Row.of(ImportIssue)
    conditions = conditions_of(
        build,
        issue,
        ImportIssue.merchant_id,
        [
            issue[ImportIssue.import_id] == row[ImportRow.import_id],
            issue[ImportIssue.row] == row[ImportRow.row],
            one_of_words(issue[ImportIssue.severity], [severity]),
        ],
    )
    return build.subquery(select(func.count() > 0).select_from(issue.source).where(*conditions))


ROWS = Listed(
    "ImportRow",
    ImportRow,
    _filtered,
    sorted_by(
        "rows",
        {"ROW": (Key(int, lambda row: row[ImportRow.row]),)},
        DefaultOrder("ROW", descending=False),
    ),
    occurrence=_every_row,
)
