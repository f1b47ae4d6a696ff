"""What the rows of a file would do, if they were merged now: nothing is written but the plan."""

from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Numeric,
    Select,
    Text,
    and_,
    cast,
    func,
    null,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from db.constant import constant
from db.imports.changes import changes_of, judged_of, unchanged_of
from db.imports.chunk import chunk_rows, groups_to_make
from db.imports.logged_rows import differences
from db.imports.outcomes import outcomes_of, seen_of
from db.imports.parts import IN_RANGE, MERCHANT, OF_THIS_IMPORT, customer, staged
from db.plan.readiness import blocker
from db.plan.row import Row
from db.statement import Statement
from domain.customer import Channel
from domain.import_outcome import RowOutcome
from domain.import_policy import OnMatch

# A list to be read by a person; the digest is of all of them.
SHOWN_GROUPS = 1_000

_NOT_MATCHED = staged.c.matched_id.is_(None)


@cache
def planning(on_match: OnMatch) -> Statement:
    """Return the statement that marks rows in range that mean somebody with what they would come to.

    It yields the blockers of those customers afterwards, and how often each occurs.
    """
    if on_match in {OnMatch.UPDATE, OnMatch.FILL_EMPTY_ONLY}:
        return _planning_changes(on_match)
    met = (
        select(staged.c.row, customer)
        .select_from(staged.join(customer, customer.c.id == staged.c.matched_id))
        .where(IN_RANGE, customer.c.merchant_id == MERCHANT)
        .cte("met")
    )
    marked = (
        update(staged)
        .where(IN_RANGE, ~_NOT_MATCHED)
        .values(outcome=constant(RowOutcome.SKIPPED.value))
        .cte("marked")
    )
    return Statement(_blocked(met).add_cte(marked))


def _planning_changes(on_match: OnMatch) -> Statement:
    judged = judged_of(outcomes_of(seen_of(chunk_rows(), on_match), on_match))
    changes, unchanged = changes_of(judged), unchanged_of(judged)
    differing = differences(changes)
    planned = union_all(
        select(
            *(changes.c.row, constant(RowOutcome.UPDATED.value, Text).label("outcome")),
            *(differing.c.before, differing.c.after),
        ).select_from(changes.join(differing, true())),
        select(unchanged.c.row, constant(RowOutcome.UNCHANGED.value, Text), null(), null()),
    ).cte("planned")
    marked = (
        update(staged)
        .where(IN_RANGE, staged.c.row == planned.c.row)
        .values(outcome=planned.c.outcome, before=planned.c.before, after=planned.c.after)
        .cte("marked")
    )
    return Statement(_blocked(judged).add_cte(marked))


def _blocked(customers: CTE) -> Select[Any, Any]:
    """Return the reasons why no request would arrive, and how many of these customers each holds for."""
    reasons = union_all(
        *(select(blocker(Row(customers), channel).label("blocker")) for channel in Channel)
    ).subquery("reasons")
    return (
        select(reasons.c.blocker, func.count().label("count"))
        .where(reasons.c.blocker.is_not(None))
        .group_by(reasons.c.blocker)
    )


# The same of the customers who would be new.
BLOCKED_NEWCOMERS = Statement(_blocked(select(staged).where(IN_RANGE, _NOT_MATCHED).cte("newcomers")))

_outcome = func.coalesce(staged.c.outcome, constant(RowOutcome.CREATED.value))


def _counted(outcome: RowOutcome) -> ColumnElement[int]:
    return func.count().filter(_outcome == constant(outcome.value)).label(outcome.value.lower())


def _fingerprint(text: ColumnElement[str]) -> ColumnElement[Any]:
    # A sum, so that the order in which rows are met does not matter.
    return cast(func.sum(cast(func.hashtextextended(text, constant(0)), Numeric)), Text)


_changes_group = and_(
    staged.c.before.op("->>")(constant("group_id")).is_not(None),
    staged.c.after.op("->>")(constant("group_id")).is_not(None),
)

# How many rows come to what, how many change from one group to another, and a fingerprint of who does what.
TOTALS = Statement(
    select(
        *(_counted(outcome) for outcome in RowOutcome),
        func.count().filter(_changes_group).label("moves"),
        _fingerprint(func.concat_ws(constant(" "), staged.c.row, _outcome, staged.c.matched_id)).label(
            "fingerprint"
        ),
    ).where(OF_THIS_IMPORT)
)


def _new_groups() -> Statement:
    made = groups_to_make()
    names = func.array_agg(aggregate_order_by(made.c.group_name, made.c.group_key))
    return Statement(
        select(
            names[1:SHOWN_GROUPS].label("names"),
            _fingerprint(made.c.group_key).label("fingerprint"),
        )
    )


# The names of groups that would be made, or null.
NEW_GROUPS = _new_groups()
