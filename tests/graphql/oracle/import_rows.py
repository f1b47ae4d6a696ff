"""Rows of a file: what stands in them, what they come to, what they change."""

from types import SimpleNamespace
from typing import Any

from tests.graphql.oracle.lists import IMPORT_ROWS
from tests.graphql.oracle.pages import page
from tests.graphql.oracle.rows import Rows

_COUNTED = ("created", "updated", "unchanged", "skipped", "rejected")
# In the words for columns of a file; what follows from others is not told.
_WORDS = {
    "external_reference": "external_reference",
    "salutation": "salutation",
    "first_name": "first_name",
    "last_name": "last_name",
    "company_name": "company_name",
    "phone_raw": "phone",
    "email": "email",
    "group_id": "group",
    "address_line1": "address_line1",
    "address_line2": "address_line2",
    "address_postal_code": "postal_code",
    "address_city": "city",
    "address_region": "region",
    "address_country": "country",
    "locale": "locale",
    "note": "note",
    "vat_id": "vat_id",
}


def counts_so_far(_rows: Rows, row: Any) -> SimpleNamespace:
    counts = {name: getattr(row, name) for name in _COUNTED}
    return SimpleNamespace(rows=sum(counts.values()), **counts, warnings=row.warnings)


def plan(_rows: Rows, row: Any) -> SimpleNamespace | None:
    if row.plan is None:
        return None
    told = {
        "counts": SimpleNamespace(**row.plan["counts"]),
        "not_ready_after": [SimpleNamespace(**one) for one in row.plan["not_ready_after"]],
    }
    return SimpleNamespace(**{**row.plan, **told})


def rows_of(
    rows: Rows, row: Any, outcome: Any = None, severity: Any = None, **paging: Any
) -> SimpleNamespace:
    """Return the settled rows, and those to come as far as it is known what they come to."""
    listed = rows.all("import_row", import_id=row.id)
    if row.phase in ("VALIDATED", "COMMITTING") and (row.plan or row.status in ("FAILED", "CANCELED")):
        staged = rows.all("staged_customer", import_id=row.id)
        listed += [_to_come(row, one) for one in staged if one.row > row.settled_row]
    return page(
        IMPORT_ROWS,
        [
            one
            for one in listed
            if (outcome is None or one.outcome in outcome)
            and (severity is None or severity in {issue.severity for issue in _issues(rows, one)})
        ],
        **paging,
    )


def _to_come(row: Any, staged: Any) -> SimpleNamespace:
    outcome = staged.outcome or "CREATED"
    if row.status == "FAILED":
        outcome = "REJECTED"
    elif row.status == "CANCELED" and outcome != "REJECTED":
        outcome = "SKIPPED"
    return SimpleNamespace(**{**vars(staged), "outcome": outcome, "customer_id": staged.matched_id})


def _issues(rows: Rows, row: Any) -> list[Any]:
    issues = rows.all("import_issue", import_id=row.import_id, row=row.row)
    return sorted(issues, key=lambda issue: issue.position)


def _cells(_rows: Rows, row: Any) -> list[SimpleNamespace]:
    pairs = [cell if isinstance(cell, list) else [cell, cell] for cell in row.cells or ()]
    return [
        SimpleNamespace(column=column, raw=raw, normalized=understood or None)
        for column, (raw, understood) in enumerate(pairs)
    ]


def _changes(rows: Rows, row: Any) -> list[SimpleNamespace]:
    if row.after is None:
        return []
    named = [(word, _value(rows, row, name)) for name, word in _WORDS.items() if name in row.after]
    own = [
        (
            one.key,
            tuple((values.get("custom_fields") or {}).get(str(one.id)) for values in (row.before, row.after)),
        )
        for one in sorted(rows.all("custom_field_definition"), key=lambda one: one.position)
    ]
    changes = [*named, *((key, values) for key, values in own if _json(values[0]) != _json(values[1]))]
    return [SimpleNamespace(field=field, before=before, after=after) for field, (before, after) in changes]


def _json(value: Any) -> tuple[type, Any]:
    return type(value), value


def _value(rows: Rows, row: Any, name: str) -> tuple[Any, Any]:
    before, after = row.before.get(name), row.after.get(name)
    if name == "phone_raw":
        return row.before.get("phone_e164") or before, row.after.get("phone_e164") or after
    if name == "group_id":
        return _group_name(rows, before), _group_name(rows, after) or getattr(row, "group_name", None)
    return before, after


def _group_name(rows: Rows, group_id: str | None) -> str | None:
    return next((one.name for one in rows.all("customer_group") if str(one.id) == group_id), None)


IMPORT_ROW = {
    "number": lambda _rows, row: row.row,
    "issues": _issues,
    "cells": _cells,
    "changes": _changes,
    "customer": lambda rows, row: row.customer_id and rows.one("customer", id=row.customer_id),
}
