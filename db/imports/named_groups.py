"""Whether the groups that a file names are there, and whom it would move from one to another."""

from sqlalchemy import CTE, ScalarSelect, Text, and_, bindparam, func, or_, select

from db.constant import constant
from db.imports.issues import reporting
from db.imports.outcomes import MAKING_GROUPS
from db.imports.parts import IN_RANGE, MERCHANT, customer, group, group_named, staged, taking_out
from db.statement import Statement
from domain.import_policy import OnMatch
from domain.issues import ImportIssueCode, IssueSeverity

SEVERITY = bindparam("severity", type_=Text)  # of what is found; ERROR takes the row out
ON_MATCH = bindparam("on_match", type_=Text)


def _unknown() -> Statement:
    skipped = and_(staged.c.matched_id.is_not(None), constant(OnMatch.SKIP.value) == ON_MATCH)
    found = (
        select(staged.c.row, staged.c.group_name, func.jsonb_build_object().label("facts"))
        .where(IN_RANGE, staged.c.group_key.is_not(None), ~skipped)
        .where(group_named(staged.c.group_key, group.c.id).is_(None))
        .cte("unknown")
    )
    return _judging(found, ImportIssueCode.GROUP_UNKNOWN)


def _moves() -> Statement:
    present_id = (
        select(customer.c.group_id)
        .where(customer.c.merchant_id == MERCHANT, customer.c.id == staged.c.matched_id)
        .scalar_subquery()
    )
    named_id = group_named(staged.c.group_key, group.c.id)
    rows = (
        select(
            *(staged.c.row, staged.c.group_key, staged.c.group_name),
            *(present_id.label("present_id"), named_id.label("named_id")),
        )
        .where(IN_RANGE, staged.c.matched_id.is_not(None), staged.c.group_key.is_not(None))
        .cte("rows")
    )
    named = func.coalesce(group_named(rows.c.group_key, group.c.name), rows.c.group_name)
    facts = func.jsonb_build_object(constant("from_group"), _name_of(rows), constant("to_group"), named)
    found = (
        select(rows.c.row, rows.c.group_name, facts.label("facts"))
        .where(rows.c.present_id.is_not(None))
        .where(or_(rows.c.named_id != rows.c.present_id, and_(rows.c.named_id.is_(None), MAKING_GROUPS)))
        .cte("moves")
    )
    return _judging(found, ImportIssueCode.GROUP_MOVE)


def _name_of(rows: CTE) -> ScalarSelect[str]:
    return (
        select(group.c.name)
        .where(group.c.merchant_id == MERCHANT, group.c.id == rows.c.present_id)
        .scalar_subquery()
    )


def _judging(found: CTE, code: ImportIssueCode) -> Statement:
    remarks = select(
        found.c.row,
        constant("group").label("field"),
        constant(code.value).label("code"),
        SEVERITY.label("severity"),
        found.c.group_name,
        found.c.facts,
    )
    rejected = select(found.c.row).where(constant(IssueSeverity.ERROR.value) == SEVERITY).cte("rejected")
    return Statement(
        select(func.count()).select_from(found).add_cte(reporting(remarks), taking_out(rejected))
    )


# How many rows in range name a group that is not there.
UNKNOWN_GROUPS = _unknown()

# How many rows in range mean a customer who is in another group than they name.
MOVES = _moves()
