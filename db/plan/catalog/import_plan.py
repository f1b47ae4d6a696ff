"""What an import would do, and what it has done, in numbers."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, literal_column, select

from db.plan.build import Build, Node
from db.plan.json import array_of
from db.plan.nodes import elements_of, expression, json_member, part
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import CustomerImport

_OUTCOMES = {
    "created": CustomerImport.created,
    "updated": CustomerImport.updated,
    "unchanged": CustomerImport.unchanged,
    "skipped": CustomerImport.skipped,
    "rejected": CustomerImport.rejected,
}
_NAMES = ("rows", *_OUTCOMES, "warnings")


def counts_so_far(row: Row) -> dict[str, ColumnElement[Any]]:
    """Return what became of the rows of an import: `rows` are those of which it is known."""
    outcomes = {name: row[attribute] for name, attribute in _OUTCOMES.items()}
    rows: Any = sum(outcomes.values(), start=literal_column("0"))
    return {"rows": rows, **outcomes, "warnings": row[CustomerImport.warnings]}


def _planned(plan: ColumnElement[Any]) -> dict[str, ColumnElement[Any]]:
    counts = plan.op("->")(literal_column("'counts'"))
    return {name: cast(counts.op("->")(literal_column(f"'{name}'")), Integer) for name in _NAMES}


def _count(name: str) -> Node:
    return expression(lambda counts: counts[name])


IMPORT_COUNTS: dict[str, Node] = {name: _count(name) for name in _NAMES}


def _not_ready(build: Build, plan: ColumnElement[Any], field: Field) -> ColumnElement[Any]:
    elements = elements_of(plan.op("->")(literal_column("'not_ready_after'")))
    element = elements.source.c.element
    tally = build.derived(
        select(
            element.op("->>")(literal_column("'blocker'")).label("blocker"),
            cast(element.op("->")(literal_column("'count'")), Integer).label("count"),
            elements.source.c.place,
        ).select_from(elements.source)
    )
    with build.inside(tally), build.at("[]"):
        one = build.object("BlockerCount", tally, field)
    return build.subquery(select(array_of(one, position=tally.source.c.place)).select_from(tally.source))


IMPORT_PLAN: dict[str, Node] = {
    "digest": json_member("digest"),
    "counts": part("ImportCounts", _planned),
    "groupsToCreate": json_member("groups_to_create"),
    "customFieldsToCreate": json_member("custom_fields_to_create"),
    "groupMoves": json_member("group_moves"),
    "notReadyAfter": _not_ready,
}
